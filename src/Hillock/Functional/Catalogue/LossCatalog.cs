namespace Hillock.Functional;

/// <summary>The losses of plain arrays, by name. The rows of element-wise ones are generated from the definitions.</summary>
public static partial class LossCatalog
{
    /// <summary>The losses in alphabetical order.</summary>
    public static IReadOnlyList<LossInfo> All { get; } =
        Array.AsReadOnly([.. CreateRows().Concat(OtherRows()).OrderBy(row => row.Name, StringComparer.Ordinal)]);

    /// <summary>The loss of a name or an alias, or null. Upper case, hyphens and underscores do not matter.</summary>
    public static LossInfo? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(info => ActivationCatalog.IsSame(info.Name, name))
            ?? All.FirstOrDefault(info => info.Aliases.Any(alias => ActivationCatalog.IsSame(alias, name)));
    }
}
