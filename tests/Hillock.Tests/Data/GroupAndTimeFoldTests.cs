using Hillock.Activations;
using Hillock.Data;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Data;

/// <summary>Folds that keep groups together, follow time, are given, or spread rare classes.</summary>
[Trait("Speed", "slow")]
public class GroupAndTimeFoldTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void GroupKFold_Groups_StayTogetherAndRowsAreHeldOutOnce(int folds)
    {
        int[] groups = [.. Enumerable.Range(0, 100).Select(row => row * row % 23 % 8)];
        IReadOnlyList<Fold> split = GroupKFold.Split(groups, folds, 5);
        Assert.Equal(Enumerable.Range(0, 100), split.SelectMany(fold => fold.HeldOut.ToArray()).Order());
        Assert.All(split, fold =>
        {
            Assert.Empty(fold.Training.ToArray().Select(row => groups[row]).Intersect(fold.HeldOut.ToArray().Select(row => groups[row])));
            Assert.Equal(100, fold.Training.Length + fold.HeldOut.Length);
        });
    }

    [Fact]
    public void GroupKFold_MoreFoldsThanGroups_SaysHowMany() => Assert.Contains(
        "5 folds need 5 groups but there are 2; use at most 2 folds",
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => GroupKFold.Split([0, 0, 1, 1], 5, 0)).Message,
        StringComparison.Ordinal);

    // scikit-learn's TimeSeriesSplit(2) of 7 rows: [0, 1, 2] [3, 4] and [0, 1, 2, 3, 4] [5, 6]; here the rows come backwards.
    [Fact]
    public void TimeFolds_Rows_AreHeldOutAfterWhatIsTrainedOn()
    {
        IReadOnlyList<Fold> split = TimeFolds.Split([7.0, 6, 5, 4, 3, 2, 1], 2);
        Assert.Equal([4, 5, 6], split[0].Training.ToArray());
        Assert.Equal([2, 3], split[0].HeldOut.ToArray());
        Assert.Equal([2, 3, 4, 5, 6], split[1].Training.ToArray());
        Assert.Equal([0, 1], split[1].HeldOut.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => TimeFolds.Split([1.0, 2], 2));
        Assert.Throws<ArgumentException>("times", () => TimeFolds.Split([1.0, double.NaN, 3], 2));
    }

    // 40, 10, 10, 30 and 10 rows of five years: thirds would end within years, the nearest changes are after 40 and 60 rows, or 60 and 90.
    [Fact]
    public void TimeFolds_EqualTimes_AreNeverDivided()
    {
        double[] years = [.. new[] { 40, 10, 10, 30, 10 }.SelectMany((count, i) => Enumerable.Repeat(2000.0 + i, count))];
        IReadOnlyList<Fold> split = TimeFolds.Split(years, 2);
        Assert.Equal([(40, 20), (60, 40)], split.Select(fold => (fold.Training.Length, fold.HeldOut.Length)));
        Assert.All(split, fold => Assert.True(fold.Training.ToArray().Max(row => years[row]) < fold.HeldOut.ToArray().Min(row => years[row])));
        Assert.Equal([(40, 10), (50, 10), (60, 30), (90, 10)], TimeFolds.Split(years, 4).Select(fold => (fold.Training.Length, fold.HeldOut.Length)));
        Assert.Contains(
            "5 folds in the order of time need 6 different times but there are 5; use at most 4 folds",
            Assert.Throws<ArgumentOutOfRangeException>("folds", () => TimeFolds.Split(years, 5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => TimeFolds.Split([1.0, 1, 1, 1], 2));
    }

    [Fact]
    public void Compare_WhatDividesInOneWay_IsNotRepeated()
    {
        TabularData data = TabularData.Classification(
            [.. Enumerable.Range(0, 12).Select(i => (float)i)], [TabularColumn.Numeric("x")], [.. Enumerable.Range(0, 12).Select(i => i % 2)], ["n", "y"]);
        double[] times = [.. Enumerable.Range(0, 12).Select(i => (double)i)];
        int[] groups = [.. Enumerable.Range(0, 12).Select(i => i / 4)];
        ComparisonOptions options = new() { Folds = 3, Repeats = 2, Epochs = 1, LearningRate = 0.01, Hidden = [4] };
        Refused("Repeats", data.WithTimes(times));
        Refused("Repeats", data.WithGroups(groups));
        options = options with { Repeats = 1 };
        Refused("data", data.WithGroups(groups).WithTimes(times));

        void Refused(string parameter, TabularData rows) => Assert.Throws<ArgumentException>(
            parameter, () => CrossValidation.Compare(rows, [ActivationChoice.Of("relu", new Relu())], options, cancellationToken: Token));
    }

    [Fact]
    public void StratifiedKFold_RareClass_IsSpreadWhereAllowed()
    {
        int[] classes = [0, 0, 0, 0, 0, 0, 1];
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => StratifiedKFold.Split(classes, 3, 0));
        IReadOnlyList<Fold> split = StratifiedKFold.Split(classes, 3, 0, spreadRare: true);
        Assert.Equal(Enumerable.Range(0, 7), split.SelectMany(fold => fold.HeldOut.ToArray()).Order());
        Assert.Single(split, fold => fold.HeldOut.Contains(6));
    }

    [Fact]
    public void FoldOf_RowsInBoth_AreRefused()
    {
        Assert.Equal([1, 3], Fold.Of([3, 1], [2]).Training.ToArray());
        Assert.Contains("Row 2 is trained on and held out", Assert.Throws<ArgumentException>("heldOut", () => Fold.Of([1, 2], [2])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("training", () => Fold.Of([], [2]));
    }

    [Fact]
    public void Compare_GivenSplit_TrainsOnItAlone()
    {
        // The held-out rows have the other label: what is learned of the first rows is wrong for them.
        TabularData data = TabularData.Classification(
            [.. Enumerable.Range(0, 80).Select(i => i % 2 == 0 ? -1f : 1f)], [TabularColumn.Numeric("x")],
                [.. Enumerable.Range(0, 80).Select(i => (i % 2) ^ (i < 60 ? 0 : 1))],
            ["n", "y"]);
        Fold fold = Fold.Of([.. Enumerable.Range(0, 60)], [.. Enumerable.Range(60, 20)]);
        TrainingComparison result = CrossValidation.Compare(
            data, [ActivationChoice.Of("relu", new Relu())], new ComparisonOptions { Splits = [fold], Epochs = 30, LearningRate = 0.01, Hidden = [8] },
            cancellationToken: Token);
        Assert.Equal([0.0], result.Scores(0));
    }
}
