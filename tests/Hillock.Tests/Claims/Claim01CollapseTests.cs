using Hillock.Functional;
using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

[Trait("Speed", "slow")]
public class Claim01CollapseTests
{
    [Fact]
    public void LinearLayers_AreTheirProduct_UnlikeLayersWithReluBetween()
    {
        // Each of three products of 16 terms rounds to 2⁻²⁴.
        Assert.InRange(Claim01Collapse.Difference(static x => x), 0, 3 * 16 * Math.Pow(2, -24));
        Assert.InRange(Claim01Collapse.Difference(F.Relu), 0.1, 2);
    }

    [Fact]
    public void MoreLinearLayers_DoNotSeparateSpirals()
    {
        Assert.Equal(Claim01Collapse.Accuracy("identity", 1), Claim01Collapse.Accuracy("identity", 8), 0.05);
        Assert.InRange(Claim01Collapse.Accuracy("identity", 8), 0, 0.6);
        Assert.InRange(Claim01Collapse.Accuracy("relu", 8), 0.9, 1);
    }
}
