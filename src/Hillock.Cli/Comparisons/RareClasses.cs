using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Classes with fewer rows than there are folds.</summary>
internal static class RareClasses
{
    private const string UsualWayOut = "use fewer folds (--folds), or --rare-classes spread";
    private const double MostlyAlone = 0.5; // so many rows a class and more are no classes

    /// <summary>What a comparison with so many folds would say of the data; null where it could begin.</summary>
    public static string? Question(TabularData data, int folds)
    {
        if (!data.Groups.IsEmpty || !data.Times.IsEmpty)
        {
            return null;
        }

        try
        {
            _ = data.IsClassification ? StratifiedKFold.Split(data.Classes, folds, 0, data.ClassNames) : KFold.Split(data.RowCount, folds, 0);
            return null;
        }
        catch (ArgumentException exception) when (exception.ParamName == "folds")
        {
            return Fault(exception, data);
        }
    }

    /// <summary>A fault of the folds in the words of the command line.</summary>
    public static string Fault(ArgumentException exception, TabularData data)
    {
        string message = ErrorLine.Of(exception).Replace(" folds, or", " (--folds), or", StringComparison.Ordinal);
        bool isRareClass = data.IsClassification && data.Groups.IsEmpty && data.Times.IsEmpty && message.Contains("class", StringComparison.Ordinal);
        if (!isRareClass)
        {
            return message;
        }

        return data.ClassNames.Count > MostlyAlone * data.RowCount
            ? $"the target {data.TargetName} has {data.ClassNames.Count} different words in {data.RowCount} rows, which are hardly classes: " +
                $"{message.TrimEnd('.')}; choose another target column (--target)."
            : message.TrimEnd('.') + "; --rare-classes leave-out or spread does it here.";
    }

    /// <summary>The data without them where the choice says so, with a line about what was left out.</summary>
    /// <param name="data">The data.</param>
    /// <param name="choice"><c>refuse</c>, <c>leave-out</c> or <c>spread</c>.</param>
    /// <param name="folds">How many folds there will be.</param>
    /// <param name="output">Where the line goes.</param>
    /// <param name="wayOut">What is to be done where fewer than two classes would be left.</param>
    /// <exception cref="CommandException">Fewer than two classes would be left.</exception>
    public static TabularData Prepare(TabularData data, string choice, int folds, TextWriter output, string wayOut = UsualWayOut)
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
                    $"{wayOut}.");
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
