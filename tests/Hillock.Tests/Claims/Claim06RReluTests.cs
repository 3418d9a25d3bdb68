using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

[Trait("Speed", "slow")]
public class Claim06RReluTests
{
    [Fact]
    public void Slopes_AreUniformInTraining_AndTheMidpointAfterwards()
    {
        (double least, double mean, double greatest, double evaluation) = Claim06RRelu.Slopes();
        Assert.InRange(least, 0.125, 0.1251);
        Assert.InRange(greatest, 0.3332, 1.0 / 3);
        Assert.Equal(11.0 / 48, mean, 1e-3);
        Assert.Equal(11.0 / 48, evaluation, 1e-15);
    }

    [Fact]
    public void FewNoisyRows_AreLearnedByHeartLess_ButAFixedSlopeDoesTheSame()
    {
        double relu = Claim06RRelu.Loss("relu", 149, heldOut: true), random = Claim06RRelu.Loss("rrelu", 149, heldOut: true);
        Assert.True(random < relu - 0.05);
        Assert.Equal(Claim06RRelu.Loss("leaky-relu:negative-slope=0.22916666666666666", 149, heldOut: true), random, 0.03);
    }
}
