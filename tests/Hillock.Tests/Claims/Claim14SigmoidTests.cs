using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

[Trait("Speed", "slow")]
public class Claim14SigmoidTests
{
    [Fact]
    public void SlopeAndMean()
    {
        Assert.Equal(0.25, Sheet.Slope("sigmoid", 0));
        Assert.All(Sheet.Slopes(Sheet.Of("sigmoid"), [-3, -0.1, 0.1, 2]), slope => Assert.InRange(slope, 0, 0.25));
        Assert.Equal(0.5, Claim14Sigmoid.Mean("sigmoid"), 0.001);
    }

    [Fact]
    public void Gradient_VanishesWithDepth_UnlikeTanhs()
    {
        Assert.InRange(Claim14Sigmoid.Ratio("sigmoid", 10), 0, 1e-3);
        Assert.InRange(Claim14Sigmoid.Ratio("tanh", 10), 0.05, 5);
        Assert.True(Claim14Sigmoid.Ratio("sigmoid", 10) < Claim14Sigmoid.Ratio("sigmoid", 4) / 10);
    }

    [Fact]
    public void Outputs_AreAllPositiveAndShifted()
    {
        Assert.Equal(1, Claim14Sigmoid.First("sigmoid").NonNegativeRows);
        Assert.Equal(0, Claim14Sigmoid.First("tanh").NonNegativeRows);
        Assert.True(Claim14Sigmoid.First("sigmoid").MeanActivation > 2 * Claim14Sigmoid.First("sigmoid").Deviation);
    }
}
