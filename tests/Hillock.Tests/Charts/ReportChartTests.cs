using System.Globalization;
using System.Xml.Linq;
using Hillock.Charts;
using Xunit;

namespace Hillock.Tests.Charts;

public class ReportChartTests
{
    [Fact]
    public void RunningMean_Ends_StayWhatTheyAreAndTheOthersAreMeansOfTheirNeighbours()
    {
        double[] smooth = [.. Smoothing.RunningMean([new(1, 1), new(2, 2), new(3, 6), new(4, 4), new(5, 10)], 1).Select(point => point.Y)];
        Assert.Equal([1, 3, 4, 20.0 / 3, 10], smooth);
        // With two neighbours on each side only the middle has them all: (1 + 2 + 6 + 4 + 10)/5.
        smooth = [.. Smoothing.RunningMean([new(1, 1), new(2, 2), new(3, 6), new(4, 4), new(5, 10)], 2).Select(point => point.Y)];
        Assert.Equal([1, 3, 4.6, 20.0 / 3, 10], smooth);
    }

    [Fact]
    public void RunningMean_NotFinite_EndsTheNeighbourhood() =>
        Assert.Equal(
            [1, 2, double.NaN, 4, 6, 10],
            Smoothing.RunningMean([new(1, 1), new(2, 2), new(3, double.NaN), new(4, 4), new(5, 4), new(6, 10)], 1).Select(point => point.Y));

    [Fact]
    public void Levels_DotsThatWouldCoverEachOther_StandBelowEachOther()
    {
        Assert.Equal([0, 1, 0, 1, 2], DotSwarm.Levels([10, 12, 20, 21, 22], 5, 3));
        // Without a free level the last one takes them.
        Assert.Equal([0, 1, 1, 1], DotSwarm.Levels([1, 1, 1, 1], 5, 2));
    }

    [Fact]
    public void LineChart_LossOf0OnALogarithmicAxis_IsDrawnOnALineOfItsOwn()
    {
        XElement[] svg = Elements(Chart([1, 0.1, 0, 0]));
        Assert.Contains(svg, element => element.Name.LocalName == "text" && element.Value == "0");
        double[] heights = Heights(svg);
        Assert.Equal(4, heights.Length);
        Assert.Equal(heights[2], heights[3]);
        Assert.True(heights[2] > heights[1], "0 stands below every number that is above it.");
        Assert.DoesNotContain(Elements(Chart([1, 0.1, 0.01, 0.001])), element => element.Name.LocalName == "text" && element.Value == "0");
    }

    [Fact]
    public void LineChart_Narrow_NamesItsLinesBelowThePlotAndUsesTheWidth()
    {
        LineChart wide = Chart([1, 0.5, 0.2, 0.1]), narrow = wide with { Width = 358 };
        Assert.True(Right(wide) < 700 - 60, "Names stand at the right.");
        Assert.True(Right(narrow) > 358 - 20, "The plot has the width.");
        Assert.True(narrow.Size.Height > wide.Size.Height);
        Assert.Contains(Elements(narrow), element => element.Name.LocalName == "text" && element.Value == "other");
    }

    [Fact]
    public void LineChart_OneRow_IsDrawnAsLongAsItIs()
    {
        // 11 values from 0 to 1: the axis has 0.1 in a tenth of its height.
        LineChart chart = new()
        {
            Title = "t",
            XTitle = "x",
            YTitle = "y",
            Width = 700,
            Height = 400,
            Unit = 0.1,
            UnitTitle = "one row",
            Series = [new Series("a", 0, [.. Enumerable.Range(0, 11).Select(i => new Point(i, i / 10.0))])],
        };
        string path = Elements(chart).Single(element => element.Attribute("class")?.Value == "mark").Attribute("d")!.Value;
        double length = double.Parse(path.Split('v')[1].Split('m')[0], CultureInfo.InvariantCulture);
        double[] heights = Heights(Elements(chart));
        Assert.Equal((heights[0] - heights[^1]) / 10, -length, 0.02);
        Assert.DoesNotContain(Elements(chart with { Unit = 1e-4 }), element => element.Attribute("class")?.Value == "mark");
    }

    [Fact]
    public void Charts_AllAtTheMaximum_HaveNoTickBeyondIt()
    {
        LineChart line = Chart([1, 1, 1, 1]) with { YKind = AxisKind.Linear, YFactor = 100, YMaximum = 1 };
        ScoreChart scores = new()
        {
            Title = "t",
            AxisTitle = "a",
            LabelFactor = 100,
            Maximum = 1,
            Rows = [new ScoreChart.Row("relu", 1, 1, 1, [1, 1], false, "100.0 ± 0.0")],
        };
        foreach (Chart chart in (Chart[])[line, scores])
        {
            double[] ticks = [.. Elements(chart).Where(element => element.Name.LocalName == "text")
                .Select(text => double.TryParse(text.Value, CultureInfo.InvariantCulture, out double tick) ? tick : 0)];
            Assert.Equal(100, ticks.Max());
            Assert.Contains(90, ticks);
        }
    }

