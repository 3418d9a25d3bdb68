using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hillock.Cli.Reports;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Cli.Reports;

public class HtmlReportTests
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Reports => [.. Samples.Keys];

    private static readonly Dictionary<string, Func<ComparisonReport>> Samples = new()
    {
        ["classification"] = () => SampleReports.Classification(),
        ["regression"] = () => SampleReports.Regression(),
        ["interrupted at once"] = () => SampleReports.Classification(interrupted: true, keepRun: run => run < 1),
        ["interrupted before the first"] = () => SampleReports.Classification(interrupted: true, keepRun: _ => false),
        ["one activation"] = () => SampleReports.Classification([SampleReports.Usual[0]]),
        ["no hidden layer"] = () => SampleReports.Classification(hidden: []),
        ["one epoch"] = () => SampleReports.Classification(epochs: 1),
        ["all diverge"] = () => SampleReports.Regression([new("relu", 0.4, Diverges: true), new("tanh", 0.4, Diverges: true)]),
        ["equal scores"] = () => SampleReports.Classification([new("relu", 0.5, 0), new("tanh", 0.5, 0)]),
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public void Write_AnyReport_IsWellFormedAndComplete(string sample)
    {
        ComparisonReport report = Samples[sample]();
        XDocument page = Parse(HtmlReport.Write(report));
        string text = page.Root!.Descendants(Html + "main").Single().Value.Replace('\u00A0', ' ');
        Assert.Contains(report.Advice.Sentence[..20], text, StringComparison.Ordinal);
        XElement table = page.Descendants(Html + "table").First();
        Assert.Equal(
            report.Candidates.Select(result => result.Name),
            table.Element(Html + "tbody")!.Elements().Select(row => row.Element(Html + "th")!.Attribute("data-value")!.Value));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        // Every tag in the page must have been closed by its writer; every coordinate must be a number.
        Assert.All(page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "x" or "y" or "d" or "width"),
            attribute => Assert.DoesNotMatch("NaN|Infinity|∞", attribute.Value));
    }

    [Fact]
    public void Write_Report_HasEachPictureForWidePagesAndForPhones()
    {
        XDocument page = Parse(HtmlReport.Write(SampleReports.Classification()));
        // relu has 11 % of dead units, sigmoid a gradient of 0.02: these two are not folded away.
        Assert.Equal(
            [
                "Accuracy on held-out folds", "Held-out accuracy", "Training loss", "Dead units, % of each hidden layer",
                "Gradient norm of the weights, layer by layer", "Saturation, %, Mean output of each hidden layer",
            ],
            Pictures(page, "on-wide"));
        Assert.Equal(Pictures(page, "on-wide"), Pictures(page, "on-narrow"));
        Assert.All(
            page.Descendants(Svg + "svg").Where(svg => svg.Parent!.Attribute("class")?.Value.StartsWith("on-", StringComparison.Ordinal) == true),
            svg => Assert.Equal(8, svg.Descendants().Attributes("data-series").Select(name => name.Value).Distinct().Count()));
        Assert.All(
            page.Descendants(Svg + "svg").Where(svg => svg.Parent!.Attribute("class")?.Value == "on-narrow"),
            svg => Assert.True(double.Parse(svg.Attribute("width")!.Value, CultureInfo.InvariantCulture) <= 358));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Write_Recommended_IsTheHighlightedRowWhateverItsRank()
    {
        ComparisonReport report = SampleReports.Classification([new("relu", 0.970), new("gelu", 0.972)]);
        Assert.Equal(("relu", "gelu"), (report.Advice.Recommended, report.Candidates[0].Name));
        XDocument page = Parse(HtmlReport.Write(report));
        XElement row = page.Descendants(Html + "tr").Single(row => row.Attribute("class")?.Value == "recommended");
        Assert.Equal("relu", row.Element(Html + "th")!.Attribute("data-value")!.Value);
        // In the picture the second row has the background.
        XElement picture = page.Descendants(Svg + "svg").First();
        XElement highlight = picture.Descendants().Single(element => element.Attribute("class")?.Value == "highlight");
        XElement name = picture.Descendants(Svg + "text").Single(text => text.Value == "relu");
        double top = Number(highlight, "y"), at = Number(name, "y");
        Assert.InRange(at, top, top + Number(highlight, "height"));

        Assert.DoesNotContain(
            Parse(HtmlReport.Write(SampleReports.Classification([new("relu", 0.10), new("gelu", 0.101)]))).Descendants(Html + "tr"),
            other => other.Attribute("class")?.Value == "recommended");
    }

    public static TheoryData<string, string> Firmness => new()
    {
        { "0.98 0.80", "decided" }, { "0.970 0.972", "undecided" }, { "0.10 0.101", "no-answer" },
    };

    [Theory]
    [MemberData(nameof(Firmness))]
    public void Write_Headline_LooksAsFirmAsItIs(string scores, string expected)
    {
        double[] values = [.. scores.Split(' ').Select(score => double.Parse(score, CultureInfo.InvariantCulture))];
        XDocument page = Parse(HtmlReport.Write(SampleReports.Classification([new("relu", values[0]), new("gelu", values[1])])));
        XElement advice = page.Descendants(Html + "section").First();
        Assert.Equal("advice " + expected, advice.Attribute("class")!.Value);
        string[] titles = ["✓ Decided", "≈ Undecided", "? No answer"];
        Assert.Equal(titles[Array.IndexOf(["decided", "undecided", "no-answer"], expected)], advice.Element(Html + "p")!.Value);
    }

    [Fact]
    public void Write_HealthyColumns_AreFoldedAwayAndTheOthersNot()
    {
        XDocument page = Parse(HtmlReport.Write(SampleReports.Classification([new("relu", 0.97, Dead: 0.4), new("gelu", 0.97)])));
        IEnumerable<XElement> headers = page.Descendants(Html + "th").Where(header => header.Attribute("scope")?.Value == "col").Take(10);
        string?[] classes = [.. headers.Select(header => header.Attribute("class")?.Value)];
        Assert.Equal("- healthy healthy healthy", string.Join(" ", classes[6..].Select(item => item ?? "-")));
        Assert.Contains("saturation 1.9 %", page.Descendants(Html + "label").First().Value.Replace('\u00A0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LongName_MayBeDividedBetweenItsParametersOnly()
    {
        string html = HtmlReport.Write(SampleReports.Classification([new("hard-tanh:minimum=-0.5:maximum=1.25", 0.97), new("relu", 0.5)]));
        Assert.Contains("hard-tanh:<wbr/>minimum=-0.5:<wbr/>maximum=1.25", html, StringComparison.Ordinal);
        Assert.Contains("hard-tanh:minimum=-0.5:maximum=1.25", Parse(html).Descendants(Html + "p").Skip(2).First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThirtyActivations_ColoursNineAndNamesThoseOnly()
    {
        SampleReports.Model[] models = [.. Enumerable.Range(0, 30).Select(i => new SampleReports.Model(i == 29 ? "relu" : $"other-{i}", 0.97 - 0.001 * i))];
        ComparisonReport report = SampleReports.Classification(models);
        XDocument page = Parse(HtmlReport.Write(report));
        XElement curves = page.Descendants(Svg + "svg").First(svg => svg.Attribute("aria-label")!.Value == "Held-out accuracy");
        string[] named = [..
            curves.Descendants(Svg + "g").Where(group => group.Attribute("data-series") is not null).Elements(Svg + "text").Select(text => text.Value)];
        Assert.Equal(9, named.Length);
        Assert.Contains(report.Candidates[0].Name, named);
        Assert.Contains("relu", named);
        Assert.Equal(21, curves.Descendants(Svg + "g").Count(group => group.Attribute("class")?.Value == "series muted-line"));
        Assert.Contains("Grey: the other 21", page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Costs_AreATableOfTheirOwn()
    {
        ComparisonReport report = SampleReports.Classification([new("relu", 0.97), new("elu:alpha=0.5", 0.96)]);
        Assert.DoesNotContain("Settings and costs", HtmlReport.Write(report), StringComparison.Ordinal);
        report = report with
        {
            Candidates =
            [
                .. report.Candidates.Select(result => result with
                {
                    Cost = new CandidateCost(0.012, 1.5e-6, 0.000_25, 98_304),
                    SecondsPerEpoch = 0.012,
                    LearningRate = 0.003,
                    InitialDeviation = 0.0042,
                    AtThirdOfRate = result.Rank == 1 ? -0.011 : null,
                }),
            ],
        };
        XElement table = Table(Parse(HtmlReport.Write(report)), "Settings and costs");
        // Nothing was measured at three times of the rate: no column.
        Assert.Equal(
            [
                "Activation", "Learning rate", "Epochs", "A third of the rate, points", "Initial weights, points", "Time per epoch", "Deciding one row",
                "Deciding 1024 rows", "Memory",
            ],
            table.Element(Html + "thead")!.Descendants(Html + "th").Select(header => header.Value));
        string[][] rows = [.. table.Element(Html + "tbody")!.Elements().Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
        Assert.Equal(["relu", "0.003", "40", "−1.1", "0.4", "12.0 ms", "1.50 µs", "250 µs", "98 kB"], rows[0]);
        Assert.Equal("–", rows[1][3]);
    }

    [Fact]
    public void Write_TestFile_StandsApartFromCrossValidation()
    {
        ComparisonReport report = SampleReports.Classification([new("relu", 0.97), new("gelu", 0.96), new("elu", 0.95)]);
        report = report with
        {
            TestFile = new TestFileResult(
                "data/new.csv", 1797, 90, 3, [new("relu", 0.8, 0.7, 0.9), new("gelu", 0.85, null, null), new("elu", null, null, null)]),
        };
        XDocument page = Parse(HtmlReport.Write(report));
        XElement table = Table(page, "Scores on the second file");
        string[][] rows = [.. table.Element(Html + "tbody")!.Elements().Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
        Assert.Equal(["relu", "gelu", "elu"], rows.Select(row => row[0]));
        Assert.Equal(["80.0 (70.0–90.0)", "85.0", "–"], rows.Select(row => row[1]));
        Assert.Equal(new ScoreText(report.Data).WithInterval(report.Candidates[0]), rows[0][2]);
        string section = table.Ancestors(Html + "section").First().Value.Replace('\u00A0', ' ');
        Assert.Contains("Not cross-validation", section, StringComparison.Ordinal);
        // The ranking has none of it.
        Assert.DoesNotContain("80.0 (70.0–90.0)", page.Descendants(Html + "table").First().Value, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(ReportJson.Write(report));
        JsonElement score = json.RootElement.GetProperty("testFile").GetProperty("scores")[0];
        Assert.Equal(("relu", 0.7), (score.GetProperty("name").GetString(), score.GetProperty("lowScore").GetDouble()));
        Assert.DoesNotContain("testFile", ReportJson.Write(report with { TestFile = null }), StringComparison.Ordinal);
    }

    private static XElement Table(XDocument page, string label) =>
        page.Descendants(Html + "div").Single(div => div.Attribute("aria-label")?.Value == label).Element(Html + "table")!;

    [Fact]
    public void Write_Pictures_HaveTheirColoursFromTheRulesOfThePage()
    {
        XDocument page = Parse(HtmlReport.Write(SampleReports.Classification()));
        string rules = page.Descendants(Html + "style").Single().Value;
        Assert.All(page.Descendants(Svg + "svg").Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "stroke"),
            attribute => Assert.Equal("none", attribute.Value));
        string[] classes = [.. page.Descendants(Svg + "svg").Descendants().Attributes("class").SelectMany(list => list.Value.Split(' ')).Distinct()];
        // Once for light pages, once for dark ones.
        Assert.All(classes.Except(["series", "muted-line"]), name => Assert.True(Regex.Count(rules, $@"\.chart \.{name} \{{") >= 2, name));
        // What is drawn at all has a colour, of its own or of a group around it.
        Assert.All(
            page.Descendants(Svg + "svg").Descendants().Where(element => element.Name.LocalName is "path" or "circle" or "rect" or "line" or "text")
                .Where(element => element.Parent!.Name.LocalName != "clipPath"),
            element => Assert.Contains(element.AncestorsAndSelf().TakeWhile(part => part.Name.LocalName != "svg").Attributes("class").SelectMany(
                list => list.Value.Split(' ')), name => rules.Contains($".chart .{name} {{", StringComparison.Ordinal)));
    }

    [Fact]
    public void Write_Report_NeedsNoNetwork()
    {
        string html = HtmlReport.Write(SampleReports.Classification());
        XDocument page = Parse(html);
        Assert.Empty(page.Descendants().Attributes("src"));
        Assert.All(page.Descendants().Attributes("href"), reference => Assert.StartsWith("data:", reference.Value, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"url\((?!#)|@import|fetch\(|XMLHttpRequest", html);
        // The only addresses are the two names of XML vocabularies.
        IEnumerable<string> addresses = Regex.Matches(html, @"https?://[^""'\s<]*").Select(match => match.Value).Distinct();
        Assert.Equal(["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"], addresses.Order());
    }

    [Fact]
    public void Write_NamesWithMarkup_AreShownAsText()
    {
        ComparisonReport report = SampleReports.Classification();
        report = report with
        {
            Data = report.Data with
            {
                Name = "a<b>&\"c'.csv",
                Target = "</script><script>alert(1)</script>",
                Classes = [new("<i>", 1), new("]]>", 2), new("\u0001", 3)],
            },
        };
        XDocument page = Parse(HtmlReport.Write(report));
        Assert.Equal(2, page.Descendants(Html + "script").Count());
        Assert.Contains("Which activation for a<b>&\"c'.csv?", page.Descendants(Html + "h1").Single().Value, StringComparison.Ordinal);
        Assert.Empty(page.Descendants(Html + "i"));
    }

    [Fact]
    public void Write_Report_EmbedsItsDataAsJson()
    {
        ComparisonReport report = SampleReports.Classification();
        XDocument page = Parse(HtmlReport.Write(report));
        XElement script = page.Descendants(Html + "script").Single(element => element.Attribute("id")?.Value == "report");
        using JsonDocument json = JsonDocument.Parse(script.Value);
        Assert.Equal(report.Candidates[0].MeanScore, json.RootElement.GetProperty("activations")[0].GetProperty("meanScore").GetDouble());
        Assert.Equal(40, json.RootElement.GetProperty("finishedRuns").GetInt32());
    }

    [Fact]
    public void Write_SameReport_SameText() =>
        Assert.Equal(HtmlReport.Write(SampleReports.Classification()), HtmlReport.Write(SampleReports.Classification()));

    private static IEnumerable<string> Pictures(XDocument page, string cssClass) => page.Descendants(Html + "div")
        .Where(div => div.Attribute("class")?.Value == cssClass).Select(div => div.Element(Svg + "svg")!.Attribute("aria-label")!.Value);

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static XDocument Parse(string html)
    {
        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        return XDocument.Parse(html);
    }
}
