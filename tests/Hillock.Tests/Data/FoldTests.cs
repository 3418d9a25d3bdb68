using FsCheck;
using FsCheck.Fluent;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public class FoldTests
{
    [Fact]
    public void KFold_AnyCount_PartitionsEvenly() =>
        Prop.ForAll<byte, byte, int>((rows, folds, seed) =>
        {
            int k = 2 + folds % 9, n = k + rows;
            IReadOnlyList<Fold> split = KFold.Split(n, k, (ulong)(uint)seed);
            AssertPartition(split, n, k);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void StratifiedKFold_AnyClasses_PartitionsWithEvenClasses() =>
        Prop.ForAll<byte[], byte, int>((labels, folds, seed) =>
        {
            int k = 2 + folds % 5;
            // Every class that occurs gets k more rows, so that it is large enough.
            int[] distinct = labels.Select(b => b % 4).Append(0).Distinct().ToArray();
            int[] classes = [.. labels.Select(b => b % 4), .. distinct.SelectMany(c => Enumerable.Repeat(c, k))];
            IReadOnlyList<Fold> split = StratifiedKFold.Split(classes, k, (ulong)(uint)seed);
            AssertPartition(split, classes.Length, k);
            foreach (int label in distinct)
            {
                int[] counts = split.Select(fold => fold.HeldOut.ToArray().Count(row => classes[row] == label)).ToArray();
                Assert.InRange(counts.Max() - counts.Min(), 0, 1);
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Split_Seed_DecidesTheFolds()
    {
        TabularData data = SyntheticData.Blobs(90);
        Assert.Equal(HeldOut(StratifiedKFold.Split(data, 5, 1)), HeldOut(StratifiedKFold.Split(data, 5, 1)));
        Assert.NotEqual(HeldOut(StratifiedKFold.Split(data, 5, 1)), HeldOut(StratifiedKFold.Split(data, 5, 2)));
        Assert.Equal(HeldOut(KFold.Split(90, 5, 1)), HeldOut(KFold.Split(90, 5, 1)));
        Assert.NotEqual(HeldOut(KFold.Split(90, 5, 1)), HeldOut(KFold.Split(90, 5, 2)));
    }

    [Fact]
    public void StratifiedKFold_SmallClass_IsNamedWithItsCountAndTheWayOut()
    {
        TabularData data = TabularData.Classification([1, 2, 3, 4, 5, 6, 7, 8], TabularColumn.Numbered(1), [0, 0, 0, 0, 0, 1, 1, 1], ["common", "rare"]);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>("folds", () => StratifiedKFold.Split(data, 5, 0));
        Assert.Contains(
            "5 folds need 5 rows of every class, but class \"rare\" has only 3; use at most 3 folds, or merge or remove that class.", error.Message,
            StringComparison.Ordinal);
        Assert.Equal(3, StratifiedKFold.Split(data, 3, 0).Count);
        error = Assert.Throws<ArgumentOutOfRangeException>("folds", () => StratifiedKFold.Split(data.Select([0, 1, 5]), 2, 0));
        Assert.Contains("has only 1; merge or remove that class.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StratifiedKFold_ClassWithoutRows_IsPassedOver()
    {
        TabularData part = SyntheticData.Blobs(90).Select([0, 1, 3, 4, 6, 7]); // classes 0 and 1 of 3
        Assert.Equal(3, StratifiedKFold.Split(part, 3, 0).Count);
    }

    [Fact]
    public void Split_BadArguments_Throws()
    {
        Assert.Contains(
            "at least 2 folds but got 1", Assert.Throws<ArgumentOutOfRangeException>("folds", () => KFold.Split(10, 1, 0)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "at least 5 rows but there are 4", Assert.Throws<ArgumentOutOfRangeException>("folds", () => KFold.Split(4, 5, 0)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => StratifiedKFold.Split([0, 1], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => StratifiedKFold.Split([], 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => StratifiedKFold.Split([0, -1], 2, 0));
        TabularData regression = TabularData.Regression([1, 2], TabularColumn.Numbered(1), [1, 2]);
        Assert.Throws<ArgumentException>("data", () => StratifiedKFold.Split(regression, 2, 0));
    }

    private static int[][] HeldOut(IReadOnlyList<Fold> split) => [.. split.Select(fold => fold.HeldOut.ToArray())];

    private static void AssertPartition(IReadOnlyList<Fold> split, int rows, int folds)
    {
        Assert.Equal(folds, split.Count);
        Assert.Equal(Enumerable.Range(0, rows), split.SelectMany(fold => fold.HeldOut.ToArray()).Order());
        foreach (Fold fold in split)
        {
            Assert.Equal(Enumerable.Range(0, rows).Except(fold.HeldOut.ToArray()), fold.Training.ToArray());
            Assert.InRange(fold.HeldOut.Length, rows / folds, (rows + folds - 1) / folds);
        }
    }
}
