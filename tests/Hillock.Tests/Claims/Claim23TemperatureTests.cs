using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim23TemperatureTests
{
    [Fact]
    public void Beta_IsRedundantWithWeights_UnlessNormalised()
    {
        Assert.InRange(Claim23Temperature.Redundant(5, normalised: false), 0, 1e-13);
        Assert.True(Claim23Temperature.Redundant(5, normalised: true) > 0.1);
    }

    [Fact]
    public void Limits_AreTheMeanAndTheMaximum()
    {
        Assert.All(Claim23Temperature.Probabilities(1e-6), p => Assert.Equal(0.25, p, 1e-6));
        Assert.Equal(1, Claim23Temperature.Probabilities(100)[1], 1e-12);
    }

    [Fact]
    public void HigherTemperature_DrawsMoreWords() =>
        Assert.True(
            Claim23Temperature.DistinctWords(0.5) < Claim23Temperature.DistinctWords(1)
                && Claim23Temperature.DistinctWords(1) < Claim23Temperature.DistinctWords(2));
}
