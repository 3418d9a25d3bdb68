using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The averages of windows along one axis, <c>y[n, c, p] = Σ x[n, c, p·stride − padding + r]/divisor</c>.</summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch, of a floating-point type.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is zeros.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <param name="countIncludePad">Whether the divisor counts the padding too; what hangs over that never counts.</param>
    /// <returns>
    /// <c>[N, C, L′]</c> with <c>L′ = ⌊(L + 2·padding − k)/stride⌋ + 1</c> along each axis; rounded up where <paramref name="ceilMode"/> says so.
    /// </returns>
    /// <remarks>
    /// Sums are of double precision, in an order that the sizes alone decide, then divided and rounded once: of float32, a mean of n elements is within 0.5
    /// ulp and <c>n·2⁻²⁹·Σ|x|/|Σx|</c>, which counts only where they cancel. The gradient of an element is summed in the same way. Source: PyTorch's
    /// <c>avg_pool1d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rank or type does not fit, the padding is more than half of a window, or the result would be empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or stride is below 1, a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.AvgPool1d(Tensor.From([1f, 5, 2, 4], [1, 4]), 2);
    /// Console.WriteLine(y[0]); // float32 [2] [3, 3]
    /// </code>
    /// </example>
    public static Tensor AvgPool1d(
        Tensor x, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true) =>
        AvgPool("AvgPool1d", 1, x, kernelSize, stride, padding, ceilMode, countIncludePad, null);

    /// <summary>The averages of windows along two axes, <c>y[n, c, p] = Σ x[n, c, p·stride − padding + r]/divisor</c>.</summary>
    /// <param name="x">The input, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is zeros.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <param name="countIncludePad">Whether the divisor counts the padding too; what hangs over that never counts.</param>
    /// <param name="divisorOverride">The divisor of all windows, not 0; the number of their elements when left out.</param>
    /// <returns>
    /// <c>[N, C, H′, W′]</c> with <c>L′ = ⌊(L + 2·padding − k)/stride⌋ + 1</c> along each axis; rounded up where <paramref name="ceilMode"/> says so.
    /// </returns>
    /// <remarks>
    /// Sums are of double precision, in an order that the sizes alone decide, then divided and rounded once: of float32, a mean of n elements is within 0.5
    /// ulp and <c>n·2⁻²⁹·Σ|x|/|Σx|</c>, which counts only where they cancel. The gradient of an element is summed in the same way. Source: PyTorch's
    /// <c>avg_pool2d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rank or type does not fit, the padding is more than half of a window, or the result would be empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or stride is below 1, a padding is negative, or the divisor is 0.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.AvgPool2d(Tensor.Ones([1, 3, 3]), 2, padding: 1, countIncludePad: false);
    /// Console.WriteLine(y[0, 0]); // float32 [2] [1, 1]
    /// </code>
    /// </example>
    public static Tensor AvgPool2d(
        Tensor x, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true,
        int? divisorOverride = null) =>
        AvgPool("AvgPool2d", 2, x, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);

    /// <summary>The averages of windows along three axes, <c>y[n, c, p] = Σ x[n, c, p·stride − padding + r]/divisor</c>.</summary>
    /// <param name="x">The input, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is zeros.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <param name="countIncludePad">Whether the divisor counts the padding too; what hangs over that never counts.</param>
    /// <param name="divisorOverride">The divisor of all windows, not 0; the number of their elements when left out.</param>
    /// <returns>
    /// <c>[N, C, D′, H′, W′]</c> with <c>L′ = ⌊(L + 2·padding − k)/stride⌋ + 1</c> along each axis; rounded up where <paramref name="ceilMode"/> says so.
    /// </returns>
    /// <remarks>
    /// Sums are of double precision, in an order that the sizes alone decide, then divided and rounded once: of float32, a mean of n elements is within 0.5
    /// ulp and <c>n·2⁻²⁹·Σ|x|/|Σx|</c>, which counts only where they cancel. The gradient of an element is summed in the same way. Source: PyTorch's
    /// <c>avg_pool3d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rank or type does not fit, the padding is more than half of a window, or the result would be empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or stride is below 1, a padding is negative, or the divisor is 0.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.AvgPool3d(Tensor.Ones([4, 8, 9, 9]), (1, 2, 2), divisorOverride: 1);
    /// Console.WriteLine(y[0, 0, 0]); // float32 [4] [4, 4, 4, 4]
    /// </code>
    /// </example>
    public static Tensor AvgPool3d(
        Tensor x, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, bool ceilMode = false, bool countIncludePad = true,
        int? divisorOverride = null) =>
        AvgPool("AvgPool3d", 3, x, kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);

    private static Tensor AvgPool(
        string function, int axes, Tensor x, PerAxis kernelSize, PerAxis stride, PerAxis padding, bool ceilMode, bool countIncludePad, int? divisorOverride)
    {
        PoolingPlan.Check(function, axes, x);
        if (divisorOverride == 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(divisorOverride), 0, $"{function} expects a divisor other than 0; leave it out to divide by the number of elements.");
        }

        if (x.Rank == axes + 1)
        {
            return AvgPool(function, axes, x.Unsqueeze(0), kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride).Squeeze(0);
        }

        PoolingPlan plan = PoolingPlan.Windows(function, axes, x, kernelSize, stride, padding, default, ceilMode);
        return AveragePoolingOperation.Apply(x, plan, new PoolingDivisors(plan.Geometry, countIncludePad, divisorOverride ?? 0), backward: false);
    }
}
