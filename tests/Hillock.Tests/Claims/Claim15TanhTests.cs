using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim15TanhTests
{
    [Fact]
    public void Slope_ReachesOne_AndSaturates()
    {
        Assert.Equal(1, Sheet.Slope("tanh", 0));
        Assert.Equal(0.00986603716544019, Sheet.Slope("tanh", 3), 1e-15);
    }

    [Fact]
    public void Training_IsFasterThanWithSigmoid()
    {
        Assert.InRange(Claim15Tanh.EpochsTo("tanh", 0.1), 1, 20);
        Assert.Equal(0, Claim15Tanh.EpochsTo("sigmoid", 0.1));
    }
}
