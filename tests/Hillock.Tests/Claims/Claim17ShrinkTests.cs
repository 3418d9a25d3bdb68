using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim17ShrinkTests
{
    [Theory]
    [InlineData("softshrink", 0.3829)]
    [InlineData("hardshrink", 0.3829)]
    [InlineData("tanhshrink", 0)]
    public void Zeros_AreExact_ForTheTwoWithAThreshold(string name, double expected) => Assert.Equal(expected, Claim17Shrink.Zeros(name), 0.005); // erf(0.5/√2)

    [Fact]
    public void Ista_FallsAndLeavesZeros_UnlikeSubgradientSteps()
    {
        (double[] proximal, int zeros, double[] gradient, int others) = Claim17Shrink.Solve();
        Assert.All(proximal.Zip(proximal.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1e-12));
        Assert.True(proximal[^1] < gradient[^1]);
        Assert.InRange(zeros, 85, 95);
        Assert.Equal(0, others);
    }
}
