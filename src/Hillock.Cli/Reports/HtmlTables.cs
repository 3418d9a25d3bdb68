using System.Globalization;
using Hillock.Charts;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The tables of the HTML report.</summary>
internal static class HtmlTables
{
    /// <summary>The ranking, which can be sorted by any column.</summary>
    public static void WriteRanking(MarkupBuilder page, ComparisonReport report)
    {
        ScoreText text = new(report.Data);
        page.Open("section");
        page.Text("h2", "Ranking");
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Ranking"));
        page.Open("table", ("class", "wide sortable"));
        page.Open("thead").Open("tr");
        Header(page, "", "Rank", sorted: true);
        Header(page, "name", Subject.Of(report.Settings, report.Data).Heading);
        Header(page, "", text.Name == "R²" ? "R²" : $"{char.ToUpperInvariant(text.Name[0])}{text.Name[1..]}, %");
        Header(page, "", "Against the best");
        Header(page, "", "p");
        Header(page, "", "Time per epoch");
        Header(page, "", "Dead units, %");
        Header(page, "", "Saturation, %");
        Header(page, "", "Mean output");
        Header(page, "", "Gradient, first / last");
        page.Close().Close();
        page.Open("tbody");
        foreach (CandidateResult result in report.Candidates)
        {
            WriteRow(page, result, text);
        }

        page.Close().Close().Close();
        page.Text(
            "p",
            "In brackets is the 95 % confidence interval. p: corrected resampled t-test against the best on paired folds, with Holm's correction for all " +
            "comparisons of the table; * marks p < 0.05.",
            ("class", "lead"));
        page.Close();
    }

    /// <summary>The score of every fold, folded away.</summary>
    public static void WriteFolds(MarkupBuilder page, ComparisonReport report)
    {
        ScoreText text = new(report.Data);
        (int Repeat, int Fold)[] folds = report.Candidates.SelectMany(result => result.Runs).Select(run => (run.Repeat, run.Fold)).Distinct().Order().ToArray();
        page.Open("section");
        page.Text("h2", "Every fold");
        page.Open("details");
        page.Text(
            "summary",
            $"{(text.Name == "R²" ? "R²" : $"{char.ToUpperInvariant(text.Name[0])}{text.Name[1..]} in per cent")} of all {report.FinishedRuns} runs");
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Scores of every fold"));
        page.Open("table");
        page.Open("thead").Open("tr");
        page.Text("th", Subject.Of(report.Settings, report.Data).Heading, ("class", "name"), ("scope", "col"));
        foreach ((int repeat, int fold) in folds)
        {
            page.Text("th", report.Settings.Options.Repeats > 1 ? $"{repeat}/{fold}" : $"Fold {fold}", ("scope", "col"));
        }

        page.Close().Close().Open("tbody");
        foreach (CandidateResult result in report.Candidates)
        {
            page.Open("tr");
            page.Text("th", result.Name, ("class", "name"), ("scope", "row"));
            foreach ((int Repeat, int Fold) place in folds)
            {
                ComparisonRun? run = result.Runs.FirstOrDefault(run => (run.Repeat, run.Fold) == place);
                page.Text("td", run is null ? "–" : run.Score is { } score ? text.Number(score) : "diverged");
            }

            page.Close();
        }

        page.Close().Close().Close().Close().Close();
    }

    private static void Header(MarkupBuilder page, string cssClass, string title, bool sorted = false)
    {
        page.Open("th", ("class", cssClass.Length == 0 ? null : cssClass), ("scope", "col"), ("aria-sort", sorted ? "ascending" : null));
        page.Text("button", title, ("type", "button"));
        page.Close();
    }

    private static void WriteRow(MarkupBuilder page, CandidateResult result, ScoreText text)
    {
        Difference? difference = result.DifferenceFromBest;
        page.Open("tr", ("class", result.Rank == 1 && result.MeanScore is not null ? "best" : null));
        Cell(page, result.Rank, result.Rank.ToString(CultureInfo.InvariantCulture));
        NameCell(page, result.Name);
        Cell(page, result.MeanScore, text.WithInterval(result), result.DivergedRuns > 0 ? $"{result.DivergedRuns} of {result.Runs.Count} diverged" : null);
        Cell(
            page, result.Rank == 1 ? 0 : difference?.Mean,
            result.Rank == 1 && result.MeanScore is not null ? "best" : difference is null ? "–" : text.Signed(difference.Mean));
        ProbabilityCell(page, difference);
        Cell(page, result.SecondsPerEpoch, result.SecondsPerEpoch is { } seconds ? Label.Seconds(seconds) : "–");
        Cell(page, result.DeadShare, result.DeadShare is { } dead ? Label.Percent(dead) : "–");
        Cell(page, result.Saturation, result.Saturation is { } saturation ? Label.Percent(saturation) : "–");
        Cell(page, result.MeanActivation, result.MeanActivation is { } mean ? Label.Number(mean, 3) : "–");
        Cell(page, result.GradientRatio, result.GradientRatio is { } ratio ? Label.Significant(ratio) : "–");
        page.Close();
    }

    // Parameters stand below the name, so that one long name does not push the numbers off the page.
    private static void NameCell(MarkupBuilder page, string name)
    {
        string[] parts = name.Split(':');
        page.TextWithSpans("th", parts[0], "note", parts[1..], ("class", "name"), ("scope", "row"), ("data-value", name));
    }

    // The star hangs over the edge, so that the numbers stand in a column.
    private static void ProbabilityCell(MarkupBuilder page, Difference? difference)
    {
        string text = difference is null ? "" : Label.Probability(difference.AdjustedProbability);
        page.TextWithSpans("td", text, "star", difference is { IsSignificant: true } ? ["*"] : [], ("data-value", Exact(difference?.AdjustedProbability)));
    }

    private static void Cell(MarkupBuilder page, double? value, string text, string? note = null) =>
        page.TextWithSpans("td", text, "note", note is null ? [] : [note], ("data-value", Exact(value)));

    private static string Exact(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
