using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim08SoftplusTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Distance_FromRelu_IsLn2OverBeta(double beta) => Assert.Equal(0.69314718055994531 / beta, Claim08Softplus.Distance(beta), 1e-12);

    [Fact]
    public void Value_IsPositive_WhileFloatsReach()
    {
        Assert.InRange(Claim08Softplus.InSinglePrecision(-100), 3.6e-44f, 3.9e-44f);
        Assert.Equal(0, Claim08Softplus.InSinglePrecision(-110));
    }
}
