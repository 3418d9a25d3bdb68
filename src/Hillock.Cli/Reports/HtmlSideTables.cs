using System.Globalization;
using Hillock.Charts;

namespace Hillock.Cli.Reports;

/// <summary>The tables of the HTML report that take no part in the ranking: a second file, and what each needs.</summary>
internal static class HtmlSideTables
{
    /// <summary>The scores on a second file; nothing where there is none.</summary>
    public static void WriteTestFile(MarkupBuilder page, ComparisonReport report)
    {
        if (report.TestFile is not { } test)
        {
            return;
        }

        ScoreText text = new(report.Data);
        string score = Heading(text);
        page.Open("section", ("class", "test-file"));
        page.Text("h2", $"On the rows of {test.Name}");
        page.Text(
            "p",
            string.Create(CultureInfo.InvariantCulture,
                $"Not cross-validation: each was trained once on all {test.TrainingRows:N0} rows of {report.Data.Name}, after the advice had been decided, ") +
            string.Create(CultureInfo.InvariantCulture, $"and tested on the {test.Rows:N0} of {test.Name}. In brackets is the 95 % confidence interval for ") +
            "other rows like these; another training may differ by more. Choosing by this table would flatter the choice." + test.Known,
            ("class", "lead"));
        Write(
            page, "Scores on the second file", [Subject.Of(report.Settings, report.Data).Heading, $"{score}, {test.Name}", $"{score}, cross-validated"],
            report.Candidates.Zip(
                test.Scores, (result, other) => (result, (string[])[other.Name, text.WithInterval(other), text.WithInterval(result)])), report);
        page.Close();
    }

    /// <summary>What each was trained with, how much that matters, and what it costs; nothing where nothing of it was measured.</summary>
    public static void WriteCosts(MarkupBuilder page, ComparisonReport report)
    {
        if (!TrainingTable.HasContent(report))
        {
            return;
        }

        ScoreText text = new(report.Data);
        string points = report.Data.Metric == Metric.RSquared ? "R²" : "points";
        page.Open("section", ("class", "costs"));
        page.Text("h2", "Settings and costs");
        page.Text(
            "p",
            "Learning rate and epochs are medians over the runs, found by each on its own training part unless they were given. A third or three times of " +
            "the rate: what it adds to the score there. Initial weights: the score’s standard deviation over them. Times are of a network with warm " +
            "code, memory is that of a training step.",
            ("class", "lead"));
        Write(
            page, "Settings and costs",
            [
                Subject.Of(report.Settings, report.Data).Heading, "Learning rate", "Epochs", $"A third of the rate, {points}", $"Three times, {points}",
                $"Initial weights, {points}", "Time per epoch", "Deciding one row", "Deciding 1024 rows", "Memory",
            ],
            report.Candidates.Select(result => (result, Costs(result, text))), report);
        if (report.Candidates.Any(result => result.IsStillFalling))
        {
            page.Text("p", "↓: in half of the runs or more the loss was still falling when training ended.", ("class", "lead"));
        }

        page.Close();
    }

    private static string[] Costs(CandidateResult result, ScoreText text)
    {
        string[] cells = TrainingTable.Row(result, text);
        return [result.Name, .. cells[1..6].Select(cell => cell.Trim()), result.SecondsPerEpoch is { } seconds ? Label.Seconds(seconds) : "–", .. cells[6..]];
    }

    private static void Write(
        MarkupBuilder page, string label, string[] headings, IEnumerable<(CandidateResult Result, string[] Cells)> rows, ComparisonReport report)
    {
        (CandidateResult Result, string[] Cells)[] all = [.. rows];
        // A column in which nothing was measured is left out.
        int[] columns = [.. Enumerable.Range(0, headings.Length).Where(i => all.Any(row => row.Cells[i] != "–"))];
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", label));
        page.Open("table", ("class", "wide")).Open("thead").Open("tr");
        foreach (int i in columns)
        {
            page.Text("th", headings[i], ("class", i == 0 ? "name" : null), ("scope", "col"));
        }

        page.Close().Close().Open("tbody");
        foreach ((CandidateResult result, string[] cells) in all)
        {
            page.Open("tr", ("class", result.Name == report.Advice.Recommended ? "recommended" : null), ("data-series", result.Name));
            string[] name = cells[0].Split(':');
            page.TextWithSpans("th", name[0], "note", name[1..], ("class", "name"), ("scope", "row"));
            foreach (int i in columns.Skip(1))
            {
                page.Text("td", cells[i], ("data-label", headings[i]));
            }

            page.Close();
        }

        page.Close().Close().Close();
    }

    private static string Heading(ScoreText text) => text.Name == "R²" ? "R²" : $"{char.ToUpperInvariant(text.Name[0])}{text.Name[1..]}, %";
}
