using System.Numerics;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The larger of each pair of elements, broadcast; NaN if one is. Equal ones share the gradient.</summary>
    public static Tensor Maximum(Tensor x, Tensor y)
    {
        Tensor z = Arithmetic(default(MaximumFunction), ref x, ref y);
        return Tracks(x, y) ? z.By(new MaximumNode(x, y, minimum: false)) : z;
    }

    /// <summary>The smaller of each pair of elements, broadcast; NaN if one is. Equal ones share the gradient.</summary>
    public static Tensor Minimum(Tensor x, Tensor y)
    {
        Tensor z = Arithmetic(default(MinimumFunction), ref x, ref y);
        return Tracks(x, y) ? z.By(new MaximumNode(x, y, minimum: true)) : z;
    }

    /// <summary>The largest element; NaN if one is. Equal ones share the gradient.</summary>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public static Tensor Max(Tensor x) => Extreme(x, [], keepDims: false, largest: true);

    /// <summary>The largest elements along an axis; NaN where one is. Equal ones share the gradient.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axis stays, with one element.</param>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([1f, 9, 3, 4], [2, 2]);
    /// Console.WriteLine(F.Max(x, 1)); // float32 [2] [9, 4]
    /// </code>
    /// </example>
    public static Tensor Max(Tensor x, int axis, bool keepDims = false) => Extreme(x, [axis], keepDims, largest: true);

    /// <summary>The largest elements along several axes; NaN where one is. Equal ones share the gradient.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="axes">The axes; none means all; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axes stay, with one element.</param>
    /// <exception cref="ArgumentException">There are no elements to reduce, or an axis is named twice.</exception>
    public static Tensor Max(Tensor x, ReadOnlySpan<int> axes, bool keepDims = false) => Extreme(x, axes, keepDims, largest: true);

    /// <summary>The smallest element; NaN if one is. Equal ones share the gradient.</summary>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public static Tensor Min(Tensor x) => Extreme(x, [], keepDims: false, largest: false);

    /// <summary>The smallest elements along an axis; NaN where one is. Equal ones share the gradient.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axis stays, with one element.</param>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Min(Tensor x, int axis, bool keepDims = false) => Extreme(x, [axis], keepDims, largest: false);

    /// <summary>The smallest elements along several axes; NaN where one is. Equal ones share the gradient.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="axes">The axes; none means all; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axes stay, with one element.</param>
    /// <exception cref="ArgumentException">There are no elements to reduce, or an axis is named twice.</exception>
    public static Tensor Min(Tensor x, ReadOnlySpan<int> axes, bool keepDims = false) => Extreme(x, axes, keepDims, largest: false);

    private static Tensor Extreme(Tensor x, ReadOnlySpan<int> axes, bool keepDims, bool largest)
    {
        ArgumentNullException.ThrowIfNull(x);
        Span<int> buffer = stackalloc int[Math.Max(x.Rank, axes.Length)];
        Axes resolved = new Axes(x.Shape, axes, buffer, largest ? nameof(Max) : nameof(Min));
        Tensor source = resolved.Arrange(x.Detach(), out int outer, out int reduced, out int inner);
        if (reduced == 0)
        {
            throw new ArgumentException($"{(largest ? nameof(Max) : nameof(Min))} of no elements does not exist: the shape is {x.Shape}.", nameof(x));
        }

        Tensor y = Tensor.Empty(keepDims ? resolved.Kept(x.Shape) : resolved.Dropped(x.Shape), x.DataType);
        switch (x.DataType)
        {
            case DataType.Float32:
                Extreme<float>(source, y, outer, reduced, inner, largest);
                break;
            case DataType.Float64:
                Extreme<double>(source, y, outer, reduced, inner, largest);
                break;
            case DataType.Int64:
                Extreme<long>(source, y, outer, reduced, inner, largest);
                break;
            case DataType.Int32:
                Extreme<int>(source, y, outer, reduced, inner, largest);
                break;
            case DataType.UInt8:
                Extreme<byte>(source, y, outer, reduced, inner, largest);
                break;
            default:
                // The other types are exact in a wider one.
                DataType wide = x.DataType == DataType.Bool ? DataType.UInt8 : DataType.Float32;
                y = Extreme(x.Detach().To(wide), axes, keepDims, largest).To(x.DataType);
                break;
        }

        return Tracks(x) ? y.By(new ExtremeNode(x, y, resolved)) : y;
    }

    private static void Extreme<T>(Tensor source, Tensor result, int outer, int reduced, int inner, bool largest)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> x = source.Span<T>();
        Span<T> y = result.Span<T>();
        if (y.IsEmpty)
        {
            return;
        }

        for (int i = 0; i < outer; i++)
        {
            ReadOnlySpan<T> block = x.Slice(i * reduced * inner, reduced * inner);
            if (inner == 1)
            {
                y[i] = largest ? TensorPrimitives.Max(block) : TensorPrimitives.Min(block);
                continue;
            }

            Span<T> row = y.Slice(i * inner, inner);
            block[..inner].CopyTo(row);
            for (int j = 1; j < reduced; j++)
            {
                if (largest)
                {
                    TensorPrimitives.Max(row, block.Slice(j * inner, inner), row);
                }
                else
                {
                    TensorPrimitives.Min(row, block.Slice(j * inner, inner), row);
                }
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(result);
    }
}
