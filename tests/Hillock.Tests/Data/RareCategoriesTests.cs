using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public class RareCategoriesTests
{
    private static readonly string[] Words = ["a", "b", "c", "d", "e", "f"];
    private const string Rows = "abcaabdeabfa";

    /// <summary>What scikit-learn 1.2's OneHotEncoder(min_frequency, handle_unknown="infrequent_if_exist") gives of the same words.</summary>
    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 0.2)]
    public void Fit_GroupsWhatScikitLearnGroups(int rows, double share)
    {
        RareCategories rare = RareCategories.Fit(Table(Rows), rows, share);
        Assert.Equal(["c", "d", "e", "f"], rare.Of("word"));
        Assert.Equal(["a", "b", "(other)"], rare.Columns[0].Categories);
        TabularColumn other = TabularColumn.Categorical("word", ["zz", "d", "c", "b", "a"]);
        TabularData test = TabularData.RegressionFromColumns([[4, 3, 2, 1, 0], [0, 0, 0, 0, 0]], [other, TabularColumn.Numeric("x")], [0, 0, 0, 0, 0]);
        OneHotEncoding encoding = OneHotEncoding.Fit(rare.Apply(Table(Rows)));
        Assert.Equal(["word=a", "word=b", "word=(other)", "x"], encoding.Columns.Select(column => column.Name));
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0], encoding.Apply(rare.Apply(test)).Features.ToArray());
        Preprocessing all = Preprocessing.Fit(Table(Rows), new PreprocessingOptions { RareRows = rows, RareShare = share });
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0], all.Apply(test).Features.ToArray());
    }

    [Fact]
    public void Fit_NoRareCategory_LeavesUnseenOnesAsNone()
    {
        Preprocessing all = Preprocessing.Fit(Table("aabb"), new PreprocessingOptions { RareRows = 2 });
        Assert.Equal(["word=a", "word=b", "x"], all.Encoding.Columns.Select(column => column.Name));
        Assert.Equal([0, 0, 0], all.Apply(Table("f")).Features.ToArray());
        Assert.Empty(all.Rare!.Of("word"));
        Assert.Empty(all.Rare.Of("x"));
        ArgumentException fault = Assert.Throws<ArgumentException>("column", () => all.Rare.Of("y"));
        Assert.Contains("There is no column \"y\" but word, x", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MissingValues_StayMissing()
    {
        TabularData table = TabularData.RegressionFromColumns(
            [[0, 0, 1, double.NaN, double.NaN]], [TabularColumn.Categorical("word", ["a", "(other)"])], [1, 2, 3, 4, 5]);
        Preprocessing all = Preprocessing.Fit(table, new PreprocessingOptions { RareRows = 2, ImputeMissing = true });
        Assert.Equal(["word=a", "word=(other)", "word=(missing)"], all.Encoding.Columns.Select(column => column.Name));
        Assert.Equal([1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1], all.Apply(table).Features.ToArray());

        // A category that is called so, and has rows enough, keeps its name.
        TabularData called = TabularData.RegressionFromColumns([[0, 1, 1]], [TabularColumn.Categorical("word", ["a", "(other)"])], [1, 2, 3]);
        Assert.Equal(["(other)", "((other))"], RareCategories.Fit(called, 2).Columns[0].Categories);
    }

    [Fact]
    public void Options_RefuseWhatIsNone()
    {
        Assert.Throws<ArgumentOutOfRangeException>("RareRows", () => RareCategories.Fit(Table(Rows), -1));
        Assert.Throws<ArgumentOutOfRangeException>("RareShare", () => RareCategories.Fit(Table(Rows), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("RareShare", () => new PreprocessingOptions { RareShare = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Smoothing", () => new PreprocessingOptions { Smoothing = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("Folds", () => new PreprocessingOptions { Folds = 1 });
    }

    private static TabularData Table(string rows) => TabularData.RegressionFromColumns(
        [[.. rows.Select(word => (double)(word - 'a'))], new double[rows.Length]], [TabularColumn.Categorical("word", Words), TabularColumn.Numeric("x")],
        [.. rows.Select((_, i) => (double)i)]);
}
