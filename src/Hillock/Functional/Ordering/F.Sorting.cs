using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Sorts along an axis: the elements in order, and where each came from.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <returns>
    /// <c>Values</c> of the shape of <paramref name="x"/>, and their positions along the axis as <c>Indices</c> of <see cref="DataType.Int64"/>:
    /// <c>Values = Gather(x, axis, Indices)</c>, which is also how gradients flow.
    /// </returns>
    /// <remarks>
    /// NaN counts as larger than +∞, so it comes last, or first when descending; −0 and +0 are equal. Equal elements keep their order, in both
    /// directions, whatever the number of threads.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// (Tensor values, Tensor indices) = F.Sort(Tensor.From([3f, 1, 2]));
    /// Console.WriteLine(values); // float32 [3] [1, 2, 3]
    /// Console.WriteLine(indices); // int64 [3] [1, 2, 0]
    /// </code>
    /// </example>
    public static (Tensor Values, Tensor Indices) Sort(Tensor x, int axis = -1, bool descending = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = ElementOrder.Axis(x.Shape, axis);
        Tensor rows = ElementOrder.Rows(x, axis);
        Tensor values = Tensor.Empty(rows.Shape, x.DataType);
        Tensor indices = ElementOrder.FromRows(ElementOrder.Sort(rows, descending, values), axis);
        return (Picked(x, axis, ElementOrder.FromRows(values, axis), indices), indices);
    }

    /// <summary>The positions that sort an axis: <c>Gather(x, axis, ArgSort(x, axis))</c> is sorted. The order is that of <see cref="Sort"/>.</summary>
    /// <returns>A tensor of <see cref="DataType.Int64"/> and the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor ArgSort(Tensor x, int axis = -1, bool descending = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = ElementOrder.Axis(x.Shape, axis);
        return ElementOrder.FromRows(ElementOrder.Sort(ElementOrder.Rows(x, axis), descending, null), axis);
    }

    /// <summary>The <paramref name="k"/> largest elements along an axis, or the smallest, and where each came from.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="k">How many: from 0 to the length of the axis.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="largest">Whether the largest are meant, otherwise the smallest.</param>
    /// <param name="sorted">Whether the results are in order, the best first; otherwise they are in the order of their positions.</param>
    /// <returns>The elements, <paramref name="k"/> along the axis, and their positions of <see cref="DataType.Int64"/>. Gradients flow to what was picked.</returns>
    /// <remarks>
    /// The first <paramref name="k"/> of what <see cref="Sort"/> gives: NaN counts as the largest, and of equal elements the earlier are picked. Without
    /// sorting the rest: in a time that grows as the length does, whatever <paramref name="k"/> and the order of the elements are, but for sorting the results.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="k"/> is negative or larger than its length.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.TopK(Tensor.From([3f, 1, 2]), 2).Values); // float32 [2] [3, 2]
    /// </code>
    /// </example>
    public static (Tensor Values, Tensor Indices) TopK(Tensor x, int k, int axis = -1, bool largest = true, bool sorted = true)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = ElementOrder.Axis(x.Shape, axis);
        int length = x.Rank == 0 ? 1 : x.Shape[axis];
        if (k < 0 || k > length)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"TopK along axis {axis} of the shape {x.Shape} expects a k from 0 to {length} but got {k}.");
        }

        Tensor rows = ElementOrder.Rows(x, axis);
        int[] dimensions = rows.Shape.Dimensions.ToArray();
        if (dimensions.Length > 0)
        {
            dimensions[^1] = k;
        }
        else if (k == 0)
        {
            dimensions = [0];
        }

        Tensor values = Tensor.Empty(Shape.Adopt(dimensions), x.DataType);
        Tensor indices = Tensor.Empty(values.Shape, DataType.Int64);
        if (values.Length > 0)
        {
            ElementOrder.Run(x.DataType, new FirstWork(rows, length, k, largest, sorted, values, indices));
        }

        indices = ElementOrder.FromRows(indices, axis);
        return (Picked(x, axis, ElementOrder.FromRows(values, axis), indices), indices);
    }

    /// <summary>Records that <paramref name="values"/> were gathered from <paramref name="x"/>.</summary>
    private static Tensor Picked(Tensor x, int axis, Tensor values, Tensor indices)
    {
        if (!Tracks(x))
        {
            return values;
        }

        return x.Rank == 0 && values.Rank == 0 ? Copy(x) : x.Rank == 0 ? Slice(Reshape(x, 1), 0, 0, values.Length, 1) : values.By(new GatherNode(x, axis, indices));
    }

    private readonly struct FirstWork(Tensor rows, int length, int count, bool descending, bool sorted, Tensor values, Tensor positions) : IOrderedWork
    {
        public void Run<TBits, TOrder>()
            where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
            where TOrder : struct, IKeyOrder<TBits>
        {
            RowSelect.First<TBits, TOrder>(
                rows.ReachUnchecked<TBits>(), length, count, descending, sorted, values.ReachUnchecked<TBits>(), positions.Span<long>());
            GC.KeepAlive(rows);
            GC.KeepAlive(values);
            GC.KeepAlive(positions);
        }
    }
}
