using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The tables of the HTML report.</summary>
internal static class HtmlTables
{
    /// <summary>The ranking, which can be sorted by any column.</summary>
    public static void WriteRanking(MarkupBuilder page, ComparisonReport report)
    {
        ScoreText text = new(report.Data);
        page.Open("section", ("class", "ranking"));
        page.Text("h2", "Ranking");
        Health[] healthy = [.. UnitHealth(report).Where(health => health.IsHealthy)];
        if (healthy.Length > 0)
        {
            page.Open("label", ("class", "unfold"));
            page.Element("input", ("type", "checkbox"));
            page.Text("span", Typography.Bind($"Show what is healthy in all, too: {Sequence.And(healthy.Select(health => health.Words))}"));
            page.Close();
        }

        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Ranking"));
        page.Open("table", ("class", "wide sortable"));
        page.Open("thead").Open("tr");
        string[] headings = Headings(report, text);
        string?[] classes = Classes(report);
        for (int i = 0; i < headings.Length; i++)
        {
            Header(page, classes[i], headings[i], sorted: i == 0);
        }

        page.Close().Close();
        page.Open("tbody");
        foreach (CandidateResult result in report.Candidates)
        {
            WriteRow(page, result, text, headings, classes, result.Name == report.Advice.Recommended);
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
        page.Open("table", ("class", "wide folds"));
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
                page.Text(
                    "td", run is null ? "–" : run.Score is { } score ? text.Number(score) : "diverged",
                    ("data-label", report.Settings.Options.Repeats > 1 ? $"{place.Repeat}/{place.Fold}" : $"Fold {place.Fold}"));
            }

            page.Close();
        }

        page.Close().Close().Close().Close().Close();
    }

    private static Health[] UnitHealth(ComparisonReport report) =>
        [Health.Dead(report), Health.Saturated(report), Health.Mean(report), Health.Gradient(report)];

    private static string[] Headings(ComparisonReport report, ScoreText text) =>
    [
        "Rank", Subject.Of(report.Settings, report.Data).Heading,
        text.Name == "R²" ? "R²" : $"{char.ToUpperInvariant(text.Name[0])}{text.Name[1..]}, %", "Against the best", "p", "Time per epoch", "Dead units, %",
        "Saturation, %", "Mean output", "Gradient, first / last",
    ];

    // What is healthy in all rows is folded away.
    private static string?[] Classes(ComparisonReport report) =>
        ["rank", "name", "score", null, null, null, .. UnitHealth(report).Select(health => health.IsHealthy ? "healthy" : null)];

    private static void Header(MarkupBuilder page, string? cssClass, string title, bool sorted = false)
    {
        page.Open("th", ("class", cssClass), ("scope", "col"), ("aria-sort", sorted ? "ascending" : null));
        page.Text("button", title, ("type", "button"));
        page.Close();
    }

    private static void WriteRow(
        MarkupBuilder page, CandidateResult result, ScoreText text, string[] headings, string?[] classes, bool isRecommended)
    {
        Difference? difference = result.DifferenceFromBest;
        page.Open("tr", ("class", isRecommended ? "recommended" : null));
        Cell(0, result.Rank, result.Rank.ToString(CultureInfo.InvariantCulture));
        NameCell(page, result.Name, isRecommended);
        Cell(2, result.MeanScore, text.WithInterval(result), result.DivergedRuns > 0 ? $"{result.DivergedRuns} of {result.Runs.Count} diverged" : null);
        Cell(
            3, result.Rank == 1 ? 0 : difference?.Mean,
            result.Rank == 1 && result.MeanScore is not null ? "best" : difference is null ? "–" : text.Signed(difference.Mean));
        ProbabilityCell(page, difference, headings[4]);
        Cell(5, result.SecondsPerEpoch, result.SecondsPerEpoch is { } seconds ? Label.Seconds(seconds) : "–");
        Cell(6, result.DeadShare, result.DeadShare is { } dead ? Label.Percent(dead) : "–");
        Cell(7, result.Saturation, result.Saturation is { } saturation ? Label.Percent(saturation) : "–");
        Cell(8, result.MeanActivation, result.MeanActivation is { } mean ? Label.Number(mean, 3) : "–");
        Cell(9, result.GradientRatio, result.GradientRatio is { } ratio ? Label.Significant(ratio) : "–");
        page.Close();

        void Cell(int column, double? value, string content, string? note = null) => page.TextWithSpans(
            "td", content, "note", note is null ? [] : [note], ("class", classes[column]), ("data-value", Exact(value)), ("data-label", headings[column]));
    }

    // Parameters stand below the name, so that one long name does not push the numbers off the page.
    private static void NameCell(MarkupBuilder page, string name, bool isRecommended)
    {
        string[] parts = name.Split(':');
        page.TextWithSpans(
            "th", parts[0], "note", isRecommended ? [.. parts[1..], "recommended"] : parts[1..], ("class", "name"), ("scope", "row"), ("data-value", name));
    }

    // The star hangs over the edge, so that the numbers stand in a column.
    private static void ProbabilityCell(MarkupBuilder page, Difference? difference, string label)
    {
        string text = difference is null ? "" : Label.Probability(difference.AdjustedProbability);
        page.TextWithSpans(
            "td", text, "star", difference is { IsSignificant: true } ? ["*"] : [], ("data-value", Exact(difference?.AdjustedProbability)),
            ("data-label", label));
    }

    private static string Exact(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
