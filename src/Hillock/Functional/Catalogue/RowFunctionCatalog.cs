namespace Hillock.Functional;

/// <summary>The operations on rows that are defined by an <see cref="IRowFunction"/>, by name. Its rows are generated from the definitions.</summary>
public static partial class RowFunctionCatalog
{
    /// <summary>The operations in alphabetical order.</summary>
    public static IReadOnlyList<RowFunctionInfo> All { get; } = Array.AsReadOnly([.. CreateRows().OrderBy(row => row.Name, StringComparer.Ordinal)]);

    /// <summary>The operation of a name, or null. Upper case, hyphens and underscores do not matter.</summary>
    public static RowFunctionInfo? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(info => ActivationCatalog.IsSame(info.Name, name));
    }
}
