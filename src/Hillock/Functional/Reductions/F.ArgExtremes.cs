using System.Numerics;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The position of the largest element in row-major order: the first of equal ones, and the first NaN if there is one.</summary>
    /// <returns>A tensor of <see cref="DataType.Int64"/>.</returns>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public static Tensor ArgMax(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return ArgExtreme(x.Detach().Reshape(x.Length), 0, keepDims: false, largest: true);
    }

    /// <summary>The positions of the largest elements along an axis: the first of equal ones, and the first NaN if there is one.</summary>
    /// <returns>A tensor of <see cref="DataType.Int64"/>.</returns>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Tensor logits = Tensor.From([1f, 9, 3, 4], [2, 2]);
    /// Console.WriteLine(F.ArgMax(logits, axis: 1)); // int64 [2] [1, 1]
    /// </code>
    /// </example>
    public static Tensor ArgMax(Tensor x, int axis, bool keepDims = false) => ArgExtreme(x, axis, keepDims, largest: true);

    /// <summary>The position of the smallest element in row-major order: the first of equal ones, and the first NaN if there is one.</summary>
    /// <returns>A tensor of <see cref="DataType.Int64"/>.</returns>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public static Tensor ArgMin(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return ArgExtreme(x.Detach().Reshape(x.Length), 0, keepDims: false, largest: false);
    }

    /// <summary>The positions of the smallest elements along an axis: the first of equal ones, and the first NaN if there is one.</summary>
    /// <returns>A tensor of <see cref="DataType.Int64"/>.</returns>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor ArgMin(Tensor x, int axis, bool keepDims = false) => ArgExtreme(x, axis, keepDims, largest: false);

    private static Tensor ArgExtreme(Tensor x, int axis, bool keepDims, bool largest)
    {
        ArgumentNullException.ThrowIfNull(x);
        Span<int> buffer = stackalloc int[Math.Max(1, x.Rank)];
        Axes axes = new Axes(x.Shape, [axis], buffer, largest ? nameof(ArgMax) : nameof(ArgMin));
        Tensor source = axes.Arrange(x.Detach(), out int outer, out int reduced, out int inner);
        if (reduced == 0)
        {
            throw new ArgumentException($"{(largest ? nameof(ArgMax) : nameof(ArgMin))} of no elements does not exist: the shape is {x.Shape}.", nameof(x));
        }

        Tensor y = Tensor.Empty(keepDims ? axes.Kept(x.Shape) : axes.Dropped(x.Shape), DataType.Int64);
        switch (x.DataType)
        {
            case DataType.Float32:
                ArgExtreme<float>(source, y, outer, reduced, inner, largest);
                break;
            case DataType.Float64:
                ArgExtreme<double>(source, y, outer, reduced, inner, largest);
                break;
            case DataType.Float16 or DataType.BFloat16:
                ArgExtreme<float>(source.To(DataType.Float32), y, outer, reduced, inner, largest);
                break;
            default:
                ArgExtreme<long>(source.To(DataType.Int64), y, outer, reduced, inner, largest);
                break;
        }

        return y;
    }

    private static void ArgExtreme<T>(Tensor source, Tensor result, int outer, int reduced, int inner, bool largest)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> x = source.Span<T>();
        Span<long> y = result.Span<long>();
        if (y.IsEmpty)
        {
            return;
        }

        for (int i = 0; i < outer; i++)
        {
            for (int k = 0; k < inner; k++)
            {
                ReadOnlySpan<T> terms = x[((i * reduced * inner) + k)..];
                T best = terms[0];
                int position = 0;
                for (int j = 1; j < reduced && !T.IsNaN(best); j++)
                {
                    T value = terms[j * inner];
                    if (T.IsNaN(value) || (largest ? value > best : value < best))
                    {
                        best = value;
                        position = j;
                    }
                }

                y[(i * inner) + k] = position;
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(result);
    }
}
