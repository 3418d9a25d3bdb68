using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Classes with fewer rows than there are folds.</summary>
internal static class RareClasses
{
    /// <summary>The data without them where the choice says so, with a line about what was left out.</summary>
    /// <param name="data">The data.</param>
    /// <param name="choice"><c>refuse</c>, <c>leave-out</c> or <c>spread</c>.</param>
    /// <param name="folds">How many folds there will be.</param>
    /// <param name="output">Where the line goes.</param>
    /// <exception cref="CommandException">Fewer than two classes would be left.</exception>
    public static TabularData Prepare(TabularData data, string choice, int folds, TextWriter output)
    {
        if (choice != "leave-out" || !data.IsClassification)
        {
            return data;
        }

        int[] counts = new int[data.ClassNames.Count];
        foreach (int label in data.Classes)
        {
            counts[label]++;
        }

        int[] rare = [.. Enumerable.Range(0, counts.Length).Where(label => counts[label] > 0 && counts[label] < folds)];
        if (rare.Length == 0)
        {
            return data;
        }

        int[] kept = [.. Enumerable.Range(0, counts.Length).Where(label => counts[label] >= folds)];
        if (kept.Length < 2)
        {
            throw new CommandException(
                $"{data.Provenance}: only {kept.Length} of {counts.Length} classes {(kept.Length == 1 ? "has" : "have")} {folds} rows; " +
                    "use fewer folds (--folds), or " +
                    "--rare-classes spread.");
        }

        int[] rows = [.. Enumerable.Range(0, data.RowCount).Where(row => counts[data.Classes[row]] >= folds)];
        string names = string.Join(", ", rare.Take(8).Select(label => $"{ComparisonConversion.Short(data.ClassNames[label])} ({counts[label]})"));
        Prose.Write(
            Terminal.ForOutput(output),
            $"note {data.RowCount - rows.Length} {(data.RowCount - rows.Length == 1 ? "row is" : "rows are")} left out, " +
                $"of classes with fewer rows than folds: {names}" +
                $"{(rare.Length > 8 ? $" and {rare.Length - 8} more" : "")}.", "  ");
        output.WriteLine();
        int[] places = [.. counts.Select((_, label) => Array.IndexOf(kept, label))];
        TabularData selected = data.Select(rows);
        return selected.WithTarget(
            [.. selected.Classes.ToArray().Select(label => places[label])], [.. kept.Select(label => data.ClassNames[label])], []);
    }
}
