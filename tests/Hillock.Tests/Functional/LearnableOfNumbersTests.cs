using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Learnable activations of an input without axes.</summary>
public class LearnableOfNumbersTests
{
    /// <summary>PyTorch 1.13: <c>nn.PReLU()(torch.tensor(-2.))</c> is −0.5, its gradients 0.25 and [−2].</summary>
    [Theory]
    [InlineData(DataType.Float64)]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    public void PRelu_OfANumber_IsPyTorchs(DataType type)
    {
        LearnableActivation<PRelu> module = new(dataType: type);
        Tensor x = Tensor.Scalar(-2, type).WithGradient();
        Tensor y = module.Forward(x);
        Assert.Equal(Shape.Scalar, y.Shape);
        Assert.Equal(-0.5, y.Item<double>());
        y.Backward();
        Assert.Equal(Shape.Scalar, x.Gradient!.Shape);
        Assert.Equal(0.25, x.Gradient.Item<double>());
        Assert.Equal([-2.0], module.Parameter.Gradient!.ToArray<double>());
        Assert.Equal(-1, F.PRelu(x.Detach(), Tensor.Scalar(0.5, type)).Item<double>());
        Assert.Equal(-1, F.PRelu(x.Detach(), Tensor.Full([1, 1], 0.5, type)).Item<double>());
    }

    [Fact]
    public void EveryLearnedActivation_OfANumber_IsThatOfAVector()
    {
        Module[] modules =
        [
            new LearnableActivation<PRelu>(), new LearnableActivation<LearnableSwish>(), new LearnableActivation<LearnableCelu>(), new ChebyshevActivation(),
            new RationalActivation(),
            new RandomActivation<RRelu>(), new RandomActivation<StochasticGelu>(),
        ];
        using EvaluationScope evaluating = Module.Evaluating();
        foreach (Module module in modules)
        {
            Tensor y = module.Forward(Tensor.Scalar(-0.75));
            Assert.Equal(Shape.Scalar, y.Shape);
            Assert.Equal(module.Forward(Tensor.Full(1, -0.75)).Item<float>(), y.Item<float>());
        }
    }

    [Fact]
    public void Gradients_OfANumber_AreRight()
    {
        GradientCheck.Second(x => F.Swish(x[0], x[1]), [Tensor.Scalar(0.7, DataType.Float64), Tensor.Full(1, 1.3, DataType.Float64)]).ThrowIfFailed();
        GradientCheck.Second(x => F.Celu(x[0], x[1]), [Tensor.Scalar(-0.7, DataType.Float64), Tensor.Full([1, 1], 1.3, DataType.Float64)]).ThrowIfFailed();
    }

    /// <summary>PyTorch 1.13: <c>nn.PReLU(3)(torch.tensor(-2.))</c> says "Not allow zero-dim input tensor".</summary>
    [Fact]
    public void SeveralParameters_OfANumber_AreRefusedWithTheWayOut()
    {
        string message = Assert.Throws<ArgumentException>(() => new LearnableActivation<PRelu>(3).Forward(Tensor.Scalar(1))).Message;
        Assert.Contains("expects a parameter of one number for an input of one number, without axes, but got [3]", message, StringComparison.Ordinal);
        Assert.Contains("Unsqueeze", message, StringComparison.Ordinal);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => F.PRelu(Tensor.Ones(2), Tensor.Ones(3))).Message, StringComparison.Ordinal);
    }
}
