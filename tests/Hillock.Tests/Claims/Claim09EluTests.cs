using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

[Trait("Speed", "slow")]
public class Claim09EluTests
{
    [Fact]
    public void Mean_IsNearerToZeroThanRelus()
    {
        // E max(z, 0) = 1/√(2π); for ELU it is that plus e^½·Φ(−1) − ½.
        Assert.Equal(0.39894, Claim09Elu.Mean("relu"), 0.002);
        Assert.Equal(0.39894 + (1.64872 * 0.158655) - 0.5, Claim09Elu.Mean("elu"), 0.002);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void SlopeBelowZero_IsValuePlusAlpha(double alpha) => Assert.InRange(Claim09Elu.SlopeError(alpha), 0, 1e-15);

    [Fact]
    public void Saturates_AndTrainsFasterHere()
    {
        Assert.Equal(-1, Sheet.At("elu", -40), 1e-15);
        Assert.True(Claim09Elu.EpochsTo("elu", 0.1) < Claim09Elu.EpochsTo("relu", 0.1));
    }
}
