using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    // Shorter ones are copied one by one as fast.
    private const int ShortSegment = 8;

    /// <summary>The sum of all elements, as a tensor of no axes. Whole numbers and truth values give an Int64.</summary>
    /// <remarks>Floating-point terms are added in double precision in an order that depends on their number alone (<see cref="Reduce"/>).</remarks>
    public static Tensor Sum(Tensor x) => Sum(x, [], false);

    /// <summary>The sums along an axis.</summary>
    /// <param name="x">The terms.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axis stays, with one element.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([1f, 2, 3, 4], [2, 2]);
    /// Console.WriteLine(F.Sum(x, 0)); // float32 [2] [4, 6]
    /// Console.WriteLine(F.Sum(x, 1, keepDims: true).Shape); // [2, 1]
    /// </code>
    /// </example>
    public static Tensor Sum(Tensor x, int axis, bool keepDims = false) => Sum(x, [axis], keepDims);

    /// <summary>The sums along several axes. Whole numbers and truth values give an Int64.</summary>
    /// <param name="x">The terms.</param>
    /// <param name="axes">The axes; none means all; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axes stay, with one element.</param>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    public static Tensor Sum(Tensor x, ReadOnlySpan<int> axes, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        Span<int> buffer = stackalloc int[Math.Max(x.Rank, axes.Length)];
        Axes resolved = new Axes(x.Shape, axes, buffer, nameof(Sum));
        Tensor y = SumOver(x, resolved, keepDims, mean: false);
        return Tracks(x) ? y.By(new SumNode(x, resolved, 1)) : y;
    }

    /// <summary>The mean of all elements; NaN of none.</summary>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type.</exception>
    public static Tensor Mean(Tensor x) => Mean(x, [], false);

    /// <summary>The means along an axis: <c>Σx/n</c>, rounded once; NaN of no elements.</summary>
    /// <param name="x">The elements, of a floating-point type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axis stays, with one element.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([1f, 2, 3, 4], [2, 2]);
    /// Console.WriteLine(F.Mean(x, 1)); // float32 [2] [1.5, 3.5]
    /// </code>
    /// </example>
    public static Tensor Mean(Tensor x, int axis, bool keepDims = false) => Mean(x, [axis], keepDims);

    /// <summary>
    /// The means along several axes; none means all. The double-precision sum is divided and rounded once; it may be more than float64 holds.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type, or an axis is named twice.</exception>
    public static Tensor Mean(Tensor x, ReadOnlySpan<int> axes, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        Span<int> buffer = stackalloc int[Math.Max(x.Rank, axes.Length)];
        Axes resolved = new Axes(x.Shape, axes, buffer, nameof(Mean));
        Tensor y = SumOver(x, resolved, keepDims, mean: true);
        if (x.DataType == DataType.Float64 && x.Length > 0 && double.IsNaN(Sum(Subtract(y, y)).Item<double>()))
        {
            // The mean of 2³² ths, because there are fewer elements than that; a number less itself is 0, but of an infinity or NaN.
            const double Factor = 1L << 32;
            Tensor scaled = Multiply(SumOver(Multiply(x.Detach(), 1 / Factor), resolved, keepDims, mean: true), Factor);
            y = Where(Equal(Subtract(y, y), 0), y, scaled);
        }

        return Tracks(x) ? y.By(new SumNode(x, resolved, x.Length / (double)y.Length)) : y;
    }

    private static Tensor SumOver(Tensor x, Axes axes, bool keepDims, bool mean)
    {
        Shape shape = keepDims ? axes.Kept(x.Shape) : axes.Dropped(x.Shape);
        if (!x.DataType.IsFloatingPoint())
        {
            return SumIntegers(x, axes, shape);
        }

        if (x.DataType is DataType.Float16 or DataType.BFloat16)
        {
            // Through double, so that the sum is rounded once.
            return SumOver(x.Detach().To(DataType.Float64), axes, keepDims, mean).To(x.DataType);
        }

        Tensor result = Tensor.Empty(shape, x.DataType);
        if (axes.AreAround(x.Shape, out int segments, out int length) && length >= ShortSegment && x.Length > 0 && x.IsContiguous
            && SumSegments(x.Detach(), result, segments, length, mean))
        {
            return result;
        }

        Tensor source = axes.Arrange(x.Detach(), out int outer, out int reduced, out int inner);
        double divisor = mean ? reduced : 1;
        if (x.DataType == DataType.Float32)
        {
            SumArranged<float>(source, result, outer, reduced, inner, divisor);
        }
        else
        {
            SumArranged<double>(source, result, outer, reduced, inner, divisor);
        }

        return result;
    }

    /// <summary>Sums around the axes that stay, as of channels, without laying them out; false if a sum of doubles leaves the range.</summary>
    private static bool SumSegments(Tensor x, Tensor result, int segments, int length, bool mean)
    {
        double divisor = mean ? segments * length : 1;
        if (x.DataType == DataType.Float32)
        {
            SegmentSums.Rows(x.Span<float>(), segments, length, result.Span<float>(), divisor);
        }
        else
        {
            SegmentSums.Rows(x.Span<double>(), segments, length, result.Span<double>(), divisor);
        }

        bool inRange = x.DataType == DataType.Float32;
        if (!inRange)
        {
            inRange = true;
            foreach (double sum in result.Span<double>())
            {
                inRange &= double.IsFinite(sum);
            }
        }

        GC.KeepAlive(x);
        GC.KeepAlive(result);
        return inRange;
    }

    private static void SumArranged<T>(Tensor source, Tensor result, int outer, int reduced, int inner, double divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> x = source.Span<T>();
        Span<T> y = result.Span<T>();
        if (y.IsEmpty)
        {
            return;
        }

        if (inner == 1)
        {
            Reduce.SumRows(x, y, divisor);
        }
        else
        {
            for (int i = 0; i < outer; i++)
            {
                Reduce.SumColumns(x.Slice(i * reduced * inner, reduced * inner), reduced, inner, y.Slice(i * inner, inner), divisor);
            }
        }

        if (typeof(T) == typeof(double))
        {
            SumScaled(source.Span<double>(), result.Span<double>(), reduced, inner, divisor);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(result);
    }

    /// <summary>Sums again, scaled down, what left the range of doubles on the way although all terms are finite.</summary>
    private static void SumScaled(ReadOnlySpan<double> x, Span<double> y, int reduced, int inner, double divisor)
    {
        double[]? terms = null;
        for (int i = 0; i < y.Length; i++)
        {
            if (double.IsFinite(y[i]) || reduced == 0)
            {
                continue;
            }

            terms ??= new double[reduced];
            for (int j = 0; j < reduced; j++)
            {
                terms[j] = x[(((i / inner * reduced) + j) * inner) + (i % inner)];
            }

            y[i] = RangeSum.Over(terms, divisor);
        }
    }

    private static Tensor SumIntegers(Tensor x, Axes axes, Shape shape)
    {
        Tensor source = axes.Arrange(x.To(DataType.Int64), out int outer, out int reduced, out int inner);
        Tensor result = Tensor.Zeros(shape, DataType.Int64);
        if (source.Length == 0)
        {
            return result;
        }

        ReadOnlySpan<long> terms = source.Span<long>();
        Span<long> sums = result.Span<long>();
        for (int i = 0; i < outer; i++)
        {
            for (int j = 0; j < reduced; j++)
            {
                for (int k = 0; k < inner; k++)
                {
                    sums[(i * inner) + k] += terms[(((i * reduced) + j) * inner) + k];
                }
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(result);
        return result;
    }
}
