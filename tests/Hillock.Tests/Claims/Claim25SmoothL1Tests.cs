using Hillock.Losses;
using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim25SmoothL1Tests
{
    [Fact]
    public void Loss_IsSquareInsideAndAbsoluteOutside()
    {
        Assert.Equal(0.125, Claim25SmoothL1.Loss(0.5));
        Assert.Equal(0.5, Claim25SmoothL1.Loss(1));
        Assert.Equal(9.5, Claim25SmoothL1.Loss(10));
    }

    [Fact]
    public void Loss_HasAScale() =>
        Assert.NotEqual(Claim25SmoothL1.Loss(0.5, 10) / Claim25SmoothL1.Loss(0.5), Claim25SmoothL1.Loss(10, 10) / Claim25SmoothL1.Loss(10));

    [Fact]
    public void Reductions_AreThree()
    {
        Assert.Equal([0.5, 1.5, 2.5], Claim25SmoothL1.Reduced(Reduction.None));
        Assert.Equal(1.5, Claim25SmoothL1.Reduced(Reduction.Mean)[0]);
        Assert.Equal(4.5, Claim25SmoothL1.Reduced(Reduction.Sum)[0]);
    }
}
