using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim21LearnedTests
{
    [Fact]
    public void LearnedPolynomial_FitsAWaveInOneDimension()
    {
        Assert.InRange(Claim21Learned.Train("chebyshev", 1).Error, 0, 0.01);
        Assert.InRange(Claim21Learned.Train("relu", 1).Error, 0.05, 1);
    }

    [Fact]
    public void NeitherDoes_InMany()
    {
        Assert.True(Claim21Learned.Train("chebyshev", 32).Error > 0.9);
        Assert.True(Claim21Learned.Train("relu", 32).Error > 0.9);
    }
}
