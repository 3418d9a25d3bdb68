using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The elements in the opposite order along axes: along axis 0, <c>y[i] = x[n − 1 − i]</c>.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="axes">The axes, each at most once; negatives count from the last. None leaves the order as it is.</param>
    /// <returns>A copy.</returns>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Flip(Tensor x, params ReadOnlySpan<int> axes)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (axes.IsEmpty)
        {
            return Copy(x);
        }

        Span<int> buffer = stackalloc int[Math.Max(x.Rank, axes.Length)];
        return FlipAxes(x, new Axes(x.Shape, axes, buffer, nameof(Flip)).ToArray());
    }

    /// <summary>Flips resolved axes.</summary>
    internal static Tensor FlipAxes(Tensor x, int[] axes)
    {
        Tensor source = x.Detach();
        Tensor y = Tensor.Empty(x.Shape, x.DataType);
        if (x.Length > 0)
        {
            Span<int> strides = stackalloc int[x.Rank];
            source.Strides.CopyTo(strides);
            int first = 0;
            foreach (int axis in axes)
            {
                // From the last element along the axis, backwards.
                first += (x.Shape.Dimensions[axis] - 1) * strides[axis];
                strides[axis] = -strides[axis];
            }

            Conversion.CopySameType(source, strides, y, first);
        }

        return Tracks(x) ? y.By(new FlipNode(x, axes)) : y;
    }
}
