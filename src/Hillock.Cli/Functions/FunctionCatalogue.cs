using Hillock.Cli.CommandLine;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Functions;

/// <summary>All functions that the tool knows: the library's element-wise ones, and those along an axis.</summary>
internal static partial class FunctionCatalogue
{
    private static readonly FunctionParameter Beta = new("beta", 1, "The inverse temperature: larger is sharper.");

    private static readonly FunctionDescription[] Rows = Create();

    /// <summary>The functions: element-wise ones first, each kind in alphabetical order.</summary>
    public static IReadOnlyList<FunctionDescription> All => Rows;

    /// <summary>The function of a name; upper case, hyphens and underscores do not matter.</summary>
    /// <exception cref="CommandException">There is none; names the nearest.</exception>
    public static FunctionDescription Find(string name)
    {
        if (Array.Find(Rows, row => Suggestion.IsSame(row.Name, name)) is { } found)
            return found;
        var hint = Suggestion.Nearest(name, Rows.Select(row => row.Name)) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
        throw new CommandException($"unknown function '{name}'{hint} 'hillock list' shows all.", ExitCode.Usage);
    }

    private static FunctionDescription[] Create()
    {
        List<FunctionDescription> rows = [];
        AddElementwise(rows);
        AddAlongAxis(rows);
        return [.. rows.OrderBy(row => row.Kind).ThenBy(row => row.Name, StringComparer.Ordinal)];
    }

    static partial void AddElementwise(List<FunctionDescription> rows);

    static partial void AddAlongAxis(List<FunctionDescription> rows);
}
