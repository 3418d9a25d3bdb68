using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Training;
using Spectre.Console;

namespace Hillock.Cli.Reports;

/// <summary>The ranking on the console, no wider than 80 columns or than the console itself, and the advice below it.</summary>
internal static class ComparisonTable
{
    private const int Epoch = 5;

    // What is left out of a narrow console, the first first: what explains a score goes before what decides.
    private static readonly int[] DropOrder = [9, 8, 7, 6, Epoch, 3, 4];

    private static readonly Range All = .., WithoutUnits = ..6;

    /// <summary>Writes the whole.</summary>
    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        ScoreText text = new(report.Data);
        Prose.Write(console, Head(report));
        if (report.Interrupted)
        {
            Prose.Write(console, report.Interruption);
        }

        console.WriteLine();
        // Losses have long names, and the units behind them differ little.
        Range columns = report.Settings.Losses.Count > 0 ? WithoutUnits : All;
        string[] headings = Headings(text, Subject.Of(report.Settings, report.Data))[columns];
        IReadOnlyList<int> dropped = TextGrid.Write(
            console, [headings, .. report.Candidates.Select(result => Row(result, text)[columns])], leftColumn: 1,
            [.. DropOrder.Where(column => column < headings.Length)], row => StyleOfRow(row, report));
        console.WriteLine();
        Prose.Write(console, Legend(report, headings, dropped));
        console.WriteLine();
        TrainingTable.Write(console, report);
        foreach (string note in report.Advice.Notes)
        {
            Prose.Write(console, "- " + note, "  ");
        }

        if (report.Advice.Notes.Count > 0)
        {
            console.WriteLine();
        }

        Prose.Write(console, report.Advice.Sentence);
    }

    private static string Head(ComparisonReport report)
    {
        (ComparisonOptions options, DataDescription data) = (report.Settings.Options, report.Data);
        string layers = options.Hidden.Count switch { 0 => "no hidden layer", 1 => "hidden layer ", _ => "hidden layers " };
        string hidden = layers + string.Join('-', options.Hidden.Select(width => width.ToString(CultureInfo.InvariantCulture)));
        string epochs = options.Epochs is { } count ? FormattableString.Invariant($"{count} {(count == 1 ? "epoch" : "epochs")}, ") : "",
            repeats = options.Repeats > 1 ? FormattableString.Invariant($", {options.Repeats} repeats") : "";
        return FormattableString.Invariant(
            $"{data.Name}: {data.Rows} rows, {Plural.Of(data.Features, "feature")}, {data.Kind}; {hidden}, {epochs}{options.Folds} folds{repeats}.");
    }

    // Of the columns that are there.
    private static string Legend(ComparisonReport report, string[] headings, IReadOnlyList<int> dropped)
    {
        string[] shown = [.. headings.Where((_, column) => !dropped.Contains(column))];
        string units = string.Join(", ", shown.Intersect(["dead", "sat."]));
        string?[] sentences =
        [
            "In brackets: 95 % confidence interval.",
            shown.Contains("p") ? "p: corrected resampled t-test against the best, Holm's correction; * significant at 5 %." : null,
            shown.Contains("epoch") ? "epoch: time of one." : null,
            units switch
            {
                "dead, sat." when shown.Contains("mean") => "dead, sat.: % of hidden units that are dead, saturated; mean: of their outputs.",
                "dead, sat." => "dead, sat.: % of hidden units that are dead, saturated.",
                "dead" => "dead: % of hidden units that are dead.",
                _ => null,
            },
            shown.Contains("grad") ? "grad: gradient norm of the first layer over the last layer's." : null,
            report.Candidates.Any(result => result.DivergedRuns > 0) ? "!: diverged in some runs." : null,
            dropped.Count > 0
                ? $"Left out, as {(dropped.Count == 1 ? "it does" : "they do")} not fit: {Sequence.And(dropped.Select(column => headings[column]))}."
                : null,
        ];
        return string.Join(' ', sentences.OfType<string>());
    }

    private static string[] Headings(ScoreText text, Subject subject) =>
        ["#", subject.Noun, text.Heading, "vs best", "p", "epoch", "dead", "sat.", "mean", "grad"];

    private static Style StyleOfRow(int row, ComparisonReport report) =>
        row == 0 ? new Style(decoration: Decoration.Underline)
        : report.Candidates[row - 1].Name == report.Advice.Recommended ? new Style(decoration: Decoration.Bold)
        : Style.Plain;

    private static string[] Row(CandidateResult result, ScoreText text)
    {
        Difference? difference = result.DifferenceFromBest;
        return
        [
            result.Rank.ToString(CultureInfo.InvariantCulture),
            Short(result.Name),
            text.WithInterval(result) + (result.DivergedRuns > 0 ? "!" : ""),
            result.MeanScore is null
                ? result.DivergedRuns > 0 ? "diverged" : "–"
                : result.Rank == 1 ? "best" : difference is null ? "–" : text.Signed(difference.Mean),
            difference is null
                ? ""
                : Label.Probability(difference.AdjustedProbability, 3).Replace(" ", "", StringComparison.Ordinal) + (difference.IsSignificant ? "*" : " "),
            result.SecondsPerEpoch is { } seconds ? Label.Seconds(seconds) : "–",
            Percent(result.DeadShare),
            Percent(result.Saturation),
            result.MeanActivation is { } mean ? Label.Number(mean, 2) : "–",
            result.GradientRatio is { } ratio ? Label.Significant(ratio, 2) : "–",
        ];
    }

    // Parameters stand on a line of their own, which may run on below the numbers.
    private static string Short(string name) => name.Replace(":", "\n ", StringComparison.Ordinal);

    private static string Percent(double? share) => share is { } value ? Label.Percent(value, value is > 0 and < 0.0995 ? 1 : 0) : "–";
}
