using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

[Trait("Speed", "slow")]
public class Claim13Relu6Tests
{
    [Fact]
    public void CappedOutputs_RoundToEightBitsWithLessError()
    {
        (double greatest, double error, double zeros) = Claim13Relu6.Rounding("relu6", 5);
        (double uncapped, double more, double same) = Claim13Relu6.Rounding("relu", 5);
        Assert.Equal(6, greatest);
        Assert.True(uncapped > 15);
        Assert.True(error < more / 3);
        Assert.Equal(same, zeros);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(20)]
    public void AnyCap_DoesAsWell(double cap) => Assert.InRange(Claim13Relu6.Accuracy(cap), 0.93, 1);
}
