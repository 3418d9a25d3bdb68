using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Cli.Statistics;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Training;
using Spectre.Console;

namespace Hillock.Cli.Comparisons;

/// <summary>A second file: trained on all of the first, each candidate is scored on it once, after the comparison.</summary>
/// <remarks>The comparison decides, the second file only checks: choosing by it would make its scores too good.</remarks>
internal static class TestFile
{
    private const int NamedWords = 5;

    /// <summary>Reads it as the first file was: columns by their names, classes as they are numbered there.</summary>
    /// <exception cref="CommandException">It has no target.</exception>
    public static TabularData Read(string path, TabularData training, TableOptions options, CancellationToken cancellationToken)
    {
        TableOptions following = options with
        {
            Reading = options.Reading with { Like = training },
            Columns = new CsvTabularOptions { Like = training, AllowMissing = options.Columns.AllowMissing },
        };
        TabularData test = Aligned(path, ComparisonData.Read(path, following, cancellationToken: cancellationToken), training);
        return test.HasTarget ? test
            : throw new CommandException($"{path} has no column \"{training.TargetName}\" to compare predictions with; add it, or leave out --test.");
    }

    /// <summary>Says which values of its features the training rows do not have; nothing without a second file.</summary>
    public static void WriteUnseen(TabularData? test, TabularData training, TextWriter output)
    {
        string[] notes = test is null ? [] : [.. Enumerable.Range(0, training.ColumnCount).Select(column => Unseen(test, training, column)).OfType<string>()];
        foreach (string note in notes)
        {
            Prose.Write(Terminal.ForOutput(output), $"note {ComparisonConversion.Short(Path.GetFileName(test!.Provenance))}, {note}", "  ");
        }

        if (notes.Length > 0)
        {
            output.WriteLine();
        }
    }

    // What the training rows do not have has no column of its own: the encoding leaves all columns of the category at 0.
    private static string? Unseen(TabularData test, TabularData training, int column)
    {
        (TabularColumn own, TabularColumn known) = (test.Columns[column], training.Columns[column]);
        HashSet<string> seen = [.. known.Categories];
        string[] words = [.. own.Categories.Where(word => !seen.Contains(word))];
        int rows = words.Length == 0 ? 0 : Enumerable.Range(0, test.RowCount).Select(row => test.Value(row, column))
            .Count(value => !double.IsNaN(value) && !seen.Contains(own.Categories[(int)value]));
        string more = words.Length > NamedWords ? string.Create(CultureInfo.InvariantCulture, $" and {words.Length - NamedWords:N0} more") : "";
        string have = string.Create(CultureInfo.InvariantCulture, $"{rows:N0} {(rows == 1 ? "row has a value" : "rows have values")}");
        return rows == 0 ? null
            : $"\"{ComparisonConversion.Short(own.Name)}\": {have} that {ComparisonConversion.Short(training.Provenance)} has not " +
                $"({string.Join(", ", words.Take(NamedWords).Select(ComparisonConversion.Short))}{more}); " +
                $"{(rows == 1 ? "it is" : "they are")} given as none of the known ones.";
    }

    // Pictures and embedded sets are not read as the first file was; the library does not know what its tables are called here.
    private static TabularData Aligned(string path, TabularData test, TabularData training)
    {
        try
        {
            return test.AlignedTo(training);
        }
        catch (ArgumentException exception)
        {
            string fault = test.ColumnCount != training.ColumnCount
                ? $"it has {Plural.Of(test.ColumnCount, "column")} beside the target but {training.Provenance} has {training.ColumnCount}"
                : ErrorLine.Of(exception).Split(';')[0].TrimEnd('.')
                    .Replace("this table was to follow on", $"{training.Provenance} has", StringComparison.Ordinal);
            throw new CommandException(
                $"{path} (--test): {fault}; name a file with the columns and the target of {training.Provenance}, or leave out --test.", ExitCode.Failure,
                exception);
        }
    }


