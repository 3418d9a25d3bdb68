using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The median of all elements: the lower one of the two in the middle if their number is even; NaN if an element is NaN.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <remarks>As in PyTorch; the mean of the two in the middle is <c>Quantile(x, 0.5)</c>. Elements equal to the median share the gradient.</remarks>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public static Tensor Median(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor flat = x.Detach().Reshape(x.Length);
        Tensor y = IndexSelect(flat, 0, MedianPositions(flat, 0).Reshape(1)).Squeeze(0);
        return Tracks(x) ? y.By(new MedianNode(x, y)) : y;
    }

    /// <summary>The medians along an axis, and where they are: the lower one of the two in the middle if their number is even.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axis stays, with one element.</param>
    /// <returns>The medians, and their positions along the axis of <see cref="DataType.Int64"/>. Gradients flow to those positions.</returns>
    /// <remarks>Of equal elements it is the one of the middle rank in stable order. The first NaN is the median where there is one.</remarks>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static (Tensor Values, Tensor Indices) Median(Tensor x, int axis, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = ElementOrder.Axis(x.Shape, axis);
        Tensor source = x.Rank == 0 ? Reshape(x, 1) : x;
        Tensor indices = ElementOrder.FromRows(MedianPositions(source, axis), axis);
        Tensor values = Gather(source, axis, indices);
        return keepDims && x.Rank > 0 ? (values, indices) : (values.Squeeze(axis), indices.Squeeze(axis));
    }

    /// <summary>The positions of the medians, in rows along the axis.</summary>
    private static Tensor MedianPositions(Tensor x, int axis)
    {
        int length = x.Shape[axis];
        if (length == 0)
        {
            throw new ArgumentException($"Median of no elements does not exist: the shape is {x.Shape}.", nameof(x));
        }

        Tensor rows = ElementOrder.Rows(x, axis);
        int[] dimensions = rows.Shape.Dimensions.ToArray();
        dimensions[^1] = 1;
        Tensor positions = Tensor.Empty(Shape.Adopt(dimensions), DataType.Int64);
        ElementOrder.Run(x.DataType, new RankedWork(rows, length, (length - 1) / 2, positions));
        return positions;
    }

    private readonly struct RankedWork(Tensor rows, int length, int rank, Tensor positions) : IOrderedWork
    {
        public void Run<TBits, TOrder>()
            where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
            where TOrder : struct, IKeyOrder<TBits>
        {
            RowSelect.Ranked<TBits, TOrder>(rows.ReachUnchecked<TBits>(), length, rank, positions.Span<long>());
            GC.KeepAlive(rows);
            GC.KeepAlive(positions);
        }
    }
}
