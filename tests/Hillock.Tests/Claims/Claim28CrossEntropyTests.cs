using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim28CrossEntropyTests
{
    [Fact]
    public void Parts_AddUp()
    {
        Assert.InRange(Claim28CrossEntropy.FromParts(), 0, 1e-14);
        Assert.InRange(Claim28CrossEntropy.Decomposition(), 0, 1e-14);
    }

    [Fact]
    public void JointLoss_HoldsWhereTheLogarithmOfSoftmaxBreaks()
    {
        Assert.Equal(200f, Claim28CrossEntropy.Both(200).Joint);
        Assert.Equal(float.PositiveInfinity, Claim28CrossEntropy.Both(200).Naive);
    }
}
