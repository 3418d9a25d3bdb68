using Hillock.Data;
using Hillock.Numbers;
using Xunit;

namespace Hillock.Tests.Data.Loading;

/// <summary>Rows and datasets divided by shares: at random, by class, by group, by time.</summary>
public class RowSplitTests
{
    // What torch.utils.data.random_split gives for lengths of fractions (PyTorch 2).
    [Theory]
    [InlineData(11, new[] { 0.5, 0.3, 0.2 }, new[] { 6, 3, 2 })]
    [InlineData(100, new[] { 0.29, 0.71 }, new[] { 29, 71 })]
    [InlineData(7, new[] { 1.0 / 3, 1.0 / 3, 1.0 / 3 }, new[] { 3, 2, 2 })]
    [InlineData(10, new[] { 0.7, 0.2, 0.1 }, new[] { 7, 2, 1 })]
    public void Random_Parts_HaveTorchsSizes_AndEveryRowOnce(int rows, double[] shares, int[] sizes)
    {
        int[][] parts = RowSplit.Random(rows, shares, 3);
        Assert.Equal(sizes, parts.Select(part => part.Length));
        Assert.Equal(Enumerable.Range(0, rows), parts.SelectMany(part => part).Order());
        Assert.All(parts, part => Assert.Equal(part.Order(), part));
        Assert.Equal(parts, RowSplit.Random(rows, shares, 3));
        Assert.NotEqual(RowSplit.Random(1000, shares, 3)[0], RowSplit.Random(1000, shares, 4)[0]);
        Assert.Equal(RowSplit.Random(rows, sizes, 3), parts);
    }

    /// <summary>Each row is in the first part in a share of the seeds: within five standard deviations of the binomial distribution.</summary>
    [Fact]
    public void Random_Rows_AreEquallyProbable()
    {
        const int Seeds = 2000;
        int[] counts = new int[10];
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            foreach (int row in RowSplit.Random(10, [0.3, 0.7], seed)[0])
            {
                counts[row]++;
            }
        }

