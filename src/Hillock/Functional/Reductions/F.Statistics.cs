using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The variance of all elements: <c>Σ(x − mean)² / (n − correction)</c>.</summary>
    /// <param name="x">The sample, of a floating-point type.</param>
    /// <param name="correction">1 for the unbiased estimate (Bessel), 0 for the mean of squares.</param>
    /// <remarks>
    /// The mean is not rounded before it is subtracted, and the result is rounded once: within 1 ULP in every type, and exactly 0 of equal elements. With a
    /// NaN or an infinity NaN. Divided by 0 where <c>n ≤ correction</c>, as in PyTorch: NaN of one element or none, otherwise ∞.
    /// </remarks>
    public static Tensor Variance(Tensor x, double correction = 1) => Variance(x, [], keepDims: false, correction);

    /// <summary>The variances along an axis.</summary>
    /// <param name="x">The sample, of a floating-point type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axis stays, with one element.</param>
    /// <param name="correction">1 for the unbiased estimate (Bessel) of the variance, 0 for the mean of squares.</param>
    /// <inheritdoc cref="Variance(Tensor, double)"/>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([1f, 3, 2, 8], [2, 2]);
    /// Console.WriteLine(F.Variance(x, 1)); // float32 [2] [ 2, 18]
    /// Console.WriteLine(F.Variance(x, 1, correction: 0)); // float32 [2] [1, 9]
    /// </code>
    /// </example>
    public static Tensor Variance(Tensor x, int axis, bool keepDims = false, double correction = 1) => Variance(x, [axis], keepDims, correction);

    /// <summary>The variances along axes; none means all.</summary>
    /// <param name="x">The sample, of a floating-point type.</param>
    /// <param name="axes">The axes; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axes stay, with one element.</param>
    /// <param name="correction">1 for the unbiased estimate (Bessel) of the variance, 0 for the mean of squares.</param>
    /// <inheritdoc cref="Variance(Tensor, double)"/>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type, or an axis is named twice.</exception>
    public static Tensor Variance(Tensor x, ReadOnlySpan<int> axes, bool keepDims = false, double correction = 1) =>
        Spread(x, axes, correction, keepDims, root: false, nameof(Variance));

    /// <summary>The standard deviation of all elements, the root of <see cref="Variance(Tensor, double)"/>.</summary>
    /// <param name="x">The sample, of a floating-point type.</param>
    /// <param name="correction">1 for the root of the unbiased estimate of the variance, 0 for the root of the mean of squares.</param>
    /// <remarks>
    /// Within 1 ULP in every type, also where the variance is out of range. Of equal elements it is 0, where it has a kink: the gradient there is 0, and so
    /// are all further ones.
    /// </remarks>
    public static Tensor StandardDeviation(Tensor x, double correction = 1) => StandardDeviation(x, [], keepDims: false, correction);

    /// <summary>The standard deviations along an axis.</summary>
    /// <param name="x">The sample, of a floating-point type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axis stays, with one element.</param>
    /// <param name="correction">1 for the unbiased estimate (Bessel) of the variance, 0 for the mean of squares.</param>
    /// <inheritdoc cref="StandardDeviation(Tensor, double)"/>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor StandardDeviation(Tensor x, int axis, bool keepDims = false, double correction = 1) =>
        StandardDeviation(x, [axis], keepDims, correction);

    /// <summary>The standard deviations along axes; none means all.</summary>
    /// <param name="x">The sample, of a floating-point type.</param>
    /// <param name="axes">The axes; negatives count from the last.</param>
    /// <param name="keepDims">Whether the axes stay, with one element.</param>
    /// <param name="correction">1 for the unbiased estimate (Bessel) of the variance, 0 for the mean of squares.</param>
    /// <inheritdoc cref="StandardDeviation(Tensor, double)"/>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type, or an axis is named twice.</exception>
    public static Tensor StandardDeviation(Tensor x, ReadOnlySpan<int> axes, bool keepDims = false, double correction = 1) =>
        Spread(x, axes, correction, keepDims, root: true, nameof(StandardDeviation));

    /// <summary>The variances, or deviations, of the rows of a matrix.</summary>
    internal static Tensor SpreadOfRows(Tensor x, double divisor, bool root)
    {
        Tensor source = x.Detach().Contiguous();
        Tensor y = Tensor.Empty(x.Shape[0], DataType.Float64);
        Tensor kept = Tensor.Empty([x.Shape[0], RowMoments.Kept], DataType.Float64);
        if (x.DataType == DataType.Float32)
        {
            RowMoments.Run(source.Span<float>(), y.Span<double>(), kept.Span<double>(), x.Shape[1], divisor, root, VectorWidth.Bits);
        }
        else
        {
            RowMoments.Run(source.Span<double>(), y.Span<double>(), kept.Span<double>(), x.Shape[1], divisor, root, VectorWidth.Bits);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(kept);
        y = y.To(x.DataType);
        return Tracks(x) ? y.By(new SpreadNode(x, kept, divisor, root)) : y;
    }

    /// <summary>The lines of the rows of a matrix about their means; see <see cref="RowLines"/>. Records nothing.</summary>
    internal static Tensor DeviationsOfRows(Tensor x, Tensor numbers, Tensor doubts)
    {
        Tensor source = x.Detach().Contiguous();
        Tensor z = Tensor.Empty(x.Shape, x.DataType);
        if (x.DataType == DataType.Float32)
        {
            RowLines.Run<float>(source.Span<float>(), numbers.Span<double>(), doubts.Span<double>(), z.Span<float>(), VectorWidth.Bits);
        }
        else
        {
            RowLines.Run<double>(source.Span<double>(), numbers.Span<double>(), doubts.Span<double>(), z.Span<double>(), VectorWidth.Bits);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(numbers);
        GC.KeepAlive(doubts);
        GC.KeepAlive(z);
        return z;
    }

    private static Tensor Spread(Tensor x, ReadOnlySpan<int> axes, double correction, bool keepDims, bool root, string name)
    {
        Tensor rows = RowsOf(x, axes, keepDims, name, out Shape shape);
        double divisor = Math.Max(0, rows.Shape[1] - correction);
        return Reshape(Widening.Apply(DataType.Float32, rows, (divisor, root), static (wide, s) => SpreadOfRows(wide, s.divisor, s.root)), shape);
    }

    /// <summary>Makes a matrix of a tensor, whose rows hold what is reduced; differentiable.</summary>
    /// <param name="x">The tensor, of a floating-point type.</param>
    /// <param name="axes">The axes to reduce; none means all.</param>
    /// <param name="keepDims">Whether they stay, with one element.</param>
    /// <param name="name">The function, for messages.</param>
    /// <param name="shape">The shape of the result.</param>
    private static Tensor RowsOf(Tensor x, ReadOnlySpan<int> axes, bool keepDims, string name, out Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        Span<int> buffer = stackalloc int[Math.Max(x.Rank, axes.Length)];
        Axes resolved = new Axes(x.Shape, axes, buffer, name);
        shape = keepDims ? resolved.Kept(x.Shape) : resolved.Dropped(x.Shape);
        return resolved.Rows(x);
    }
}
