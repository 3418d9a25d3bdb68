using Hillock.Functional;
using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim19HardSigmoidTests
{
    [Fact]
    public void HardSigmoids_DifferInSlope()
    {
        Assert.Equal(1.0 / 6, Sheet.Slope("hard-sigmoid", 0), 1e-15);
        Assert.Equal(0.5, Sheet.Slopes(Claim19HardSigmoid.BinaryConnect, [0])[0]);
    }

    [Fact]
    public void HardSwish_StaysNearSilu_AndEachHasALeastValue()
    {
        Assert.InRange(Claim19HardSigmoid.Distance("hard-swish", "silu"), 0.142, 0.143); // 3σ(−3)
        Assert.Equal((-1.5, -0.375), Claim19HardSigmoid.Least("hard-swish"));
        Assert.Equal(-0.27846, Claim19HardSigmoid.Least("silu").Value, 1e-5);
        Assert.Equal(-0.30884, Claim19HardSigmoid.Least("mish").Value, 1e-5);
    }

    [Fact]
    public void Glu_GatesOneHalfByTheOther() =>
        Assert.Equal([0.5, 2, 0], F.Glu(Sheet.Vector(1, 2, 3, 0, 100, -100)).ToArray<double>().Select(value => Math.Round(value, 12)));
}
