using Hillock.Functional;
using Hillock.Samples.Claims;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim12GeluTests
{
    [Theory]
    [InlineData(-1, -0.15865525393145707)]
    [InlineData(1, 0.84134474606854293)]
    [InlineData(2, 1.9544997361036416)]
    public void Gelu_IsTheMeanOfMasks(double x, double expected)
    {
        Assert.Equal(expected, Sheet.At("gelu", x), 1e-15);
        Assert.Equal(expected, Claim12Gelu.MaskedMean(x), 0.003); // three standard errors of a million draws, times 2
    }

    [Fact]
    public void Approximations_AndLimits()
    {
        Assert.InRange(Claim12Gelu.Distance(static x => F.GeluTanh(x)), 4e-4, 5e-4);
        Assert.InRange(Claim12Gelu.Distance(static x => F.GeluSigmoid(x)), 0.02, 0.0204);
        Assert.InRange(Claim12Gelu.Distance(static x => Claim12Gelu.WithDeviation(x, 1)), 0, 0);
        Tensor x = Tensor.Linspace(-8, 8, 1601, DataType.Float64);
        Assert.InRange(Sheet.Distance(Claim12Gelu.WithDeviation(x, 0.001), F.Relu(x)), 0, 0.00018);
        Assert.Equal(-1 / Math.PI, Claim12Gelu.Cauchy(Sheet.Vector(-1e6)).ToArray<double>()[0], 1e-6);
    }

    [Fact]
    public void LeastValue_LiesInTheMiddle_AndTheMisplacedParenthesisIsNoGelu()
    {
        (double place, double value) = Claim12Gelu.Least();
        Assert.Equal(-0.7518, place, 0.001);
        Assert.Equal(-0.16997, value, 1e-5);
        Assert.True(Claim12Gelu.Misplaced(Sheet.Vector(-4)).ToArray<double>()[0] > 5);
    }
}
