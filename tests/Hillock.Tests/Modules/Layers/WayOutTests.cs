using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Layers;

/// <summary>What layers advise where an input does not fit: what in fact helps.</summary>
public class WayOutTests
{
    [Fact]
    public void ConvolutionOfAnotherRank_IsToldOfAxes()
    {
        Refused("join or leave out an axis", () => new Conv2d(3, 8, 3).Forward(Tensor.Ones([1, 1, 3, 8, 8])));
        Refused("join or leave out an axis", () => new Conv1d(3, 8, 3).Forward(Tensor.Ones([2, 3, 8, 8])));
        Refused("add an axis of channels with Unsqueeze", () => new Conv2d(3, 8, 3).Forward(Tensor.Ones([3, 8])));
        Refused("add an axis of channels with Unsqueeze", () => new Conv1d(1, 8, 3).Forward(Tensor.Ones([16, 20])));
        Refused("use inChannels: 4, or bring", () => new Conv1d(3, 8, 3).Forward(Tensor.Ones([2, 4, 20])));
        Assert.Equal([16, 8, 18], new Conv1d(1, 8, 3).Forward(Tensor.Ones([16, 20]).Unsqueeze(1)).Shape.ToArray());
    }

    [Fact]
    public void LengthsOfTheOtherAxis_AreToldOfBatchFirst()
    {
        Refused("make the layer with batchFirst: true", () => new Lstm(3, 4).Forward(Tensor.Ones([2, 7, 3]), out _, out _, lengths: [7, 5]));
        Refused(
            "leave out batchFirst", () => new Gru(3, 4, batchFirst: true).Forward(Tensor.Ones([7, 2, 3]), out _, lengths: [7, 5]));
        Refused("expects 1 length, one", () => new Gru(3, 4).Forward(Tensor.Ones([7, 1, 3]), out _, lengths: [7, 5, 2]));
    }

    [Fact]
    public void ResidualWhoseLengthsShrink_IsToldToPad()
    {
        Tensor x = Tensor.Ones([1, 3, 4, 4]);
        Refused("pad in the body", () => new Residual(new Conv2d(3, 3, 3)).Forward(x));
        Refused("pad in the body", () => new Residual(new Conv2d(3, 3, 3), new Conv2d(3, 3, 1)).Forward(x));
        Refused("pass a projection", () => new Residual(new Conv2d(3, 5, 1)).Forward(x));
        Assert.Equal(x.Shape, new Residual(new Conv2d(3, 3, 3, padding: 1)).Forward(x).Shape);
    }

    [Fact]
    public void NormalisationOfOtherChannels_IsToldWhereTheyAre()
    {
        Refused("the channels are last: bring them to axis 1 with x.Transpose(1, -1)", () => new BatchNorm1d(8).Forward(Tensor.Ones([2, 5, 8])));
        Refused("x.Transpose(1, -1) or Permute", () => new GroupNorm(2, 8).Forward(Tensor.Ones([2, 5, 5, 8])));
        Refused("make the layer of 5 channels", () => new BatchNorm2d(8).Forward(Tensor.Ones([2, 5, 4, 4])));
        Refused("make the layer of 5 channels", () => new InstanceNorm1d(8).Forward(Tensor.Ones([5, 4])));
        Refused("add or join axes", () => new BatchNorm2d(8).Forward(Tensor.Ones([2, 8, 4])));
        Assert.Equal([2, 8, 5], new BatchNorm1d(8).Forward(Tensor.Ones([2, 5, 8]).Transpose(1, -1)).Shape.ToArray());
    }

    [Fact]
    public void FlattenOfTooFewAxes_IsNamed() =>
        Refused("Flatten from axis 1 to -1 expects an input of at least 2 axes but got [3]", () => new Flatten().Forward(Tensor.Ones([3])));

    [Fact]
    public void InitialisationOfAComputedWeight_IsRefused()
    {
        WeightNorm layer = new(new Linear(2, 2));
        Refused("before it is wrapped", () => Initialization.Constant(layer.Weight, 1));
        Initialization.Constant(layer.Length, 2);
    }

    [Fact]
    public void GradientOfAFrozenNetwork_IsToldToUnfreeze()
    {
        Linear layer = new(2, 2);
        layer.RequireGrad(false);
        string message = Assert.Throws<InvalidOperationException>(() => F.Sum(layer.Forward(Tensor.Ones([1, 2]))).Backward()).Message;
        Assert.Contains("Unfreeze", message, StringComparison.Ordinal);
    }

    private static void Refused(string wayOut, Func<Tensor> call) =>
        Assert.Contains(wayOut, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
}
