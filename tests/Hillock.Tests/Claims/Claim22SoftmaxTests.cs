using Hillock.Functional;
using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim22SoftmaxTests
{
    [Fact]
    public void Probabilities_AreThoseOfTheClaim()
    {
        double[] expected = [0.087144318742032567, 0.64391425988797231, 0.032058603280084988, 0.23688281808991013];
        double[] softmax = F.Softmax(Sheet.Vector(Claim22Softmax.Logits)).ToArray<double>();
        Assert.All(expected.Zip(softmax), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }

    [Fact]
    public void WithoutTheMaximum_ItOverflows()
    {
        Assert.All(Claim22Softmax.Naive(1000, 1001), p => Assert.True(float.IsNaN(p)));
        Assert.Equal(0.7310586f, Claim22Softmax.Stable(1000, 1001)[1], 1e-6f);
    }
}
