using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.Reports;

/// <summary>The report as one HTML file that needs nothing else: no network, no other file, no script to be readable.</summary>
/// <remarks>The markup is well-formed XML too, which the tests use.</remarks>
internal static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    public static string Write(ComparisonReport report)
    {
        MarkupBuilder page = new();
        WriteHead(page, Title(report), report.Version);
        page.Open("body").Open("main");
        WriteTitle(page, report);
        WriteAdvice(page, report);
        HtmlTables.WriteRanking(page, report);
        WritePictures(page, report);
        HtmlTables.WriteFolds(page, report);
        HtmlMethod.Write(page, report);
        page.Close().Close();
        WriteScripts(page, report);
        return page.Close().ToString();
    }

    /// <summary>Opens a page with the style of all reports.</summary>
    public static void WriteHead(MarkupBuilder page, string title, string version)
    {
        page.Raw("<!DOCTYPE html>\n");
        page.Open("html", ("xmlns", "http://www.w3.org/1999/xhtml"), ("lang", "en"));
        page.Open("head");
        page.Element("meta", ("charset", "utf-8"));
        page.Element("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.Element("meta", ("name", "generator"), ("content", $"hillock {version}"));
        page.Element("link", ("rel", "icon"), ("href", "data:,"));
        page.Text("title", title);
        page.Raw("<style>\n").Raw(Asset("report.css")).Raw(Palette.DarkRules()).Raw("</style>\n");
        page.Close();
    }

    private static void WriteTitle(MarkupBuilder page, ComparisonReport report)
    {
        (ComparisonSettings settings, DataDescription data) = (report.Settings, report.Data);
        Subject subject = Subject.Of(settings, data);
        string target = data.Metric != Metric.RSquared
            ? $"{Count(data.Classes.Count, "class", "classes")} of “{data.Target}”"
            : $"the number “{data.Target}”";
        string hidden = settings.Options.Hidden.Count switch
        {
            0 => "no hidden layer",
            1 => $"a hidden layer of {Whole(settings.Options.Hidden[0])} units",
            _ => $"hidden layers of {Sequence.And(settings.Options.Hidden.Select(Whole))} units",
        };
        page.Open("header");
        page.Text("h1", Title(report));
        page.Text(
            "p",
            $"{Count(report.Candidates.Count, subject.Noun, subject.Plural)} in the same network ({hidden}), which predicts {target} from " +
            $"{Count(data.Features, "feature", "features")} of {Count(data.Rows, "row", "rows")}. Scores are from " +
            $"{settings.Options.Folds}-fold cross-validation{(settings.Options.Repeats > 1 ? $", repeated {settings.Options.Repeats} times" : "")}; every " +
            $"{subject.Noun} saw the same folds, seeds and batches.",
            ("class", "lead"));
        if (report.Interrupted)
        {
            page.Text(
                "p",
                $"Interrupted: {report.FinishedRuns} of {report.PlannedRuns} runs are finished. The ranking rests on the folds that every {subject.Noun} " +
                "finished.", ("class", "warning"));
        }

        page.Close();
    }

    private static void WriteAdvice(MarkupBuilder page, ComparisonReport report)
    {
        Headline headline = Headlines.Of(report);
        page.Open("section", ("class", $"advice {Headlines.CssClass(headline)}"), ("aria-label", "Advice"));
        page.Text("p", Headlines.Title(headline), ("class", "firmness"));
        page.DivisibleText("p", Typography.Bind(report.Advice.Sentence), ("class", "sentence"));
        if (report.Advice.Notes.Count > 0)
        {
            page.Open("ul");
            foreach (string note in report.Advice.Notes)
            {
                page.DivisibleText("li", Typography.Bind(note));
            }

            page.Close();
        }

        page.Close();
    }

    private static void WritePictures(MarkupBuilder page, ComparisonReport report)
    {
        ReportPictures pictures = new(report);
        page.Open("section");
        page.Text("h2", "Scores");
        Figure(page, pictures.Scores(),
            "Large dot: mean. Bar: its 95 % confidence interval, corrected for the overlap of the training sets. Small dots below: single folds. " +
            "Filled dots are the best and what is not significantly worse; hollow dots are significantly worse, or diverged. " +
            "Intervals may overlap although a difference is significant, because the test compares fold by fold. An arrow: far below.");
        page.Close();
        WriteTraining(page, report, pictures);
        WriteTrends(page, pictures);
        WriteLayers(page, report, pictures);
        HtmlHeldOut.Write(page, report);
    }

    private static void WriteTraining(MarkupBuilder page, ComparisonReport report, ReportPictures pictures)
    {
        page.Open("section");
        page.Text("h2", "Training");
        WriteChoice(page, report);
        page.Open("div", ("class", "charts"));
        Figure(page, pictures.ScoreCurves(), null);
        Figure(page, pictures.LossCurves(), null);
        page.Close();
        string[] zeros = [.. pictures.ZeroLosses()];
        string?[] notes =
        [
            "Means over all runs.",
            pictures.HalfWidthOfMeans > 0
                ? $"The held-out {new ScoreText(report.Data).Name} is a running mean of {Whole(2 * pictures.HalfWidthOfMeans + 1)} points, of fewer at the " +
                    "ends, because so few rows make it jump."
                : null,
            zeros.Length > 0 ? $"A loss of 0, which has no place on a logarithmic axis, is drawn below it: {Sequence.And(zeros)}." : null,
            pictures.MutedCount > 0
                ? $"Grey: the other {Whole(pictures.MutedCount)}, which tell their names when pointed at. In colour: the recommended, the usual one, and " +
                    "the best."
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
            (0, 0) => "No held-out loss was still falling when training ended.",
            ( > 0, _) => $"Still falling: {Sequence.And(falling)}. With more --epochs {(falling.Length == 1 ? "it" : "they")} may score higher.",
            _ => "None was still falling when training ended.",
        };
        page.Open("section");
        page.Text("h2", "Is the loss still falling?");
        page.Text(
            "p", verdict + (rising.Length > 0 ? $" Rising again: {Sequence.And(rising)}. Fewer --epochs or a --weight-decay may help." : "")
                + (unknown.Length > 0 ? $" It cannot be said of {Sequence.And(unknown)}." : ""),
            ("class", "lead"));
        page.Open("div", ("class", "panels"));
        foreach ((string name, _, Picture picture) in trends)
        {
            page.Open("div", ("data-series", name));
            Figure(page, picture, null);
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

    private static void WriteLayers(MarkupBuilder page, ComparisonReport report, ReportPictures pictures)
    {
        Picture? unhealthy = pictures.Diagnostics(healthy: false), healthy = pictures.Diagnostics(healthy: true), gradients = pictures.Gradients();
        Health gradient = Health.Gradient(report);
        if (unhealthy is null && healthy is null)
        {
            return;
        }

        page.Open("section");
        page.Text("h2", "What became of the layers");
        page.Text("p", "At the end of training, from the first hidden layer to the last, as means over all runs.", ("class", "lead"));
        if (unhealthy is not null)
        {
            WriteDiagnostics(page, unhealthy);
        }

        if (gradients is not null && !gradient.IsHealthy)
        {
            WriteGradients(page, gradients);
        }

        Health[] folded =
        [
            .. new[] { Health.Dead(report), Health.Saturated(report), Health.Mean(report), gradient }.Where(health => health.IsHealthy),
        ];
        if (folded.Length > 0)
        {
            page.Open("details");
            page.Text("summary", $"Healthy in all: {Sequence.And(folded.Select(health => health.Words))}");
            if (healthy is not null)
            {
                WriteDiagnostics(page, healthy);
            }

            if (gradients is not null && gradient.IsHealthy)
            {
                WriteGradients(page, gradients);
            }

            page.Close();
        }

        page.Close();
    }

    private static void WriteDiagnostics(MarkupBuilder page, Picture picture)
    {
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Layer diagnostics"));
        Figure(page, picture, null);
        page.Close();
    }

    private static void WriteGradients(MarkupBuilder page, Picture picture) => Figure(
        page, picture, "A line that falls to the left: the gradient vanishes on its way back to the first layer. One that rises to the left: it explodes.");

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

    /// <summary>A picture with its caption, in a width for large pages and one for phones.</summary>
    public static void Figure(MarkupBuilder page, Picture picture, string? caption)
    {
        page.Open("figure");
        if (picture.Narrow is null)
        {
            page.Raw(picture.Wide);
        }
        else
        {
            page.Open("div", ("class", "on-wide")).Raw(picture.Wide).Close();
            page.Open("div", ("class", picture.Scrolls ? "on-narrow scrolls" : "on-narrow")).Raw(picture.Narrow).Close();
        }

        if (caption is not null)
        {
            page.Text("figcaption", caption);
        }

        page.Close();
    }

    // The data of the page for programs, and for readers who want a number that no picture shows.
    private static void WriteScripts(MarkupBuilder page, ComparisonReport report)
    {
        page.Raw("<script type=\"application/json\" id=\"report\">").Raw(ReportJson.WriteCompact(report)).Raw("</script>\n");
        page.Raw("<script>\n//<![CDATA[\n").Raw(Asset("report.js")).Raw("//]]>\n</script>\n");
    }

    private static string Title(ComparisonReport report) => $"Which {Subject.Of(report.Settings, report.Data).Noun} for {report.Data.Name}?";

    private static string Asset(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"Hillock.Cli.Reports.Assets.{name}")
            ?? throw new InvalidOperationException($"The tool was built without its resource {name}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{Whole(count)} {many}";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
