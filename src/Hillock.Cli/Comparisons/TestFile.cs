using System.CommandLine;
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Training;
using Spectre.Console;

namespace Hillock.Cli.Comparisons;

/// <summary>A second file: trained on all of the first, each candidate is scored on it once, after the comparison.</summary>
/// <remarks>The comparison decides, the second file only checks: choosing by it would make its scores too good.</remarks>
internal static class TestFile
{
    /// <summary>Reads it as the first file was: columns by their names, classes as they are numbered there.</summary>
    /// <exception cref="CommandException">It has no target.</exception>
    public static TabularData Read(string path, TabularData training, TableOptions options, CancellationToken cancellationToken)
    {
        TableOptions following = options with
        {
            Reading = options.Reading with { Like = training },
            Columns = new CsvTabularOptions { Like = training, AllowMissing = options.Columns.AllowMissing },
        };
        TabularData test = ComparisonData.Read(path, following, cancellationToken: cancellationToken).AlignedTo(training);
        return test.HasTarget ? test
            : throw new CommandException($"{path} has no column \"{training.TargetName}\" to compare predictions with; add it, or leave out --test.");
    }

    /// <summary>Trains and scores; false where that was ended.</summary>
    public static bool Score(
        TabularData training, TabularData test, IReadOnlyList<ActivationChoice> activations, IReadOnlyList<LossChoice> losses, ComparisonOptions options,
        InvocationConfiguration configuration, CancellationToken cancellationToken)
    {
        TabularData both = WithFolds(training.Followed(test), training);
        int[] rows = [.. Enumerable.Range(0, both.RowCount)];
        options = options with
        {
            MeasureCosts = false,
            Splits = [Fold.Of(rows.AsSpan(0, training.RowCount), rows.AsSpan(training.RowCount))],
        };
        TrainingComparison result = ProgressBar.Run(configuration.Error, $"scoring {Path.GetFileName(test.Provenance)}", bar => losses.Count > 0
            ? CrossValidation.CompareLosses(both, activations[0], losses, options, null, cancellationToken)
            : CrossValidation.Compare(both, activations, options, null, cancellationToken));
        IAnsiConsole console = Terminal.ForOutput(configuration.Output);
        console.WriteLine();
        string[] names = losses.Count > 0 ? [.. losses.Select(loss => loss.Name)] : [.. activations.Select(activation => activation.Name)];
        IEnumerable<string> scores = names.Select((name, i) => result.Scores(i) is [var score] ? $"{name} {Text(score, test.IsClassification)}" : $"{name} –");
        string metric = !test.IsClassification ? "R²" : options.Balance ? "balanced accuracy %" : "accuracy %";
        string list = string.Join(", ", scores);
        Prose.Write(
            console,
            string.Create(CultureInfo.InvariantCulture,
                $"Trained on all {training.RowCount:N0} rows and tested on the {test.RowCount:N0} of {Path.GetFileName(test.Provenance)}, ") +
                $"{metric}: {list}. One training each: differences of a few rows are chance, and choosing by this file would flatter it.", "  ");
        return !result.Interrupted;
    }

    // What is found on the training rows is found as in the comparison: the rows of the second file are later, and of a group of their own.
    private static TabularData WithFolds(TabularData both, TabularData training)
    {
        int rows = both.RowCount - training.RowCount;
        int[] groups = training.Groups.ToArray();
        double[] times = training.Times.ToArray();
        both = groups.Length == 0 ? both : both.WithGroups([.. groups, .. Enumerable.Repeat(groups.Max() + 1, rows)]);
        return times.Length == 0 ? both : both.WithTimes([.. times, .. Enumerable.Repeat(times.Max(), rows)]);
    }

    private static string Text(double score, bool isShare) =>
        (isShare ? 100 * score : score).ToString(isShare ? "0.0" : "0.000", CultureInfo.InvariantCulture).Replace('-', '−');
}
