using Hillock.Functional;
using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim10CeluTests
{
    [Fact]
    public void Identities_Hold()
    {
        Assert.Equal(0, Claim10Celu.From(1, static x => F.Elu(x)));
        Assert.InRange(Claim10Celu.Scaling(2, 3), 0, 1e-14);
        Assert.InRange(Claim10Celu.Scaling(0.5, 10), 0, 1e-14);
        Assert.InRange(Claim10Celu.AlphaError(2), 0, 1e-14);
    }

    [Fact]
    public void Limits_AreReluAndIdentity()
    {
        Assert.InRange(Claim10Celu.From(1e-3, F.Relu), 0, 1e-3);
        Assert.InRange(Claim10Celu.From(1e6, static x => x), 0, 25 / 2e6); // x²/2α
    }

    [Fact]
    public void SlopeIsContinuous_UnlikeElus_AndTheMisplacedExponentJumps()
    {
        Assert.Equal(Sheet.Slope("celu:alpha=2", 1e-12), Sheet.Slope("celu:alpha=2", -1e-12), 1e-9);
        Assert.Equal(2, Sheet.Slope("elu:alpha=2", -1e-12), 1e-9);
        Assert.Equal(1 / Math.E, Claim10Celu.Misplaced(Sheet.Vector(-1e-12), 1).ToArray<double>()[0], 1e-9);
    }
}
