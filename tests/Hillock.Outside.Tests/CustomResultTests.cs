using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Outside.Tests;

/// <summary>What a custom operation returns, forward and backward, is its own: no constant's, no other graph's.</summary>
public class CustomResultTests
{
    [Fact]
    public void Forward_ThatReturnsATensorFromElsewhere_LeavesItAConstant()
    {
        Tensor constant = Tensor.From([1.0, 1]);
        Tensor x = Tensor.From([2.0, 3]).WithGradient(), w = Tensor.From([5.0, 7]).WithGradient();
        F.Custom(x, _ => constant, (_, _, dy) => dy).Sum().Backward();
        Assert.False(constant.RequiresGrad);
        (w * constant).Sum().Backward();
        Assert.Equal([1.0, 1], w.Gradient!.ToArray<double>());
        Assert.Equal([1.0, 1], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Backward_ThatRecordsOfItsOwnAccord_GivesAGradientOfNoGraph()
    {
        Tensor x = Tensor.From([2.0]).WithGradient();
        Tensor y = F.Custom(x, a => a * a, (a, _, dy) =>
        {
            using GradientScope recording = Gradients.Enabled();
            return dy * 2 * x;
        });
        y.Sum().Backward();
        Assert.Equal(4, x.Gradient!.Item<double>());
        Assert.False(x.Gradient!.RequiresGrad);
    }
}
