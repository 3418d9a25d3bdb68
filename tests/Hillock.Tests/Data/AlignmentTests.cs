using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

/// <summary>Features in float64, and tables brought into another one's order.</summary>
public class AlignmentTests
{
    private static readonly TabularColumn[] Columns = [TabularColumn.Numeric("a"), TabularColumn.Numeric("b")];

    [Theory]
    [InlineData(1700000000.0, 1)] // seconds since 1970, which float32 rounds to 128
    [InlineData(5400000.0, 0.001)] // metres of a map
    [InlineData(1e15, 0.25)]
    public void Standardization_SmallDifferencesOfLargeNumbers_AreKept(double offset, double step)
    {
        TabularData data = TabularData.RegressionFromColumns([[offset, offset + step, offset + (2 * step)]], [Columns[0]], [1, 2, 3]);
        float[] scaled = Standardization.Fit(data).Apply(data).Features.ToArray();
        float expected = (float)Math.Sqrt(1.5);
        Assert.Equal(-expected, scaled[0], 1e-5);
        Assert.Equal(0, scaled[1], 1e-5);
        Assert.Equal(expected, scaled[2], 1e-5);
    }

    [Fact]
    public void Value_Columns_AreFloat64AndFeaturesRounded()
    {
        double[] values = [0.1, 16777217];
        TabularData data = TabularData.ClassificationFromColumns([values, [1, 2]], Columns, [0, 1], ["n", "y"]);
        values[0] = 7;
        Assert.Equal((0.1, 16777217.0), (data.Value(0, 0), data.Value(1, 0)));
        Assert.Equal([0.1f, 1, 16777216, 2], data.Features.ToArray());
        Assert.Equal([16777217.0, 0.1], new[] { data.Select([1, 0]).Value(0, 0), data.Select([1, 0]).Value(1, 0) });
        Assert.Throws<ArgumentOutOfRangeException>("column", () => data.Value(0, 2));
        Assert.Contains(
            "Column \"b\" has 1 numbers but there are 2 rows",
            Assert.Throws<ArgumentException>("values", () => TabularData.RegressionFromColumns([[1, 2], [1]], Columns, [1, 2])).Message,
                StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => data.Select([2]));
    }

    [Fact]
    public void Preprocessing_ReorderedColumns_GiveTheSameFeatures()
    {
        TabularData data = TabularData.Classification([1f, 10, 2, 20, 3, 30, 4, 40], Columns, [0, 1, 0, 1], ["n", "y"]);
        TabularData swapped = TabularData.Classification([10f, 1, 20, 2], [Columns[1], Columns[0]], [0, 1], ["n", "y"]);
        float[] actual = Preprocessing.Fit(data).Apply(swapped).Features.ToArray();

        // (1 − 2.5)/√1.25 = −1.3416 and (2 − 2.5)/√1.25 = −0.4472, for both columns.
        Assert.Equal([-1.3416f, -1.3416f, -0.4472f, -0.4472f], actual.Select(x => MathF.Round(x, 4)));
        TabularData other = TabularData.Classification([1f, 2], [Columns[0], TabularColumn.Numeric("c")], [0], ["n", "y"]);
        Assert.Contains(
            "a column \"b\", which is not among a, c", Assert.Throws<ArgumentException>("data", () => Preprocessing.Fit(data).Apply(other)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Preprocessing_NumbersInThePlaceOfCategories_AreRefused()
    {
        TabularData training = TabularData.Regression([1, 2], [Columns[0]], [1, 2]);
        TabularData categories = TabularData.Regression([1, 0], [TabularColumn.Categorical("a", ["x", "y"])], [1, 2]);
        Assert.Contains(
            "was numeric in training but is categorical here",
            Assert.Throws<ArgumentException>("data", () => Preprocessing.Fit(training).Apply(categories)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => Preprocessing.Fit(categories).Apply(training));
    }

    [Fact]
    public void AlignedTo_ClassesReadAsNumbers_AreFound()
    {
        TabularData training = TabularData.Classification([1, 2, 3], [Columns[0]], [0, 1, 2], ["1", "2", "7"]);
        TabularData test = TabularData.Regression([5, 6], [Columns[0]], [7, 1]);
        Assert.Equal([2, 0], test.AlignedTo(training).Classes.ToArray());
        TabularData numbers = TabularData.Regression([5, 6], [Columns[0]], [0.5, 1]);
        Assert.Equal([1.0, 2.0], training.Select([0, 1]).AlignedTo(numbers).Targets.ToArray());
        Assert.Throws<ArgumentException>("data", () => numbers.AlignedTo(training));
    }

    [Fact]
    public void WithoutTarget_Table_IsForPredictions()
    {
        TabularData data = TabularData.WithoutTarget([[1, 2, 3]], [Columns[0]]);
        Assert.Equal((3, false, false), (data.RowCount, data.HasTarget, data.IsClassification));
        TabularData training = TabularData.Regression([1, 3], [Columns[0]], [1, 2]);
        Assert.Equal([-1f, 0, 1], Preprocessing.Fit(training).Apply(data).Features.ToArray());
    }
}
