using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

[Trait("Speed", "slow")]
public class Claim24AveragesTests
{
    [Fact]
    public void SquaredError_FindsTheMean_AbsoluteErrorTheMedian()
    {
        Assert.Equal(102, Claim24Averages.Fit(squared: true, 1, 2, 3, 4, 500), 0.01);
        Assert.Equal(3, Claim24Averages.Fit(squared: false, 1, 2, 3, 4, 500), 0.01);
        Assert.Equal(0.2, Claim24Averages.Fit(squared: true, -1, -1, 1, 1, 1), 0.001);
        Assert.Equal(1, Claim24Averages.Fit(squared: false, -1, -1, 1, 1, 1), 0.001);
    }

    [Fact]
    public void Edge_IsBlurredByTheOne_AndSharpByTheOther()
    {
        Assert.InRange(Claim24Averages.Gray(squared: true), 12, 20); // 0.8 of half of 41 pixels
        Assert.Equal(0, Claim24Averages.Gray(squared: false));
    }
}
