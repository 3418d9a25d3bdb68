using Hillock.Functional;
using Hillock.Samples.Claims;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim07ScaleTests
{
    [Theory]
    [InlineData("relu")]
    [InlineData("leaky-relu")]
    [InlineData("prelu")]
    public void OneKink_HasNoScale(string name)
    {
        Assert.InRange(Claim07Scale.Change(name, 2), 0, 0);
        Assert.InRange(Claim07Scale.Change(name, 100), 0, 1e-15);
    }

    [Theory]
    [InlineData("hard-tanh")]
    [InlineData("relu6")]
    [InlineData("tanh")]
    [InlineData("gelu")]
    public void TwoKinksOrNone_HaveAScale(string name) => Assert.InRange(Claim07Scale.Change(name, 100), 0.1, 1);

    [Fact]
    public void SmoothFunctions_LookHardFromAfar_AndHardOnesSmoothFromNear()
    {
        Tensor x = Tensor.Linspace(-3, 3, 601, DataType.Float64);
        Assert.InRange(Sheet.Distance(F.Gelu(x * 100) / 100, F.Relu(x)), 0, 0.17 / 100 + 1e-9);
        Assert.InRange(Sheet.Distance(F.Gelu(x / 100) * 100, x / 2), 0, 0.04);
        Assert.Equal(0, Sheet.Distance(F.HardTanh(x / 100) * 100, x), 1e-14);
    }

    [Fact]
    public void StandardisedInputs_LieMostlyInTheLinearPartOfHardTanh() =>
        Assert.Equal(0.6827, Claim07Scale.LinearShare("hard-tanh"), 0.005); // erf(1/√2)
}
