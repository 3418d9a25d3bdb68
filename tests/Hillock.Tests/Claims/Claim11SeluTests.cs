using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

[Trait("Speed", "slow")]
public class Claim11SeluTests
{
    [Theory]
    [InlineData("selu, all conditions")]
    [InlineData("inputs × 3")]
    public void UnderItsConditions_MeanAndVarianceStay(string name)
    {
        (double mean, double variance) = Claim11Selu.Moments(name)[31];
        Assert.InRange(mean, -0.1, 0.1);
        Assert.InRange(variance, 0.85, 1.15);
    }

    [Theory]
    [InlineData("He weights", 10, 1e4)]
    [InlineData("with skip connections", 1e6, 1e12)]
    [InlineData("relu", 0, 1e-6)]
    public void Otherwise_TheyDoNot(string name, double low, double high) => Assert.InRange(Claim11Selu.Moments(name)[31].Variance, low, high);
}
