using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim03ReluTests
{
    [Theory]
    [InlineData(-2, 0, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(2, 2, 1)]
    public void Relu_HasItsValueAndSlope(double x, double value, double slope)
    {
        Assert.Equal(value, Sheet.At("relu", x));
        Assert.Equal(slope, Sheet.Slope("relu", x));
    }

    [Fact]
    public void UnitWithNegativeInputs_NeverLearns_UnlessLeaky()
    {
        double[] dead = Claim03Relu.Losses("relu", -2);
        Assert.All(dead, loss => Assert.Equal(dead[0], loss));
        Assert.InRange(Claim03Relu.Losses("leaky-relu", -2)[^1], 0, 1e-3);
        Assert.InRange(Claim03Relu.Losses("relu", 0)[^1], 0, 1e-3);
    }
}
