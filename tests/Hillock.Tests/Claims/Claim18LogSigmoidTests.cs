using Hillock.Functional;
using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim18LogSigmoidTests
{
    [Fact]
    public void Function_HoldsWhereTheLogarithmOfSigmoidBreaks()
    {
        Assert.Equal(-200f, Claim18LogSigmoid.Both(-200).Own);
        Assert.Equal(float.NegativeInfinity, Claim18LogSigmoid.Both(-200).Naive);
        Assert.Equal(-2.0611537e-9f, Claim18LogSigmoid.Both(20).Own, 1e-15f);
        Assert.Equal(0, Claim18LogSigmoid.Both(20).Naive);
    }

    [Fact]
    public void Symmetry_HoldsForBoth()
    {
        Assert.InRange(Claim18LogSigmoid.Symmetry(static x => F.Softplus(x)), 0, 1e-14);
        Assert.InRange(Claim18LogSigmoid.Symmetry(F.LogSigmoid), 0, 1e-14);
    }

    [Fact]
    public void Table_ErrsByHalfItsStepTimesTheSlope() => Assert.Equal(0.5 * 0.5 * 32 / 1024, Claim18LogSigmoid.TableError(1024, 32), 1e-4);
}
