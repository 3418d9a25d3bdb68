using Hillock.Charts.CommandLine;
using Hillock.Cli.RunFolders;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Cli.RunFolders;

public sealed class ValidationSplitTests
{
    [Fact]
    public void Of_Classes_HoldsOutTheSameShareOfEach()
    {
        int[] classes = [.. Enumerable.Range(0, 100).Select(row => row < 70 ? 0 : row < 99 ? 1 : 2)];
        (int[] training, int[] heldOut) = ValidationSplit.Of(Table(classes), 0.2, 1);
        Assert.Equal(Enumerable.Range(0, 100), training.Concat(heldOut).Order());
        Assert.Equal([14, 6, 0], Enumerable.Range(0, 3).Select(one => heldOut.Count(row => classes[row] == one)));
        Assert.Equal(training, training.Order());
        Assert.NotEqual(heldOut, ValidationSplit.Of(Table(classes), 0.2, 2).HeldOut);
        Assert.Empty(ValidationSplit.Of(Table(classes), 0, 1).HeldOut);
    }

    [Fact]
    public void Of_Groups_KeepsThemTogether()
    {
        int[] groups = [.. Enumerable.Range(0, 100).Select(row => row / 10)];
        (int[] training, int[] heldOut) = ValidationSplit.Of(Table(new int[100]).WithGroups(groups), 0.3, 1);
        Assert.Equal(30, heldOut.Length);
        Assert.Empty(training.Select(row => groups[row]).Intersect(heldOut.Select(row => groups[row])));
    }

    [Fact]
    public void Of_Times_HoldsOutTheLatestAndDividesNoTime()
    {
        double[] times = [.. Enumerable.Range(0, 50).Select(row => (double)((row * 7) % 50 / 2))];
        (int[] training, int[] heldOut) = ValidationSplit.Of(Table(new int[50]).WithTimes(times), 0.21, 1);
        Assert.Equal(10, heldOut.Length); // 10.5 rounds to 11, whose first row shares its time with one before
        Assert.True(training.Max(row => times[row]) < heldOut.Min(row => times[row]));
    }

    /// <summary>The nine last rows share a time: they are held out together rather than nothing.</summary>
    [Fact]
    public void Of_TimesOfWhichTheLatestHasMost_HoldsThatOut()
    {
        double[] times = [1, 2, 2, 2, 2, 2, 2, 2, 2, 2];
        (int[] training, int[] heldOut) = ValidationSplit.Of(Table(new int[10]).WithTimes(times), 0.2, 1);
        Assert.Equal([0], training);
        Assert.Equal(Enumerable.Range(1, 9), heldOut);
    }

    [Theory]
    [InlineData(0.2, 50, 50)]
    [InlineData(0.2, 60, 40)]
    [InlineData(0.1, 30, 70)]
    public void Of_TwoLargeGroups_HoldsOutTheNearest(double share, int first, int second)
    {
        int[] groups = [.. Enumerable.Repeat(0, first), .. Enumerable.Repeat(1, second)];
        (int[] training, int[] heldOut) = ValidationSplit.Of(Table(new int[first + second]).WithGroups(groups), share, 1);
        Assert.Equal(Math.Min(first, second), heldOut.Length);
        Assert.Single(heldOut.Select(row => groups[row]).Distinct());
        Assert.Single(training.Select(row => groups[row]).Distinct());
    }

    [Fact]
    public void Of_NothingThatCanBeHeldOut_IsRefused()
    {
        TabularData table = Table(new int[10]);
        Assert.Contains("of one time", Refused(table.WithTimes(new double[10]), 0.2), StringComparison.Ordinal);
        Assert.Contains("of one group", Refused(table.WithGroups(new int[10]), 0.2), StringComparison.Ordinal);
        Assert.Contains("too few rows; say --validation 0", Refused(table, 0.01), StringComparison.Ordinal);
    }

    private static string Refused(TabularData data, double share) => Assert.Throws<CommandException>(() => ValidationSplit.Of(data, share, 1)).Message;

    private static TabularData Table(int[] classes) =>
        TabularData.Classification(new float[classes.Length], [TabularColumn.Numeric("x")], classes, ["a", "b", "c"]);
}