    [Fact]
    public void LineChart_MutedLines_AreGreyAndUnnamedButTellTheirNameWhenPointedAt()
    {
        LineChart chart = Chart([1, 0.5, 0.2, 0.1]);
        chart = chart with { Series = [chart.Series[0], chart.Series[1] with { IsMuted = true }] };
        XElement[] svg = Elements(chart);
        Assert.DoesNotContain(svg, element => element.Name.LocalName == "text" && element.Value == "other");
        Assert.Single(svg, element => element.Name.LocalName == "title" && element.Value == "other");
    }

    [Fact]
    public void HeatTable_MaximumWidth_PutsGroupsBelowEachOther()
    {
        HeatTable.Group group = new("Group", "of numbers", [[1.0, 2.0], [3.0, 4.0]], 4, value => Label.Number(value, 0));
        HeatTable table = new() { Title = "t", RowNames = ["relu", "elu:alpha=0.5"], ColumnNames = ["layer 1", "layer 2"], Groups = [group, group, group] };
        HeatTable narrow = table with { MaximumWidth = 358 };
        Assert.True(table.Size.Width > 358);
        Assert.True(narrow.Size.Width <= 358, $"{narrow.Size.Width} pixels");
        XElement[] cells = [.. Elements(narrow).Where(element => element.Name.LocalName == "rect" && element.Attribute("class")!.Value != "back")];
        Assert.Equal(12, cells.Length);
        Assert.All(cells, cell => Assert.True(Number(cell, "x") + Number(cell, "width") <= 358));
    }

    [Fact]
    public void MatrixChart_Counts_StandInTheirCellsWithTheShareThatIsRight()
    {
        MatrixChart chart = new() { Title = "t", Names = ["cat", "dog"], Counts = [[8, 2], [0, 5]] };
        string[] texts = [.. Elements(chart).Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.Contains("80.0 %", texts);
        Assert.Contains("100.0 %", texts);
        Assert.Contains(Elements(chart), element => element.Name.LocalName == "title" && element.Value == "cat taken for dog: 2 of 10");
        Assert.DoesNotContain("0", texts);
    }

    [Fact]
    public void RegionChart_Cells_CoverThePlaneOnce()
    {
        RegionChart chart = new()
        {
            Title = "t",
            XTitle = "x",
            YTitle = "y",
            Low = new Point(0, 0),
            High = new Point(1, 1),
            Side = 3,
            Names = ["a", "b"],
            Values = [0, 0, 1, 0, 1, 1, 1, 1, 1],
            Dots = [new(0.5, 0.5, 0, true), new(9, 9, 0, false)],
        };
        XElement[] regions = [.. Elements(chart).Where(element => element.Attribute("shape-rendering") is not null)];
        // The first row of values is the lowest.
        bool[][] first = [[false, false, false], [true, false, false], [true, true, false]];
        Assert.Equal(2, regions.Length);
        PathTests.AssertInside(first, regions[0].Attribute("d")!.Value);
        PathTests.AssertInside([.. first.Select(row => row.Select(cell => !cell).ToArray())], regions[1].Attribute("d")!.Value);
        Assert.All(regions, region => Assert.EndsWith("scale(4)", region.Attribute("transform")!.Value, StringComparison.Ordinal));
        Assert.Single(Elements(chart), element => element.Attribute("class")?.Value == "ring");
    }

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("a long name", 6, "a lon…")]
    [InlineData("ab\U0001F600cd", 4, "ab…")]
    public void Cut_LongText_EndsWithAnEllipsisBetweenCharacters(string text, int length, string expected) => Assert.Equal(expected, Label.Cut(text, length));

    private static LineChart Chart(double[] losses) => new()
    {
        Title = "t",
        XTitle = "epoch",
        YTitle = "loss",
        XKind = AxisKind.Whole,
        YKind = AxisKind.Logarithmic,
        Width = 700,
        Height = 300,
        Series =
        [
            new Series("one", 0, [.. losses.Select((loss, i) => new Point(i + 1, loss))]),
            new Series("other", 1, [.. losses.Select((loss, i) => new Point(i + 1, loss == 0 ? 0.5 : loss))]),
        ],
    };

    private static XElement[] Elements(Chart chart) => [.. XDocument.Parse(chart.ToDocument()).Descendants()];

    // Of the first line.
    private static double[] Heights(XElement[] svg) =>
        [.. SvgPath.Corners(svg.First(element => element.Attribute("class")?.Value == "s0" && element.Name.LocalName == "path").Attribute("d")!.Value)
            .Single().Select(corner => corner.Y)];

    private static double Right(LineChart chart) =>
        Elements(chart).Where(element => element.Attribute("class")?.Value == "axis" && element.Name.LocalName == "line").Max(line => Number(line, "x2"));

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
