using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

[Trait("Speed", "slow")]
public class Claim02SlopeTests
{
    [Fact]
    public void SlopeOfZero_PassesNoGradient() => Assert.Equal(0, Claim02Slope.FirstGradient("binary-step"));

    [Fact]
    public void ConstantSlopeInPieces_IsEnough()
    {
        Assert.True(Claim02Slope.FirstGradient("relu") > 0.1);
        Assert.True(Claim02Slope.FirstGradient("identity") > 0.1);
        Assert.True(Networks.Spirals("relu", 3).Score > 0.9);
        Assert.True(Networks.Spirals("identity", 3).Score < 0.6);
        Assert.True(Networks.Spirals("binary-step", 3).Score < 0.6);
    }
}
