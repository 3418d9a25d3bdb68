using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public class PreprocessingTests
{
    private static readonly TabularColumn[] Columns =
        [TabularColumn.Numeric("size"), TabularColumn.Categorical("color", ["red", "green", "blue"]), TabularColumn.Numeric("flat")];

    [Fact]
    public void Standardization_Fit_UsesTheTrainingPartAlone()
    {
        TabularData training = Table([1, 3, 5, 7]); // mean 4, population variance 5
        Standardization scaler = Standardization.Fit(training);
        Assert.Equal(4, scaler.Mean[0]);
        Assert.Equal(Math.Sqrt(5), scaler.Deviation[0]);
        TabularData heldOut = scaler.Apply(Table([4, 100]));
        Assert.Equal([0f, (float)(96 / Math.Sqrt(5))], heldOut.Features.ToArray());
        Assert.Equal([0, 1], heldOut.Targets.ToArray());
    }

    [Fact]
    public void Standardization_LargeOffset_KeepsItsDigits()
    {
        // 16,777,216 is 2^24: neighbouring floats differ by 2 there, and a one-pass formula would lose the variance.
        TabularData scaled = Standardization.Fit(Table([16777216, 16777218, 16777220])).Apply(Table([16777216, 16777218, 16777220]));
        float expected = (float)Math.Sqrt(1.5);
        Assert.Equal([-expected, 0f, expected], scaled.Features.ToArray());
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(8e307)]
    [InlineData(-3e-310)]
    public void Standardization_OfNumbersWhoseSquaresLeaveTheRange_KeepsThem(double unit)
    {
        // 0.25, 0.5, 1.25, 2 and their mean 1 times a unit: distances −3/4, −1/2, 1/4, 1, whose mean square is 30/64.
        double[] values = [0.25 * unit, 0.5 * unit, 1.25 * unit, 2 * unit];
        Standardization scaler = Standardization.Fit(TabularData.RegressionFromColumns([values], [TabularColumn.Numeric("x")], [1, 2, 3, 4]));
        Assert.Equal(1, scaler.Mean[0] / unit, 1e-12);
        Assert.Equal(Math.Sqrt(30.0 / 64), scaler.Deviation[0] / Math.Abs(unit), 1e-12);
    }

    [Fact]
    public void Standardization_ConstantColumn_BecomesZeroEverywhere()
    {
        Standardization scaler = Standardization.Fit(Table([0.1f, 0.1f, 0.1f]));
        Assert.Equal(0, scaler.Deviation[0]);
        Assert.Equal([0f, 0f], scaler.Apply(Table([0.1f, 5f])).Features.ToArray());
    }

    [Fact]
    public void Standardization_MissingValues_AreRefusedOrImputed()
    {
        ArgumentException error = Assert.Throws<ArgumentException>("training", () => Standardization.Fit(Table([1, float.NaN])));
        Assert.Contains("Row 1 of column \"x0\" is missing (NaN); remove it, or fit with imputeMissing: true.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => Standardization.Fit(Table([1, 2])).Apply(Table([float.NaN])));

        Standardization scaler = Standardization.Fit(Table([1, float.NaN, 3]), imputeMissing: true);
        Assert.Equal((2.0, 1.0), (scaler.Mean[0], scaler.Deviation[0]));
        Assert.Equal([-1f, 0f, 1f], scaler.Apply(Table([1, float.NaN, 3])).Features.ToArray());
        Assert.Equal([0f, 0f], Standardization.Fit(Table([float.NaN]), true).Apply(Table([float.NaN, 3])).Features.ToArray());
    }

    [Fact]
    public void Standardization_OtherColumnsOrNoRows_Throws()
    {
        Standardization scaler = Standardization.Fit(Table([1, 2]));
        TabularData other = TabularData.Regression([1, 2], TabularColumn.Numbered(2), [0]);
        Assert.Contains("fitted on 1 columns but got 2", Assert.Throws<ArgumentException>("data", () => scaler.Apply(other)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("training", () => Standardization.Fit(Table([])));
    }

    [Fact]
    public void OneHotEncoding_CategoriesOfTheTrainingPart_BecomeColumns()
    {
        TabularData training = TabularData.Regression([1, 0, 7, 2, 2, 7, 3, float.NaN, 7], Columns, [1, 2, 3]);
        OneHotEncoding encoding = OneHotEncoding.Fit(training);
        Assert.Equal(["size", "color=red", "color=blue", "flat"], encoding.Columns.Select(c => c.Name));
        Assert.Equal([1f, 1, 0, 7, 2, 0, 1, 7, 3, 0, 0, 7], encoding.Apply(training).Features.ToArray());

        TabularData unseen = TabularData.Regression([4, 1, 8], Columns, [4]);
        Assert.Equal([4f, 0, 0, 8], encoding.Apply(unseen).Features.ToArray());
    }

    [Fact]
    public void OneHotEncoding_TableWithOtherCategoryOrder_IsMatchedByName()
    {
        OneHotEncoding encoding = OneHotEncoding.Fit(TabularData.Regression([1, 0, 7, 2, 2, 7], Columns, [1, 2]));
        TabularColumn[] reordered = [Columns[0], TabularColumn.Categorical("color", ["violet", "blue"]), Columns[2]];
        Assert.Equal([4f, 0, 1, 8, 5, 0, 0, 8], encoding.Apply(TabularData.Regression([4, 1, 8, 5, 0, 8], reordered, [4, 5])).Features.ToArray());
    }

    [Fact]
    public void OneHotEncoding_NothingLeftOrOtherColumns_Throws()
    {
        TabularColumn[] color = [Columns[1]];
        Assert.Throws<ArgumentException>("training", () => OneHotEncoding.Fit(TabularData.Regression([float.NaN], color, [1])));
        OneHotEncoding encoding = OneHotEncoding.Fit(TabularData.Regression([1], color, [1]));
        Assert.Throws<ArgumentException>("data", () => encoding.Apply(TabularData.Regression([1, 2, 3], Columns, [1])));
        Assert.Throws<ArgumentException>(() => encoding.Apply(Table([1])));
    }

    [Fact]
    public void Preprocessing_BothSteps_ScaleNumbersAndEncodeCategories()
    {
        TabularData training = TabularData.Regression([1, 0, 7, 3, 2, 7], Columns, [1, 2]);
        TabularData result = Preprocessing.Fit(training).Apply(training);
        Assert.Equal([-1f, 1, 0, 0, 1, 0, 1, 0], result.Features.ToArray());
        Assert.All(result.Columns, column => Assert.False(column.IsCategorical));
    }

    private static TabularData Table(float[] values)
    {
        double[] targets = new double[values.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = i;
        }

        return TabularData.Regression(values, TabularColumn.Numbered(1), targets);
    }
}
