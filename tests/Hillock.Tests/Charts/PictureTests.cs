using System.Xml.Linq;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Xunit;

namespace Hillock.Tests.Charts;

public class PictureTests
{
    [Theory]
    [InlineData(0.0, 1.0, 6, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-5.0, 5.0, 6, "−4 −2 0 2 4")]
    [InlineData(0.961, 0.979, 4, "0.97")]
    [InlineData(-0.17, 5.0, 7, "0 1 2 3 4 5")]
    [InlineData(3.0, 3.0, 4, "2.8 3.0 3.2")]
    public void Linear_Ticks_AreRound(double low, double high, int maximum, string expected) =>
        Assert.Equal(expected, string.Join(' ', Scale.Linear(low, high, 0, 1, maximum).Ticks.Select(tick => tick.Label)));

    [Theory]
    [InlineData(0.001, 1000, "0.001 0.01 0.1 1 10 100 1000")]
    [InlineData(1e-9, 1e3, "10⁻⁹ 10⁻⁷ 10⁻⁵ 0.001 0.1 10 1000")]
    [InlineData(0.03, 2, "0.05 0.1 0.2 0.5 1 2")]
    public void Logarithmic_Ticks_ArePowersOfTen(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', Scale.Logarithmic(low, high, 0, 1).Ticks.Select(tick => tick.Label)));

    [Theory]
    [InlineData(1, 40, 5, "1 10 20 30 40")]
    [InlineData(1, 5, 8, "1 2 3 4 5")]
    [InlineData(1, 1, 8, "1")]
    [InlineData(1, 1000, 6, "1 200 400 600 800 1000")]
    public void Whole_Ticks_AreWhole(int low, int high, int maximum, string expected) =>
        Assert.Equal(expected, string.Join(' ', Scale.Whole(low, high, 0, 1, maximum).Ticks.Select(tick => tick.Label)));

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.012345, "0.0123")]
    [InlineData(-1.5, "−1.50")]
    [InlineData(123.4, "123")]
    [InlineData(1e-9, "1.0e−9")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Significant_Number_HasThreeDigits(double value, string expected) => Assert.Equal(expected, Label.Significant(value));

    [Theory]
    [InlineData(-0.0001, 1, "0.0")]
    [InlineData(-0.06, 1, "−0.1")]
    public void Number_RoundedToZero_HasNoSign(double value, int decimals, string expected) => Assert.Equal(expected, Label.Number(value, decimals));

    [Fact]
    public void Sample_Jump_BreaksTheCurve()
    {
        IReadOnlyList<IReadOnlyList<Point>> parts = CurveSampler.Sample(x => x > 0.123 ? 1 : 0, -1, 1);
        Assert.Equal(2, parts.Count);
        Assert.Equal(0.123, parts[0][^1].X, 1e-9);
        Assert.Equal((0.0, 1.0), (parts[0][^1].Y, parts[1][0].Y));
    }

    [Fact]
    public void Sample_SteepSlope_IsNoJump() => Assert.Single(CurveSampler.Sample(x => Math.Tanh(1000 * x), -5, 5));

    [Fact]
    public void Sample_NotFinite_BreaksTheCurve()
    {
        IReadOnlyList<IReadOnlyList<Point>> parts = CurveSampler.Sample(x => Math.Abs(x) < 0.1 ? double.NaN : x, -1, 1);
        Assert.Equal(2, parts.Count);
        Assert.All(parts.SelectMany(part => part), point => Assert.True(point.IsFinite));
        Assert.Empty(CurveSampler.Sample(_ => double.NaN, -1, 1));
    }

    [Fact]
    public void Spread_Collisions_KeepOrderAndDistanceWithinBounds()
    {
        double[] placed = Legend.Spread([10, 10, 11, 100, 200, 200], 0, 200);
        for (int i = 1; i < placed.Length; i++)
        {
            Assert.True(placed[i] - placed[i - 1] >= 17 - 1e-9);
        }

        Assert.True(placed[0] >= 0 && placed[^1] <= 200);
        Assert.Equal(100, placed[3], 1e-9);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(3, 0)]
    [InlineData(3, 2)]
    public void FunctionPicture_AnyNumber_IsASelfContainedDrawing(int functions, int derivatives)
    {
        FunctionCurve[] curves = Enumerable.Range(1, functions).Select(i => new FunctionCurve($"f<{i}>", x => i * x, _ => i, _ => 0)).ToArray();
        IReadOnlyList<LineChart> charts = FunctionPicture.Charts(curves, derivatives, -2, 2);
        Assert.Equal(functions == 1 ? 1 : derivatives + 1, charts.Count);
        XDocument svg = XDocument.Parse(FunctionPicture.ToDocument(charts));
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        Assert.Equal(
            functions * (derivatives + 1),
            svg.Descendants().Count(element => element.Name.LocalName == "path" && element.Attribute("stroke-width")?.Value == "2"));
        Assert.Contains("prefers-color-scheme: dark", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ConsoleChart_NoTerminal_DrawsEveryCurveWithin80Columns()
    {
        StringWriter writer = new();
        FunctionCurve[] curves = [new("square", x => x * x, x => 2 * x, _ => 2), new("nothing", _ => double.NaN, _ => double.NaN, _ => double.NaN)];
        ConsoleChart.Write(writer, FunctionPicture.Charts(curves, 2, -3, 3));
        string text = writer.ToString();
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80));
        foreach (string heading in (string[])["square: f(x)", "square: f′(x)", "square: f″(x)", "nothing: f(x)", "no finite value"])
        {
            Assert.Contains(heading, text, StringComparison.Ordinal);
        }
    }
}
