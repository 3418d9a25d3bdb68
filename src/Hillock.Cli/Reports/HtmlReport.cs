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
        MarkupBuilder page = new(isInline: true);
        WriteHead(page, Title(report), report.Version);
        page.Open("body").Open("main");
        WriteTitle(page, report);
        WriteAdvice(page, report);
        HtmlTables.WriteRanking(page, report);
        HtmlSideTables.WriteTestFile(page, report);
        WritePictures(page, report);
        HtmlSideTables.WriteCosts(page, report);
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
        page.Raw("<style>\n").Raw(Asset("report.css")).Raw(Palette.Rules()).Raw("</style>\n");
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
            1 => $"a hidden layer of {Whole(settings.Options.Hidden[0])} {Plural.Word(settings.Options.Hidden[0], "unit")}",
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
                $"{report.Interruption} The ranking rests on the folds that every {subject.Noun} " +
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
        HtmlTraining.Write(page, report, pictures);
        HtmlLayers.Write(page, report, pictures);
        HtmlHeldOut.Write(page, report);
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

    /// <summary>A whole number.</summary>
    public static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
