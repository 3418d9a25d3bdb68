using System.Globalization;
using Hillock.Charts;
using Hillock.Training;
using Spectre.Console;

namespace Hillock.Cli.Reports;

/// <summary>The ranking on the console, no wider than 80 columns, and the advice below it.</summary>
internal static class ComparisonTable
{
    /// <summary>Writes the whole.</summary>
    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        ScoreText text = new(report.Data);
        Prose.Write(console, Head(report));
        if (report.Interrupted)
        {
            Prose.Write(console, $"Interrupted: {report.FinishedRuns} of {report.PlannedRuns} runs are finished.");
        }

        console.WriteLine();
        // Losses have long names, and the units behind them differ little.
        Range columns = report.Settings.Losses.Count > 0 ? WithoutUnits : All;
        WriteTable(
            console, [Headings(text, Subject.Of(report.Settings, report.Data))[columns], .. report.Candidates.Select(result => Row(result, text)[columns])]);
        console.WriteLine();
        Prose.Write(console, Legend(report));
        console.WriteLine();
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
        string epochs = options.Epochs == 1 ? "epoch" : "epochs",
            repeats = options.Repeats > 1 ? FormattableString.Invariant($", {options.Repeats} repeats") : "";
        return FormattableString.Invariant(
            $"{data.Name}: {data.Rows} rows, {data.Features} features, {data.Kind}; {hidden}, {options.Epochs} {epochs}, {options.Folds} folds{repeats}.");
    }

    private static readonly Range All = .., WithoutUnits = ..6;

    private static string Legend(ComparisonReport report) =>
        "In brackets: 95 % confidence interval. p: corrected resampled t-test against the best, Holm's correction; * significant at 5 %. " +
        "epoch: time of one." +
        (report.Settings.Losses.Count > 0
            ? ""
            : " dead, sat.: % of hidden units that are dead, saturated; mean: of their outputs. " +
              "grad: gradient norm of the first layer over the last layer's.") +
        (report.Candidates.Any(result => result.DivergedRuns > 0) ? " !: diverged in some runs." : "");

    private static string[] Headings(ScoreText text, Subject subject) =>
        ["#", subject.Noun, text.Heading, "vs best", "p", "epoch", "dead", "sat.", "mean", "grad"];

    private static void WriteTable(IAnsiConsole console, string[][] rows) => TextGrid.Write(console, rows, leftColumn: 1, row => row switch
    {
        0 => new Style(decoration: Decoration.Underline),
        1 => new Style(decoration: Decoration.Bold),
        _ => Style.Plain,
    });

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

    // Parameters stand on a line of their own, so that the name needs no more than a quarter of 80 columns.
    private static string Short(string name) =>
        string.Join('\n', name.Split(':').Select((part, i) => i == 0 ? part : part.Length > 19 ? " " + part[..18] + "…" : " " + part));

    private static string Percent(double? share) => share is { } value ? Label.Percent(value, value is > 0 and < 0.0995 ? 1 : 0) : "–";
}
