using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The norms of windows along one axis, <c>y[n, c, p] = (Σ x[n, c, p·stride + r]^P)^(1/P)</c>.</summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch, of a floating-point type.</param>
    /// <param name="normType">The exponent <c>P</c>, positive: 1 gives sums, 2 the Euclidean norm.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <returns><c>[N, C, L′]</c> with <c>L′ = ⌊(L − k)/stride⌋ + 1</c> along each axis; rounded up where <paramref name="ceilMode"/> says so.</returns>
    /// <remarks>
    /// As PyTorch's <c>lp_pool1d</c>: powers keep their signs, so that a negative sum of odd powers gives NaN unless <c>P</c> is 1; the sum of a window that
    /// hangs over is scaled up to a whole one; where the sum is 0, so is the gradient. Computed in float64 and rounded once;
    /// windows whose powers leave its range at the scale of their largest element.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or the result would be empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is not positive and finite, or a length or stride is below 1.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.LpPool1d(Tensor.From([3f, 4, 6, 8], [1, 4]), 2, kernelSize: 2);
    /// Console.WriteLine(y[0]); // float32 [2] [ 5, 10]
    /// </code>
    /// </example>
    public static Tensor LpPool1d(Tensor x, double normType, PerAxis kernelSize, PerAxis stride = default, bool ceilMode = false) =>
        LpPool("LpPool1d", 1, x, normType, kernelSize, stride, ceilMode);

    /// <summary>The norms of windows along two axes, <c>y[n, c, p] = (Σ x[n, c, p·stride + r]^P)^(1/P)</c>.</summary>
    /// <param name="x">The input, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="normType">The exponent <c>P</c>, positive: 1 gives sums, 2 the Euclidean norm.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <returns><c>[N, C, H′, W′]</c> with <c>L′ = ⌊(L − k)/stride⌋ + 1</c> along each axis; rounded up where <paramref name="ceilMode"/> says so.</returns>
    /// <remarks>
    /// As PyTorch's <c>lp_pool2d</c>: powers keep their signs, so that a negative sum of odd powers gives NaN unless <c>P</c> is 1; the sum of a window that
    /// hangs over is scaled up to a whole one; where the sum is 0, so is the gradient. Computed in float64 and rounded once;
    /// windows whose powers leave its range at the scale of their largest element.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or the result would be empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is not positive and finite, or a length or stride is below 1.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.LpPool2d(Tensor.Ones([1, 4, 4]), 2, kernelSize: 2);
    /// Console.WriteLine(y[0, 0]); // float32 [2] [2, 2]
    /// </code>
    /// </example>
    public static Tensor LpPool2d(Tensor x, double normType, PerAxis kernelSize, PerAxis stride = default, bool ceilMode = false) =>
        LpPool("LpPool2d", 2, x, normType, kernelSize, stride, ceilMode);

    /// <summary>The norms of windows along three axes, <c>y[n, c, p] = (Σ x[n, c, p·stride + r]^P)^(1/P)</c>.</summary>
    /// <param name="x">The input, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="normType">The exponent <c>P</c>, positive: 1 gives sums, 2 the Euclidean norm.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <returns>
    /// <c>[N, C, D′, H′, W′]</c> with <c>L′ = ⌊(L − k)/stride⌋ + 1</c> along each axis; rounded up where <paramref name="ceilMode"/> says so.
    /// </returns>
    /// <remarks>
    /// As PyTorch's <c>lp_pool3d</c>: powers keep their signs, so that a negative sum of odd powers gives NaN unless <c>P</c> is 1; the sum of a window that
    /// hangs over is scaled up to a whole one; where the sum is 0, so is the gradient. Computed in float64 and rounded once;
    /// windows whose powers leave its range at the scale of their largest element.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or the result would be empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is not positive and finite, or a length or stride is below 1.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.LpPool3d(Tensor.Ones([1, 2, 2, 4]), 1, kernelSize: 2);
    /// Console.WriteLine(y.Flatten()); // float32 [2] [8, 8]
    /// </code>
    /// </example>
    public static Tensor LpPool3d(Tensor x, double normType, PerAxis kernelSize, PerAxis stride = default, bool ceilMode = false) =>
        LpPool("LpPool3d", 3, x, normType, kernelSize, stride, ceilMode);

    private static Tensor LpPool(string function, int axes, Tensor x, double normType, PerAxis kernelSize, PerAxis stride, bool ceilMode)
    {
        PoolingPlan.Check(function, axes, x);
        if (!(normType > 0 && double.IsFinite(normType)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(normType), normType, $"{function} expects a positive, finite exponent but got {normType}; the largest elements are MaxPool{axes}d's.");
        }

        if (x.Rank == axes + 1)
        {
            return LpPool(function, axes, x.Unsqueeze(0), normType, kernelSize, stride, ceilMode).Squeeze(0);
        }

        double size = (double)TensorSize.Product(kernelSize.Of(axes, nameof(kernelSize), 1));
        Tensor wide = x.To(DataType.Float64), powers = Pow(wide, normType), sums = Sums(powers);
        if (normType == 1)
        {
            return sums.To(x.DataType);
        }

        PoolingPlan plan = PoolingPlan.Windows(function, axes, x, kernelSize, stride, default, default, ceilMode);
        Tensor y = ExtremeWindows.Find(wide, sums, plan, normType) is { } extremes
            ? extremes.Norms(wide, mask => Roots(Where(mask, 0, Sums(Pow(ExtremeWindows.Bounded(wide, powers), normType)))))
            : Roots(sums);
        return y.To(x.DataType);

        Tensor Sums(Tensor powers) =>
            Multiply(AvgPool(function, axes, powers, kernelSize, stride, default, ceilMode, countIncludePad: true, null), size);

        // At 0 the slope of a root is infinite.
        Tensor Roots(Tensor sums)
        {
            Tensor zero = Equal(sums.Detach(), 0);
            return Where(zero, 0, Pow(Where(zero, 1, sums), 1 / normType));
        }
    }
}
