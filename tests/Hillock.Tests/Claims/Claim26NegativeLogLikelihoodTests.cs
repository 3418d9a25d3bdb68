using Hillock.Losses;
using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim26NegativeLogLikelihoodTests
{
    [Fact]
    public void Anything_IsTakenForALogProbability() => Assert.Equal(-1000, Claim26NegativeLogLikelihood.OfAnything(1000));

    [Fact]
    public void Mean_DividesByTheUsedWeights()
    {
        double[] weighted = Claim26NegativeLogLikelihood.Loss(Reduction.None, [1, 4, 1]);
        Assert.Equal(weighted.Sum() / 6, Claim26NegativeLogLikelihood.Loss(weights: [1, 4, 1])[0], 1e-14);
        Assert.Equal(4 * Claim26NegativeLogLikelihood.Loss(Reduction.None)[1], weighted[1], 1e-14);
    }

    [Fact]
    public void IgnoredRows_CountForNothing() =>
        Assert.Equal(Claim26NegativeLogLikelihood.Loss(Reduction.None)[1], Claim26NegativeLogLikelihood.Loss(ignoreIndex: 0)[0], 1e-14);
}
