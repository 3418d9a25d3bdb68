using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Losses of every-second-element views are those of their copies, with strided upstream gradients too (P2 of the checklist).</summary>
public class LossStrideTests
{
    public static TheoryData<string> Cases => [.. LossCase.Names.Where(name => name.EndsWith("reduction=none", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_OfViews_IsThatOfCopies(string name)
    {
        LossCase one = LossCase.Of(name);
        Tensor[] dense = one.Inputs(DataType.Float64);
        Tensor[] leaves = [.. dense.Select(input => Spread(input.Detach()))];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i].RequiresGrad = dense[i].RequiresGrad;
        }

        Tensor[] views = [.. leaves.Select((leaf, i) => dense[i].Rank == 0 ? leaf : leaf.Slice(-1, 0, step: 2))];
        Tensor expected = TorchLosses.Compute(one, dense), actual = TorchLosses.Compute(one, views);
        Assert.Equal(expected.ToArray<double>(), actual.ToArray<double>());
        Tensor upstream = LossCase.Weights(expected.Shape, 40, DataType.Float64);
        Tensor strided = upstream.Rank == 0 ? upstream : Spread(upstream).Slice(-1, 0, step: 2);
        Tensor?[] wanted = Gradients.Of([expected], [.. dense.Where(input => input.RequiresGrad)], [upstream]);
        Tensor?[] gradients = Gradients.Of([actual], [.. leaves.Where(leaf => leaf.RequiresGrad)], [strided]);
        for (int i = 0; i < wanted.Length; i++)
        {
            Tensor gradient = dense[i].Rank == 0 ? gradients[i]! : gradients[i]!.Slice(-1, 0, step: 2);
            Assert.Equal(wanted[i]!.ToArray<double>(), gradient.ToArray<double>());
        }
    }

    /// <summary>A tensor whose every second element along the last axis is the given one.</summary>
    private static Tensor Spread(Tensor x) => x.Rank == 0
        ? x.Clone()
        : F.Stack([x, Tensor.ZerosLike(x)], -1).Reshape([.. x.Shape.Dimensions[..^1], 2 * x.Shape[-1]]).Clone();
}
