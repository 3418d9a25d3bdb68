using System.Globalization;
using System.Xml.Linq;
using Hillock.Charts;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Charts;

public class ReliabilityChartTests
{
    // Four rows at 25 %, of which one came true, and two at 75 %, both of which did.
    private static readonly ReliabilityDiagram Diagram = ReliabilityDiagram.Of(
        Tensor.From([0.25, 0.25, 0.25, 0.25, 0.75, 0.75]), Tensor.From([0L, 1, 0, 0, 1, 1]), 4);

    [Fact]
    public void Bars_EndWhereItCameTrueAndGapsWhereItWasPredicted()
    {
        XElement[] rectangles = Rectangles(new ReliabilityChart { Title = "t", Diagram = Diagram });

        // A bar, a gap and a count for each of two bins.
        Assert.Equal(6, rectangles.Length);
        double side = Number(rectangles[3], "height");
        Assert.Equal(side / 4, Number(rectangles[0], "height"), 1.0);
        Assert.Equal(0, Number(rectangles[1], "height"), 1.0);
        Assert.Equal(side / 4, Number(rectangles[4], "height"), 1.0);
        Assert.Equal(Number(rectangles[3], "y"), Number(rectangles[4], "y"), 1.0);
        Assert.Equal(2 * Number(rectangles[5], "height"), Number(rectangles[2], "height"), 0.5);
        Assert.Equal("50.0 to 75.0 %: 2 rows, predicted 75.0 %, came true 100.0 %", rectangles[3].Elements().Single().Value);
        Assert.All(rectangles, bar => Assert.True(Number(bar, "x") >= 0 && Number(bar, "x") + Number(bar, "width") <= 360));
    }

    [Fact]
    public void Texts_SayTheErrorAndTheRows()
    {
        XElement[] svg = [.. XDocument.Parse(new ReliabilityChart { Title = "t", Diagram = Diagram }.ToDocument()).Descendants()];
        Assert.Contains(svg, element => element.Value == "expected calibration error 8.3 %, 6 rows");
    }

    [Fact]
    public void Nothing_IsDrawnWithoutBars()
    {
        ReliabilityChart chart = new() { Title = "t", Diagram = ReliabilityDiagram.Of(Tensor.Zeros(0), Tensor.Zeros(0, DataType.Int64)) };
        Assert.Empty(Rectangles(chart));
        using StringWriter writer = new();
        ConsoleChart.Write(writer, chart);
        Assert.Equal($"t{Environment.NewLine}no rows{Environment.NewLine}", writer.ToString());
    }

    [Fact]
    public void ConsoleChart_NoTerminal_DrawsALineForEachBin()
    {
        using StringWriter writer = new();
        ConsoleChart.Write(writer, new ReliabilityChart { Title = "Calibration", Diagram = Diagram });
        string[] lines = writer.ToString().Split(Environment.NewLine);
        Assert.Equal("Calibration", lines[0]);
        Assert.StartsWith(" 0.0 to 25.0 %     4  ████████████┃", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("50.0 to 75.0 %     2  ██████████████████████████████████████┃███████████", lines[4], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
    }

    private static XElement[] Rectangles(Chart chart) =>
        [.. XDocument.Parse(chart.ToDocument()).Descendants().Where(element => element.Name.LocalName == "rect" && element.Elements().Any())];

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
