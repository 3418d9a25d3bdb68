using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The variance of all elements: <c>Σ(x − mean)² / (n − correction)</c>.</summary>
    /// <param name="x">The sample, of a floating-point type.</param>
    /// <param name="correction">1 for the unbiased estimate (Bessel), 0 for the mean of squares.</param>
    /// <remarks>NaN of fewer elements than leave a positive divisor, as in PyTorch.</remarks>
    public static Tensor Variance(Tensor x, double correction = 1) => Variance(x, [], correction);

    /// <summary>The variances along axes; none means all.</summary>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type, or an axis is named twice.</exception>
    public static Tensor Variance(Tensor x, ReadOnlySpan<int> axes, double correction = 1, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor mean = Mean(x, axes, keepDims: true);
        double count = x.Length / (double)mean.Length;
        return Divide(Sum(Square(Subtract(x, mean)), axes, keepDims), Math.Max(0, count - correction));
    }

    /// <summary>The standard deviation of all elements, the root of <see cref="Variance(Tensor, double)"/>.</summary>
    public static Tensor StandardDeviation(Tensor x, double correction = 1) => Sqrt(Variance(x, [], correction));

    /// <summary>The standard deviations along axes; none means all.</summary>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type, or an axis is named twice.</exception>
    public static Tensor StandardDeviation(Tensor x, ReadOnlySpan<int> axes, double correction = 1, bool keepDims = false) =>
        Sqrt(Variance(x, axes, correction, keepDims));

    /// <summary>The logarithm <c>ln Σ exp(x)</c> along an axis, without overflow; −∞ of nothing but −∞.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor LogSumExp(Tensor x, int axis, bool keepDims = false) => LogSumExp(x, [axis], keepDims);

    /// <summary>The logarithm <c>ln Σ exp(x)</c> along several axes; none means all.</summary>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type, or an axis is named twice.</exception>
    public static Tensor LogSumExp(Tensor x, ReadOnlySpan<int> axes, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        Span<int> buffer = stackalloc int[Math.Max(x.Rank, axes.Length)];
        var resolved = new Axes(x.Shape, axes, buffer, nameof(LogSumExp));
        Tensor terms = x.Detach();
        Shape shape = keepDims ? resolved.Kept(x.Shape) : resolved.Dropped(x.Shape);
        Tensor y;
        if (x.Length == 0)
        {
            y = Tensor.Full(shape, double.NegativeInfinity, x.DataType);
        }
        else
        {
            Tensor largest = Max(terms, axes, keepDims: true);
            Tensor shift = Where(Less(Abs(largest), double.PositiveInfinity), largest, 0);
            y = Reshape(Add(Log(Sum(Exp(Subtract(terms, shift)), axes, keepDims: true)), shift), shape);
        }

        return Tracks(x) ? y.By(new LogSumExpNode(x, y, resolved)) : y;
    }

    /// <summary>The Euclidean norm <c>√Σx²</c> of all elements; its gradient at 0 is 0.</summary>
    public static Tensor Norm(Tensor x) => Norm(x, 2, []);

    /// <summary>The norm <c>(Σ|x|ᵖ)^(1/p)</c> along axes; none means all.</summary>
    /// <param name="x">The elements, of a floating-point type.</param>
    /// <param name="p">The order: above 0, or infinite for the largest magnitude.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepDims">Whether the axes stay, with one element.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not above 0.</exception>
    public static Tensor Norm(Tensor x, double p, ReadOnlySpan<int> axes, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!(p > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "Norm expects an order above 0.");
        }

        if (double.IsPositiveInfinity(p))
        {
            return Max(Abs(x), axes, keepDims);
        }

        if (p == 1)
        {
            return Sum(Abs(x), axes, keepDims);
        }

        if (p != 2)
        {
            return Pow(Sum(Pow(Abs(x), p), axes, keepDims), 1 / p);
        }

        Span<int> buffer = stackalloc int[Math.Max(x.Rank, axes.Length)];
        var resolved = new Axes(x.Shape, axes, buffer, nameof(Norm));

        // In double precision, so that squares neither overflow nor underflow.
        Tensor wide = Floating(x).Detach().To(DataType.Float64);
        Tensor y = Sqrt(Sum(Square(wide), axes, keepDims)).To(Floating(x).DataType);
        return Tracks(x) ? y.By(new NormNode(x, y, resolved)) : y;
    }
}