        Assert.All(counts, count => Assert.InRange(count, (0.3 * Seeds) - (5 * Math.Sqrt(0.21 * Seeds)), (0.3 * Seeds) + (5 * Math.Sqrt(0.21 * Seeds))));
    }

    [Theory]
    [InlineData(new[] { 0.8, 0.2 })]
    [InlineData(new[] { 0.6, 0.3, 0.1 })]
    [InlineData(new[] { 0.25, 0.25, 0.25, 0.25 })]
    [InlineData(new[] { 1.0 / 3, 2.0 / 3 })]
    public void Stratified_CountsOfClasses_AreWithinOneOfTheirShare(double[] shares)
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            Philox random = new(seed, 5);
            int rows = 60 + (int)random.Below(1000, 90);
            int[] classes = [.. Enumerable.Range(0, rows).Select(i => (int)(random.Below((ulong)i, 100) * random.Below((ulong)i + 500, 100) / 1300))];
            int[][] parts = RowSplit.Stratified(classes, shares, seed);
            Assert.Equal(Enumerable.Range(0, classes.Length), parts.SelectMany(part => part).Order());
            foreach (int label in classes.Distinct())
            {
                int all = classes.Count(other => other == label);
                for (int k = 0; k < parts.Length; k++)
                {
                    int here = parts[k].Count(row => classes[row] == label);
                    Assert.True(Math.Abs(here - (all * shares[k])) < 1 - 1e-9, $"seed {seed}: part {k} has {here} of {all} rows of class {label}");
                }
            }

            // Not only of each class: what is rounded is made good from class to class.
            Assert.All(
                parts.Select((part, k) => Math.Abs(part.Length - (shares[k] * classes.Length))),
                off => Assert.True(off < 2, $"seed {seed}: {off} rows too many"));
        }
    }

    [Theory]
    [InlineData(new[] { 0.8, 0.2 })]
    [InlineData(new[] { 0.5, 0.3, 0.2 })]
    [InlineData(new[] { 0.98, 0.01, 0.01 })]
    public void Grouped_Groups_AreNeverShared(double[] shares)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Philox random = new(seed);
            int[] groups = [.. Enumerable.Range(0, 200).Select(i => 3 * (int)random.Below((ulong)i, 25))];
            int[][] parts = RowSplit.Grouped(groups, shares, seed);
            Assert.Equal(Enumerable.Range(0, 200), parts.SelectMany(part => part).Order());
            Assert.All(parts, Assert.NotEmpty);
            int[] found = [.. parts.SelectMany(part => part.Select(row => groups[row]).Distinct())];
            Assert.Equal(groups.Distinct().Order(), found.Order());

            // The largest group is no larger than about a sixteenth of the rows, and the last one dealt decides.
            int largest = groups.GroupBy(group => group).Max(group => group.Count());
            Assert.All(parts.Select((part, k) => part.Length - (shares[k] * 200)), off => Assert.InRange(off, -2 * largest, largest));
        }
    }

    [Fact]
    public void Grouped_FewGroups_GiveEveryPartOne()
    {
        int[][] parts = RowSplit.Grouped([0, 0, 0, 1, 1, 1], [0.99, 0.01], 1);
        Assert.Equal([3, 3], parts.Select(part => part.Length));
        Assert.Contains(
            "3 parts need 3 groups but there are 2", Assert.Throws<ArgumentException>("groups", () => RowSplit.Grouped([0, 1], [0.4, 0.3, 0.3], 0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ByTime_Parts_FollowEachOther_AndNeverDivideATime()
    {
        // 40, 10, 10, 30 and 10 rows of five years, shuffled: half of 100 rows ends at the change behind 50.
        double[] years = [.. new[] { 40, 10, 10, 30, 10 }.SelectMany((count, i) => Enumerable.Repeat(2000.0 + i, count))];
        new Philox(4).Shuffle<double>(years);
        Assert.Equal([50, 50], RowSplit.ByTime(years, [0.5, 0.5]).Select(part => part.Length));
        Assert.Equal([40, 60], RowSplit.ByTime(years, [0.3, 0.7]).Select(part => part.Length));
        int[][] parts = RowSplit.ByTime(years, [0.55, 0.25, 0.2]);
        Assert.Equal(Enumerable.Range(0, 100), parts.SelectMany(part => part).Order());
        for (int k = 1; k < parts.Length; k++)
        {
            Assert.True(parts[k - 1].Max(row => years[row]) < parts[k].Min(row => years[row]));
        }

        Assert.Equal([[0], [1], [2]], RowSplit.ByTime([1, 2, 3], [0.8, 0.1, 0.1]));
        Assert.Throws<ArgumentException>("times", () => RowSplit.ByTime([1, 1, 2, 2], [0.4, 0.3, 0.3]));
        Assert.Throws<ArgumentException>("times", () => RowSplit.ByTime([1, double.NaN], [0.5, 0.5]));
        Assert.Throws<ArgumentException>("times", () => RowSplit.ByTime([], [0.5, 0.5]));
    }

    [Fact]
    public void Splits_OfSharesThatMakeNoSense_SayWhich()
    {
        Assert.Contains("shares[1] is -0.2", Refused([1.2, -0.2]), StringComparison.Ordinal);
        Assert.Contains("add up to 1 but theirs is 0.9", Refused([0.5, 0.4]), StringComparison.Ordinal);
        Assert.Contains("two or more shares but got 1", Refused([1.0]), StringComparison.Ordinal);
        Assert.Contains("shares[0] is NaN", Refused([double.NaN, 1]), StringComparison.Ordinal);
        Assert.Contains("Part 1 of 2 would have none of the 1 rows", Refused([0.9, 0.1], 1), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("shares", () => RowSplit.Stratified([], [0.5, 0.5], 0));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => RowSplit.Stratified([0, -1], [0.5, 0.5], 0));
        Assert.Throws<ArgumentOutOfRangeException>("groups", () => RowSplit.Grouped([0, -1], [0.5, 0.5], 0));
        Assert.Throws<ArgumentException>("lengths", () => RowSplit.Random(10, [5, 4], 0));
        Assert.Throws<ArgumentException>("lengths", () => RowSplit.Random(10, [10, 0], 0));

        static string Refused(double[] shares, int rows = 10) =>
            Assert.Throws<ArgumentException>(nameof(shares), () => RowSplit.Random(rows, shares, 0)).Message;
    }

    [Fact]
    public void DatasetSplits_Parts_AreThoseOfTheRows()
    {
        ListDataset<int> data = new([.. Enumerable.Range(100, 12)]);
        int[] labels = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1];
        double[] shares = [0.75, 0.25];
        Same(RowSplit.Random(12, shares, 9), data.RandomSplit(shares, 9));
        Same(RowSplit.Random(12, [5, 7], 9), data.RandomSplit([5, 7], 9));
        Same(RowSplit.Stratified(labels, shares, 9), data.StratifiedSplit(labels, shares, 9));
        Same(RowSplit.Grouped(labels, shares, 9), data.GroupSplit(labels, shares, 9));
        double[] times = [.. Enumerable.Range(0, 12).Select(i => (double)-i)];
        Same(RowSplit.ByTime(times, shares), data.TimeSplit(times, shares));
        Assert.Throws<ArgumentException>("classes", () => data.StratifiedSplit([0, 1], shares, 9));
        Assert.Throws<ArgumentException>("groups", () => data.GroupSplit([0, 1], shares, 9));
        Assert.Throws<ArgumentException>("times", () => data.TimeSplit([0, 1], shares));

        void Same(int[][] rows, Subset<int>[] parts) => Assert.Equal(
            rows.Select(part => part.Select(row => row + 100).ToArray()), parts.Select(part => Enumerable.Range(0, part.Count).Select(i => part[i]).ToArray()));
    }
}
