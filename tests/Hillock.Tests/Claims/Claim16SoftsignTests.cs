using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim16SoftsignTests
{
    [Fact]
    public void Tails_FallAsASquare_NotAsAnExponential()
    {
        Assert.Equal(1.0 / 11, 1 - Sheet.At("softsign", 10), 1e-15);
        Assert.Equal(1.0 / 121, Sheet.Slope("softsign", 10), 1e-15);
        Assert.InRange(Sheet.Slope("tanh", 10), 8.2e-9, 8.3e-9);
    }

    [Fact]
    public void SmallWeights_KeepHardTanhLinear()
    {
        Assert.Equal(0.3173, Claim16Softsign.CutOff(1), 0.005);
        Assert.Equal(6.3e-5, Claim16Softsign.CutOff(0.25), 1e-4);
    }

    [Fact]
    public void Threshold_PassesAGradient_AboveItsThreshold() => Assert.Equal([0.0, 0, 1], Claim16Softsign.ThresholdSlopes(0, 1, 2));
}
