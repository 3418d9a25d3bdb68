using Hillock.Data;
using Hillock.Training;
using Hillock.Training.Search;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>What a search may look at: rows that are divided as the folds are.</summary>
public class InnerSplitTests
{
    [Theory]
    [InlineData(7, 90)]
    [InlineData(2, 40)]
    [InlineData(60, 60)]
    public void Places_OfGroups_KeepThemTogether(int groups, int rows)
    {
        TabularData data = Table(rows).WithGroups([.. Enumerable.Range(0, rows).Select(row => row * row % 31 % groups)]);
        FoldData fold = Halves(data);
        (int[] training, int[] looked) = InnerSplit.Places(fold, 3)!.Value;
        HashSet<int> seen = [.. training.Select(place => data.Groups[fold.TrainingRows[place]])];
        Assert.NotEmpty(looked);
        Assert.NotEmpty(training);
        Assert.DoesNotContain(looked, place => seen.Contains(data.Groups[fold.TrainingRows[place]]));
        Assert.Equal(Enumerable.Range(0, fold.TrainingRows.Length), training.Concat(looked).Order());
    }

    [Fact]
    public void Places_OfOneGroup_AreNone() => Assert.Null(InnerSplit.Places(Halves(Table(40).WithGroups(new int[40])), 0));

    [Theory]
    [InlineData(50)]
    [InlineData(40_000)]
    public void Places_OfTimes_AreLater(int rows)
    {
        TabularData data = Table(rows).WithTimes([.. Enumerable.Range(0, rows).Select(row => (double)(row * 7919L % rows))]);
        FoldData fold = Halves(data);
        (int[] training, int[] looked) = InnerSplit.Places(fold, 3)!.Value;
        Assert.Equal(Math.Min(fold.TrainingRows.Length, InnerSplit.MostRows) / 5, looked.Length);
        Assert.True(training.Max(Time) < looked.Min(Time));

        double Time(int place) => data.Times[fold.TrainingRows[place]];
    }

    [Fact]
    public void GroupPart_OfUnequalGroups_HoldsOutAboutAFifth()
    {
        int[] groups = [.. Enumerable.Repeat(0, 60), .. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(2, 20)];
        Fold fold = GroupPart.Of(groups, 5, 0)!;
        Assert.Equal(20, fold.HeldOut.Length);
        Assert.Single(fold.HeldOut.ToArray().Select(row => groups[row]).Distinct());
    }

    [Fact]
    public void Diagnosis_WithGroupsOrTimes_HoldsOutOnesOfTheirOwn()
    {
        // The target is the group's: a network that has seen rows of every group has learnt them, one that has not can only guess.
        const int Rows = 400;
        Random random = new(5);
        int[] groups = [.. Enumerable.Range(0, Rows).Select(row => row % 40)];
        float[] centres = [.. Enumerable.Range(0, 80).Select(_ => (float)(4 * random.NextDouble()))];
        int[] classOfGroup = [.. Enumerable.Range(0, 40).Select(_ => random.Next(2))];
        float[] features = [.. Enumerable.Range(0, 2 * Rows).Select(i => centres[(2 * groups[i / 2]) + (i % 2)] + (float)(0.02 * random.NextDouble()))];
        TabularData data = TabularData.Classification(
            features, [TabularColumn.Numeric("a"), TabularColumn.Numeric("b")], [.. groups.Select(group => classOfGroup[group])], ["no", "yes"]);
        DiagnosisOptions options = new() { Depth = 2, Width = 64, Epochs = 150, LearningRate = 0.01 };
        double drawn = Score(data);
        Assert.InRange(drawn, 0.9, 1);
        Assert.InRange(Score(data.WithGroups(groups)), 0, drawn - 0.1);
        Assert.InRange(Score(data.WithTimes([.. groups.Select(group => (double)group)])), 0, drawn - 0.1);
        Assert.Contains(
            "needs at least 2", Assert.Throws<ArgumentException>(() => Score(data.WithGroups(new int[Rows]))).Message, StringComparison.Ordinal);

        double Score(TabularData table) =>
            NetworkDiagnosis.Run(table, options, cancellationToken: TestContext.Current.CancellationToken).Epochs[^1].HeldOutScore!.Value;
    }

    private static FoldData Halves(TabularData data)
    {
        // Every third row is held out, so that places in the training part are not those in the data.
        int[] rows = [.. Enumerable.Range(0, data.RowCount)];
        return FoldData.Make(data, Fold.Of(rows.Where(row => row % 3 != 0).ToArray(), rows.Where(row => row % 3 == 0).ToArray()), new PreprocessingOptions());
    }

    private static TabularData Table(int rows) =>
        TabularData.Classification(
            [.. Enumerable.Range(0, rows).Select(row => (float)row)], [TabularColumn.Numeric("x")], [.. Enumerable.Range(0, rows).Select(row => row % 2)],
            ["a", "b"]);
}
