using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Compares a loss, its gradient (computed alone, and differentiably) and its second derivative with PyTorch's.</summary>
internal static class LossCheck
{
    public static void Run(Func<Tensor, Tensor> loss, JsonElement item, Tensor x, DataType type, double tolerance)
    {
        Tensor upstream = TorchData.Tensor(item.GetProperty("upstream"), type);
        Tensor expected = TorchData.Tensor(item.GetProperty("gradient"), type);
        Tensor y = loss(x);
        Near.Assert(TorchData.Tensor(item.GetProperty("loss"), type), y, tolerance, "loss");
        Near.Assert(expected, Gradients.Of(y, [x], upstream)[0], tolerance, "gradient");

        Tensor seed = upstream.Clone().WithGradient();
        Tensor gradient = Gradients.Of(loss(x), [x], seed, createGraph: true)[0]!;
        Near.Assert(expected, gradient, tolerance, "differentiable gradient");
        Tensor direction = TorchData.Tensor(item.GetProperty("direction"), type);
        Tensor?[] second = Gradients.Of(F.Sum(gradient * direction), [x, seed]);
        Near.Assert(TorchData.Tensor(item.GetProperty("second"), type), second[0], 4 * tolerance, "second derivative");

        // The gradient is linear in the upstream one, so the product of that derivative with it is the directional derivative.
        double along = F.Sum(gradient.Detach() * direction).Item<double>();
        Assert.Equal(along, F.Sum(second[1]! * upstream).Item<double>(), 1e-5 * Math.Max(1, Math.Abs(along)));
    }
}
