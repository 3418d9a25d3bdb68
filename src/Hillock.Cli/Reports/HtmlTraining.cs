using Hillock.Charts;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.Reports;

/// <summary>The part of the HTML report about the course of the training.</summary>
internal static class HtmlTraining
{
    /// <summary>Writes the curves, and whether each loss was still falling.</summary>
    public static void Write(MarkupBuilder page, ComparisonReport report, ReportPictures pictures)
    {
        WriteCurves(page, report, pictures);
        WriteTrends(page, pictures);
    }

    private static void WriteCurves(MarkupBuilder page, ComparisonReport report, ReportPictures pictures)
    {
        page.Open("section");
        page.Text("h2", "Training");
        WriteChoice(page, report);
        page.Open("div", ("class", "charts"));
        HtmlReport.Figure(page, pictures.ScoreCurves(), null);
        HtmlReport.Figure(page, pictures.LossCurves(), null);
        page.Close();
        string[] zeros = [.. pictures.ZeroLosses()];
        string?[] notes =
        [
            "Means over all runs.",
            pictures.HalfWidthOfMeans > 0
                ? $"The held-out {new ScoreText(report.Data).Name} is a running mean of {HtmlReport.Whole(2 * pictures.HalfWidthOfMeans + 1)} points, of " +
                    "fewer at the ends, because so few rows make it jump."
                : null,
            zeros.Length > 0 ? $"A loss of 0, which has no place on a logarithmic axis, is drawn below it: {Sequence.And(zeros)}." : null,
            pictures.MutedCount > 0
                ? $"Grey: the other {HtmlReport.Whole(pictures.MutedCount)}, which tell their names when pointed at. In colour: the recommended, the usual " +
                    "one, and the best."
                : null,
        ];
        page.Text("p", string.Join(' ', notes.OfType<string>()), ("class", "lead"));
        page.Close();
    }

    private static void WriteTrends(MarkupBuilder page, ReportPictures pictures)
    {
        IReadOnlyList<(string Name, LossTrend Trend, Picture Picture)> trends = pictures.Trends();
        if (trends.Count == 0)
        {
            return;
        }

        string[] falling = Names(LossTrend.Course.Falling), rising = Names(LossTrend.Course.Rising), unknown = Names(LossTrend.Course.Unknown);
        string verdict = (falling.Length, rising.Length) switch
        {
            (0, 0) when unknown.Length == trends.Count => "",
            (0, 0) => "No held-out loss was still falling when training ended.",
            ( > 0, _) => $"Still falling: {Sequence.And(falling)}. With more --epochs {(falling.Length == 1 ? "it" : "they")} may score higher.",
            _ => "None was still falling when training ended.",
        };
        page.Open("section");
        page.Text("h2", "Is the loss still falling?");
        page.Text(
            "p",
            (verdict + (rising.Length > 0 ? $" Rising again: {Sequence.And(rising)}. Fewer --epochs or a --weight-decay may help." : "")
                + (unknown.Length > 0 ? $" It cannot be said of {Sequence.And(unknown)}." : "")).TrimStart(),
            ("class", "lead"));
        page.Open("div", ("class", "panels"));
        foreach ((string name, _, Picture picture) in trends)
        {
            page.Open("div", ("data-series", name));
            HtmlReport.Figure(page, picture, null);
            page.Close();
        }

        page.Close();
        page.Text(
            "p",
            "Solid: held out; dashed: training; logarithmic, the same range in all. The numbers are the change from the fourth fifth of the training to the " +
            "last. Rising: the last fifth’s mean held-out loss is more than 10 % above the least fifth’s; falling: below −2 %.", ("class", "lead"));
        page.Close();

        string[] Names(LossTrend.Course course) => [.. trends.Where(trend => trend.Trend.Verdict == course).Select(trend => trend.Name)];
    }

    private static void WriteChoice(MarkupBuilder page, ComparisonReport report)
    {
        page.Open("fieldset", ("hidden", "hidden"));
        page.Text("legend", "Show in all pictures:");
        foreach (string name in report.Settings.Candidates)
        {
            page.Open("label");
            page.Element("input", ("type", "checkbox"), ("value", name), ("checked", "checked"));
            page.DivisibleText("span", name);
            page.Close();
        }

        page.Close();
    }
}