    /// <summary>Trains and scores each candidate of a report.</summary>
    /// <returns>The report with the scores, and whether all were measured.</returns>
    public static (ComparisonReport Report, bool Finished) Score(
        ComparisonReport report, TabularData training, TabularData test, IReadOnlyList<ActivationChoice> activations, IReadOnlyList<LossChoice> losses,
        ComparisonOptions options, TextWriter error, CancellationToken cancellationToken)
    {
        TabularData both = WithFolds(training.Followed(test), training);
        int[] rows = [.. Enumerable.Range(0, both.RowCount)];
        options = options with
        {
            MeasureCosts = false,
            Splits = [Fold.Of(rows.AsSpan(0, training.RowCount), rows.AsSpan(training.RowCount))],
        };
        TrainingComparison result = ProgressBar.Run(error, $"scoring {Path.GetFileName(test.Provenance)}", bar => losses.Count > 0
            ? CrossValidation.CompareLosses(both, activations[0], losses, options, RunsReporter.Of(bar), cancellationToken)
            : CrossValidation.Compare(both, activations, options, RunsReporter.Of(bar), cancellationToken));
        string[] names = losses.Count > 0 ? [.. losses.Select(loss => loss.Name)] : [.. activations.Select(activation => activation.Name)];
        TestFileResult scores = new(
            test.Provenance, training.RowCount, test.RowCount, EqualRows.Count(both, training.RowCount),
            [.. report.Candidates.Select(candidate => ScoreOf(candidate.Name, result.Runs[Array.IndexOf(names, candidate.Name)], report.Data.Metric, test))]);
        return (report with { TestFile = scores, CommandLine = $"{report.CommandLine} --test {ShellWord.Quote(test.Provenance)}" }, !result.Interrupted);
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

    /// <summary>Writes the scores below the table of the comparison.</summary>
    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        if (report.TestFile is not { } result)
        {
            return;
        }

        ScoreText text = new(report.Data);
        bool isUndefined = report.Data.Metric == Metric.RSquared && result.Scores.All(static score => score.Score is null);
        console.WriteLine();
        Prose.Write(
            console,
            string.Create(CultureInfo.InvariantCulture, $"Trained on all {result.TrainingRows:N0} rows and tested on the {result.Rows:N0} of {result.Name}, ") +
                $"{text.Heading}: {string.Join(", ", result.Scores.Select(score => $"{score.Name} {text.WithInterval(score)}"))}. " +
                (isUndefined ? "R² is not defined where the targets are all equal, or a single one, or the trainings diverge."
                    : "One training each, in brackets 95 % for other rows like these: differences of a few rows are chance, and choosing by this file would " +
                      "flatter it.") + result.Known, "  ");
    }

    private static TestFileResult.TestScore ScoreOf(string name, IReadOnlyList<ComparisonRun> runs, Metric metric, TabularData test)
    {
        if (runs is not [{ Score: { } score } run] || !double.IsFinite(score))
        {
            return new TestFileResult.TestScore(name, null, null, null);
        }

        Interval? interval = metric switch
        {
            Metric.Accuracy => TestRowsInterval.OfShare(score * test.RowCount, test.RowCount),
            Metric.BalancedAccuracy => run.Details is { Confusion.Count: > 0 } details
                ? TestRowsInterval.OfMeanShare([.. details.Confusion.Select((row, i) => (row[i], row.Sum()))])
                : null,
            _ => OfNumbers(score, run.Details?.Sample ?? [], test),
        };
        return new TestFileResult.TestScore(name, score, interval?.Low, interval?.High);
    }

    private static Interval? OfNumbers(double score, IReadOnlyList<HeldOutRow> sample, TabularData test)
    {
        double mean = 0;
        foreach (double target in test.Targets)
        {
            mean += target / test.RowCount;
        }

        return TestRowsInterval.OfRSquared(score, [.. sample.Select(row => (row.Prediction - row.Target, row.Target - mean))], test.RowCount);
    }
}
