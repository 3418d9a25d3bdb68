using Hillock.Cli.Reports;
using Xunit;

namespace Hillock.Tests.Cli.Reports;

public class LossTrendTests
{
    // Ten epochs, two in each fifth; the means and changes by hand.
    [Theory]
    [InlineData("5 5 4 4 3 3 2 2 1.9 1.9", -0.05, "Falling")] // 1.9/2 − 1
    [InlineData("5 5 4 4 3 3 2 2 2 1.98", -0.005, "Level")] // 1.99/2 − 1
    [InlineData("5 5 2 2 2 2 2.1 2.1 2.4 2.2", 0.0952381, "Rising")] // 2.3/2.1 − 1, and 2.3 > 1.1·2
    [InlineData("5 5 2 2 2 2 2.1 2.1 2.2 2.2", 0.0476190, "Level")] // 2.2 is no more than 1.1·2
    [InlineData("5 5 1 1 3 3 2 2 1.8 1.8", -0.1, "Rising")] // falls, but from a peak
    public void Of_HeldOutLoss_ComparesFifths(string losses, double change, string verdict)
    {
        double[] values = [.. losses.Split(' ').Select(loss => double.Parse(loss, System.Globalization.CultureInfo.InvariantCulture))];
        LossTrend trend = LossTrend.Of([2, 2, 2, 2, 2, 2, 2, 2, 1, 1], values);
        Assert.Equal(change, trend.HeldOut!.Value, 1e-6);
        Assert.Equal(-0.5, trend.Training);
        Assert.Equal(verdict, trend.Verdict.ToString());
    }

    [Fact]
    public void Of_LossOf0_HasNothingLeftToFallAndMayRise()
    {
        Assert.Equal(new LossTrend(0, 0, LossTrend.Course.Level), LossTrend.Of([3, 2, 1, 0, 0], [3, 2, 1, 0, 0]));
        Assert.Equal(new LossTrend(-1, null, LossTrend.Course.Rising), LossTrend.Of([3, 2, 1, 1, 0], [3, 2, 1, 0, 0.5]));
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3 })]
    [InlineData(new[] { 1, 1, 1, 1, double.NaN })]
    [InlineData(new double[] { 1, 1, 1, 1, -1 })]
    public void Of_TooFewOrNoShares_SaysNothing(double[] losses) =>
        Assert.Equal(LossTrend.Course.Unknown, LossTrend.Of(losses, losses).Verdict);
}
