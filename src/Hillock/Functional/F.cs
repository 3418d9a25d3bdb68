using System.Runtime.CompilerServices;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Functions on tensors, without state. All that are differentiable carry gradients of any order.</summary>
public static partial class F
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Tracks(Tensor x) => x.IsTracked;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Tracks(Tensor x, Tensor y) => (x.Node is not null || y.Node is not null) && GradientMode.Enabled;

    /// <summary>The values of <paramref name="y"/> with the gradient of <paramref name="x"/>.</summary>
    internal static Tensor StraightThrough(Tensor x, Tensor y) => Tracks(x) ? y.By(new StraightThroughNode(x)) : y;

    /// <summary>Sums away the axes along which a tensor was broadcast from <paramref name="shape"/>: the backward of broadcasting.</summary>
    internal static Tensor SumTo(Tensor x, Shape shape)
    {
        if (ReferenceEquals(x.Shape, shape) || x.Shape.Equals(shape))
        {
            return x;
        }

        int added = x.Rank - shape.Rank;
        Span<int> axes = stackalloc int[x.Rank];
        int count = 0;
        for (int i = 0; i < x.Rank; i++)
        {
            if (i < added || (shape.Dimensions[i - added] == 1 && x.Shape.Dimensions[i] != 1))
            {
                axes[count++] = i;
            }
        }

        return Reshape(Sum(x, axes[..count], keepDims: true), shape);
    }
}
