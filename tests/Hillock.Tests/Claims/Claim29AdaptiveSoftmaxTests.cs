using Hillock.Modules;
using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim29AdaptiveSoftmaxTests
{
    [Fact]
    public void Probabilities_AddUp_AndTheLossIsTheirs()
    {
        (double sum, double loss) = Claim29AdaptiveSoftmax.Errors();
        Assert.InRange(sum, 0, 1e-12);
        Assert.InRange(loss, 0, 1e-12);
    }

    [Fact]
    public void Parameters_AreThoseOfTheModule()
    {
        AdaptiveLogSoftmaxWithLoss layer = new(128, 1000, Claim29AdaptiveSoftmax.Cutoffs(1000));
        Assert.Equal(Claim29AdaptiveSoftmax.Adaptive(1000).Parameters, layer.Parameters().Sum(parameter => (double)parameter.Length));
    }

    [Fact]
    public void Savings_GrowWithTheClasses()
    {
        Assert.InRange(Claim29AdaptiveSoftmax.Full(1_000_000) / Claim29AdaptiveSoftmax.Adaptive(1_000_000).Multiplications, 20, 100);
        Assert.True(
            Claim29AdaptiveSoftmax.Full(1000) / Claim29AdaptiveSoftmax.Adaptive(1000).Multiplications
                < Claim29AdaptiveSoftmax.Full(1_000_000) / Claim29AdaptiveSoftmax.Adaptive(1_000_000).Multiplications);
    }
}
