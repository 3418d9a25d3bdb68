using Hillock.Charts;
using Xunit;

namespace Hillock.Tests.Charts;

public class PathTests
{
    [Fact]
    public void Thinned_Curve_StaysWithinTheTolerance()
    {
        Point[] points = [.. Enumerable.Range(0, 1000).Select(i => new Point(0.5 * i, 100 + (80 * Math.Sin(i / 40.0)) + (3 * Math.Sin(i / 3.0))))];
        IReadOnlyList<Point> thinned = CurvePath.Thinned(points);
        Assert.Equal((points[0], points[^1]), (thinned[0], thinned[^1]));
        Assert.InRange(thinned.Count, 100, 700);
        int part = 0;
        foreach (Point point in points)
        {
            while (thinned[part + 1].X < point.X)
            {
                part++;
            }

            // The distance from the line through both neighbours that were kept, by the area of the triangle.
            (Point from, Point to) = (thinned[part], thinned[part + 1]);
            double area = Math.Abs(((to.X - from.X) * (from.Y - point.Y)) - ((from.X - point.X) * (to.Y - from.Y)));
            Assert.InRange(area / Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2)), 0, CurvePath.Tolerance + 1e-12);
        }
    }

    [Fact]
    public void Thinned_PeakOfOnePoint_IsKept() =>
        Assert.Equal([0, 49, 50, 51, 99], CurvePath.Thinned([.. Enumerable.Range(0, 100).Select(i => new Point(i, i == 50 ? 1 : 0))]).Select(point => point.X));

    [Fact]
    public void Joined_ManySteps_DoNotAddUpTheirRounding()
    {
        Point[] points = [.. Enumerable.Range(0, 500).Select(i => new Point(i * 0.133, 50 - (i * 0.071) + (i % 2)))];
        List<(double X, double Y)> corners = Assert.Single(SvgPath.Corners(CurvePath.Joined(points)));
        Assert.Equal(500, corners.Count);
        Assert.All(corners.Zip(points), pair =>
        {
            Assert.Equal(pair.Second.X, pair.First.X, 0.0501);
            Assert.Equal(pair.Second.Y, pair.First.Y, 0.0501);
        });
    }

    [Theory]
    [InlineData("1,1 3,1 3,2 3,2", "M1 1h2v1h0")]
    [InlineData("0,0 1.04,-2.25 2,-5", "M0 0l1-2.2 1-2.8")]
    [InlineData("", "")]
    public void Joined_Points_AreWrittenShort(string points, string expected) => Assert.Equal(
        expected,
        CurvePath.Joined(points.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(point => point.Split(',')).Select(point => new Point(
            double.Parse(point[0], System.Globalization.CultureInfo.InvariantCulture),
            double.Parse(point[1], System.Globalization.CultureInfo.InvariantCulture)))));

    [Theory]
    [InlineData("0 0 1|0 1 1|1 1 1")]
    [InlineData("1 0 1|0 1 0|1 0 1")]
    [InlineData("1 1 1|1 0 1|1 1 1")]
    [InlineData("0 0 0|0 0 0|0 0 0")]
    [InlineData("1 1 1|1 1 1|1 1 1")]
    public void RegionOutline_Cells_AreInsideExactlyWhereTheyBelong(string cells)
    {
        bool[][] grid = [.. cells.Split('|').Select(row => row.Split(' ').Select(cell => cell == "1").ToArray())];
        AssertInside(grid, RegionOutline.Of(grid.Length, (column, row) => grid[row][column]));
    }

    [Fact]
    public void RegionOutline_RandomCells_AreInsideExactlyWhereTheyBelong()
    {
        Random random = new(7);
        bool[][] grid = [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 40).Select(_ => random.Next(2) == 1).ToArray())];
        AssertInside(grid, RegionOutline.Of(40, (column, row) => grid[row][column]));
    }

    // By the number of edges to the left of a cell's middle, as those who draw it count.
    internal static void AssertInside(bool[][] grid, string path)
    {
        List<List<(double X, double Y)>> loops = SvgPath.Corners(path);
        for (int row = 0; row < grid.Length; row++)
        {
            for (int column = 0; column < grid[row].Length; column++)
            {
                Assert.Equal(grid[row][column] ? 1 : 0, loops.Sum(loop => Windings(loop, column + 0.5, row + 0.5)));
            }
        }
    }

    private static int Windings(List<(double X, double Y)> loop, double x, double y)
    {
        int windings = 0;
        for (int i = 0; i < loop.Count; i++)
        {
            ((double X, double Y) from, (double X, double Y) to) = (loop[i], loop[(i + 1) % loop.Count]);
            if (from.X < x && (from.Y < y) != (to.Y < y))
            {
                windings += to.Y < from.Y ? 1 : -1;
            }
        }

        return windings;
    }
}
