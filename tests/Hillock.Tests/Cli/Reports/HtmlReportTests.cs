using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hillock.Cli.Reports;
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
        var report = Samples[sample]();
        var page = Parse(HtmlReport.Write(report));
        var text = page.Root!.Descendants(Html + "main").Single().Value.Replace('\u00A0', ' ');
        Assert.Contains(report.Advice.Sentence[..20], text, StringComparison.Ordinal);
        var table = page.Descendants(Html + "table").First();
        Assert.Equal(report.Candidates.Select(result => result.Name), table.Element(Html + "tbody")!.Elements().Select(row => row.Element(Html + "th")!.Attribute("data-value")!.Value));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        // Every tag in the page must have been closed by its writer; every coordinate must be a number.
        Assert.All(page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "x" or "y" or "d" or "width"),
            attribute => Assert.DoesNotMatch("NaN|Infinity|∞", attribute.Value));
    }

    [Fact]
    public void Write_Report_HasAPictureForEachDiagnosis()
    {
        var page = Parse(HtmlReport.Write(SampleReports.Classification()));
        var pictures = page.Descendants(Svg + "svg").Select(svg => svg.Attribute("aria-label")!.Value).ToArray();
        Assert.Equal(
            ["Accuracy on held-out folds", "Held-out accuracy", "Training loss", "Dead units, saturation and mean output of each hidden layer", "Gradient norm of the weights, layer by layer"],
            pictures);
        Assert.All(page.Descendants(Svg + "svg"), svg => Assert.Equal(8, svg.Descendants().Attributes("data-series").Select(name => name.Value).Distinct().Count()));
    }

    [Fact]
    public void Write_Report_NeedsNoNetwork()
    {
        var html = HtmlReport.Write(SampleReports.Classification());
        var page = Parse(html);
        Assert.Empty(page.Descendants().Attributes("src"));
        Assert.All(page.Descendants().Attributes("href"), reference => Assert.StartsWith("data:", reference.Value, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"url\((?!#)|@import|fetch\(|XMLHttpRequest", html);
        // The only addresses are the two names of XML vocabularies.
        var addresses = Regex.Matches(html, @"https?://[^""'\s<]*").Select(match => match.Value).Distinct();
        Assert.Equal(["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"], addresses.Order());
    }

    [Fact]
    public void Write_NamesWithMarkup_AreShownAsText()
    {
        var report = SampleReports.Classification();
        report = report with
        {
            Data = report.Data with { Name = "a<b>&\"c'.csv", Target = "</script><script>alert(1)</script>", Classes = [new("<i>", 1), new("]]>", 2), new("\u0001", 3)] },
        };
        var page = Parse(HtmlReport.Write(report));
        Assert.Equal(2, page.Descendants(Html + "script").Count());
        Assert.Contains("Which activation for a<b>&\"c'.csv?", page.Descendants(Html + "h1").Single().Value, StringComparison.Ordinal);
        Assert.Empty(page.Descendants(Html + "i"));
    }

    [Fact]
    public void Write_Report_EmbedsItsDataAsJson()
    {
        var report = SampleReports.Classification();
        var page = Parse(HtmlReport.Write(report));
        var script = page.Descendants(Html + "script").Single(element => element.Attribute("id")?.Value == "report");
        using var json = JsonDocument.Parse(script.Value);
        Assert.Equal(report.Candidates[0].MeanScore, json.RootElement.GetProperty("activations")[0].GetProperty("meanScore").GetDouble());
        Assert.Equal(40, json.RootElement.GetProperty("finishedRuns").GetInt32());
    }

    [Fact]
    public void Write_SameReport_SameText() =>
        Assert.Equal(HtmlReport.Write(SampleReports.Classification()), HtmlReport.Write(SampleReports.Classification()));

    private static XDocument Parse(string html)
    {
        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        return XDocument.Parse(html);
    }
}
