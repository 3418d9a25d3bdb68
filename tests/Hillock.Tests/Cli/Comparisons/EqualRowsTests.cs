using Hillock.Cli.Comparisons;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Cli.Comparisons;

public class EqualRowsTests
{
    [Fact]
    public void Count_OfCategoriesNumberedOtherwise_ComparesTheirNames()
    {
        TabularData first = Table(["red", "blue"], [0, 1, 0], [1.5, 2, -0.0], [0, 1, 1]);
        TabularData second = Table(["blue", "green", "red"], [2, 0, 1, 2, 2], [1.5, 2, 3, 1.5, 0], [0, 1, 0, 1, 1]);

        // Rows 0, 1 and 4 (0 is -0); row 2 has a category of its own, row 3 another class.
        Assert.Equal(3, EqualRows.Count(first.Followed(second), first.RowCount));
        Assert.Equal(3, EqualRows.Count(first.Followed(first), first.RowCount));
    }

    [Fact]
    public void Count_OfMissingAndNumbers_TakesMissingForEqual()
    {
        TabularData first = TabularData.RegressionFromColumns([[double.NaN, 1]], [TabularColumn.Numeric("x")], [2, 3]);
        TabularData second = TabularData.RegressionFromColumns([[double.NaN, 1, 1]], [TabularColumn.Numeric("x")], [2, 2, 3]);
        Assert.Equal(2, EqualRows.Count(first.Followed(second), first.RowCount));
    }

    private static TabularData Table(string[] words, double[] colors, double[] numbers, int[] classes) => TabularData.ClassificationFromColumns(
        [colors, numbers], [TabularColumn.Categorical("color", words), TabularColumn.Numeric("x")], classes, ["no", "yes"]);
}
