using Hillock.Functional;
using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim05PReluTests
{
    [Fact]
    public void Slope_LearnsLinearRectifyingAndEven()
    {
        Assert.Equal(1, Claim05PRelu.Slopes(static x => x)[^1], 1e-2);
        Assert.Equal(0, Claim05PRelu.Slopes(F.Relu)[^1], 1e-2);
        Assert.Equal(-1, Claim05PRelu.Slopes(F.Abs)[^1], 1e-2);
    }

    [Fact]
    public void WeightDecay_PullsItToZero()
    {
        // The minimum of (s + 1)²·E[min(x, 0)²] + λs²/2 with E = ½ and λ = 0.2 lies at s = −1/(1 + λ).
        Assert.Equal(-1 / 1.2, Claim05PRelu.Slopes(F.Abs, 0.2)[^1], 0.03);
        Assert.Equal("no", Claim05PRelu.TakesDecay());
    }

    [Fact]
    public void Gradient_SumsOverChannels_AndSlopeZeroIsRelu()
    {
        (double one, double sum) = Claim05PRelu.Gradient();
        Assert.Equal(one, sum, 1e-9);
        Assert.Equal(0, Sheet.Distance(F.PRelu(Sheet.Normal(1000), Sheet.Vector(0)), F.Relu(Sheet.Normal(1000))));
    }
}
