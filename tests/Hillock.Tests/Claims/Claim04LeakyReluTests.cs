using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim04LeakyReluTests
{
    [Fact]
    public void SkinnyNetworks_LoseTheirGradientWithRelu_NotWithLeakyRelu()
    {
        Assert.InRange(Claim04LeakyRelu.Alive("relu", 20), 0, 0.3);
        Assert.Equal(1, Claim04LeakyRelu.Alive("leaky-relu", 20));
    }

    [Fact]
    public void WideNetworks_KeepIt() => Assert.Equal(1, Claim04LeakyRelu.Alive("relu", 20, width: 32));
}
