using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public class TabularDataTests
{
    private static readonly TabularColumn[] TwoColumns = [TabularColumn.Numeric("a"), TabularColumn.Categorical("b", ["red", "green"])];

    [Fact]
    public void Classification_Arguments_AreCopiedAndReadable()
    {
        float[] features = [1, 0, 2, 1, float.NaN, float.NaN];
        int[] classes = [0, 1, 1];
        TabularData data = TabularData.Classification(features, TwoColumns, classes, ["no", "yes"], "answer", "test");
        features[0] = 9;
        classes[0] = 1;

        Assert.Equal((3, 2, true), (data.RowCount, data.ColumnCount, data.IsClassification));
        Assert.Equal([1f, 0], data.Row(0).ToArray());
        Assert.Equal([0, 1, 1], data.Classes.ToArray());
        Assert.Equal(["no", "yes"], data.ClassNames);
        Assert.Equal(("answer", "test"), (data.TargetName, data.Provenance));
        Assert.True(data.Targets.IsEmpty);
    }

    [Fact]
    public void Select_Rows_KeepsColumnsAndClasses()
    {
        TabularData data = TabularData.Classification([1, 0, 2, 1, 3, 0], TwoColumns, [0, 1, 1], ["no", "yes"]);
        TabularData part = data.Select([2, 0, 2]);
        Assert.Equal([3f, 0, 1, 0, 3, 0], part.Features.ToArray());
        Assert.Equal([1, 0, 1], part.Classes.ToArray());
        Assert.Equal(2, data.Select([1]).ClassNames.Count);
        Assert.Equal(0, data.Select([]).RowCount);
    }

    [Fact]
    public void Regression_Select_KeepsTargets()
    {
        TabularData data = TabularData.Regression([1, 2, 3], [TabularColumn.Numeric("a")], [0.5, 1.5, 2.5]);
        Assert.False(data.IsClassification);
        Assert.Equal([2.5, 0.5], data.Select([2, 0]).Targets.ToArray());
    }

    [Fact]
    public void CopyFeatures_WrongDestination_NamesBothLengths()
    {
        TabularData data = TabularData.Regression([1, 2, 3], [TabularColumn.Numeric("a")], [0.5, 1.5, 2.5]);
        ArgumentException error = Assert.Throws<ArgumentException>("destination", () => data.CopyFeatures([0, 1], new float[3]));
        Assert.Contains("need 2 elements but the destination has 3", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("row", () => data.CopyFeatures([3], new float[1]));
    }

    [Fact]
    public void Create_BadArguments_NamesRowAndColumn()
    {
        AssertFault("features", "Row 1 of column \"a\" is infinite", [1, 0, float.PositiveInfinity, 1], [0, 1]);
        AssertFault("features", "Row 0 of column \"b\" has the category index 2", [1, 2, 2, 1], [0, 1]);
        AssertFault("features", "Row 0 of column \"b\" has the category index 0.5", [1, 0.5f, 2, 1], [0, 1]);
        AssertFault("features", "2 targets and 2 columns need 4 features but got 3", [1, 0, 2], [0, 1]);
        AssertFault("classes", "Row 1 has class 2", [1, 0, 2, 1], [0, 2]);
        AssertFault("classNames", "at least 2 classes but got 1", [1, 0], [0], "only");
        Assert.Throws<ArgumentException>("targets", () => TabularData.Regression([1], [TabularColumn.Numeric("a")], [double.NaN]));
        Assert.Throws<ArgumentException>("columns", () => TabularData.Regression([], [], [1]));
        Assert.Throws<ArgumentException>("categories", () => TabularColumn.Categorical("a", []));
    }

    private static void AssertFault(string argument, string part, float[] features, int[] classes, params string[] names)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            argument, () => TabularData.Classification(features, TwoColumns, classes, names.Length > 0 ? names : ["no", "yes"]));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
