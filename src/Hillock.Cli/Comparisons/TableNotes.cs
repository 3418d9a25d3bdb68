using Hillock.Charts.CommandLine;
using Hillock.Csv;

namespace Hillock.Cli.Comparisons;

/// <summary>What should be known of a table and its columns, with the options that answer it.</summary>
internal static class TableNotes
{
    private const int MostAlone = 3; // more constant columns are named in one line
    private const int LongestName = 60;

    /// <summary>The notes, a line each.</summary>
    public static IEnumerable<string> Of(CsvTable table, IReadOnlyList<CsvColumnUse> uses)
    {
        foreach (string note in table.Notes)
        {
            yield return ComparisonData.Translate(note) + ".";
        }

        CsvColumnUse[] constant = [.. uses.Where(static use => use.IsConstant)];
        bool areMany = constant.Length > MostAlone;
        foreach (CsvColumnUse use in uses.Where(use => use.Note is not null && !(areMany && use.IsConstant)))
        {
            yield return Of(use);
        }

        if (areMany)
        {
            bool areLeftOut = constant[0].Role == CsvColumnRole.LeftOut;
            string names = string.Join(", ", constant.Take(MostAlone).Select(static use => Short(use.Column.Name)));
            yield return FormattableString.Invariant($"{constant.Length:N0} columns hold one value in every row, which says nothing, and ") +
                FormattableString.Invariant($"{(areLeftOut ? "are left out" : "stay")}: {names} and {constant.Length - MostAlone:N0} more ") +
                (areLeftOut ? "(--numeric or --categorical keeps them)." : "(--ignore leaves them out).");
        }
    }

    private static string Of(CsvColumnUse use)
    {
        bool isLeftOut = use.Role == CsvColumnRole.LeftOut;
        string note = ComparisonData.Translate(use.Note!);
        string wayOut = note.EndsWith("(--numeric)", StringComparison.Ordinal) ? ""
            : use.IsConstant && !isLeftOut ? " (--ignore leaves it out)"
            : !isLeftOut || use.Missing == use.Column.Values.Length ? ""
            : use.Column.Kind == CsvColumnKind.Categorical ? " (--categorical keeps it)" : " (--numeric keeps it)";
        return $"\"{Short(use.Column.Name)}\"{(isLeftOut ? " is left out" : "")}: {note}{wayOut}.";
    }

    private static string Short(string name)
    {
        name = ErrorLine.OneLine(name);
        return name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "…");
    }
}
