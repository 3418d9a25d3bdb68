using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// The averages of windows along one axis that make a result of a given size: window <c>o</c> of <c>L′</c> goes from <c>⌊o·L/L′⌋</c> to <c>⌈(o +
    /// 1)·L/L′⌉</c>.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <returns><c>[N, C, L′]</c>.</returns>
    /// <remarks>
    /// Sums are of double precision, divided and rounded once, as by <see cref="AvgPool1d"/>; one window of everything is <see cref="Mean(Tensor,
    /// ReadOnlySpan{int}, bool)"/>. Source: PyTorch's <c>adaptive_avg_pool1d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is 0 or below −1.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.AdaptiveAvgPool1d(Tensor.From([1f, 5, 3], [1, 3]), 2);
    /// Console.WriteLine(y[0]); // float32 [2] [3, 4]
    /// </code>
    /// </example>
    public static Tensor AdaptiveAvgPool1d(Tensor x, PerAxis outputSize) => AdaptiveAvgPool("AdaptiveAvgPool1d", 1, x, outputSize);

    /// <summary>
    /// The averages of windows along two axes that make a result of a given size: window <c>o</c> of <c>L′</c> goes from <c>⌊o·L/L′⌋</c> to <c>⌈(o +
    /// 1)·L/L′⌉</c>.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <returns><c>[N, C, H′, W′]</c>.</returns>
    /// <remarks>
    /// Sums are of double precision, divided and rounded once, as by <see cref="AvgPool2d"/>; one window of everything is <see cref="Mean(Tensor,
    /// ReadOnlySpan{int}, bool)"/>. Source: PyTorch's <c>adaptive_avg_pool2d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is 0 or below −1.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.AdaptiveAvgPool2d(Tensor.Ones([8, 64, 7, 7]), 1);
    /// Console.WriteLine(y.Shape); // [8, 64, 1, 1]
    /// </code>
    /// </example>
    public static Tensor AdaptiveAvgPool2d(Tensor x, PerAxis outputSize) => AdaptiveAvgPool("AdaptiveAvgPool2d", 2, x, outputSize);

    /// <summary>
    /// The averages of windows along three axes that make a result of a given size: window <c>o</c> of <c>L′</c> goes from <c>⌊o·L/L′⌋</c> to <c>⌈(o +
    /// 1)·L/L′⌉</c>.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <returns><c>[N, C, D′, H′, W′]</c>.</returns>
    /// <remarks>
    /// Sums are of double precision, divided and rounded once, as by <see cref="AvgPool3d"/>; one window of everything is <see cref="Mean(Tensor,
    /// ReadOnlySpan{int}, bool)"/>. Source: PyTorch's <c>adaptive_avg_pool3d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is 0 or below −1.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.AdaptiveAvgPool3d(Tensor.Ones([8, 4, 6, 6]), (-1, 2, 3));
    /// Console.WriteLine(y.Shape); // [8, 4, 2, 3]
    /// </code>
    /// </example>
    public static Tensor AdaptiveAvgPool3d(Tensor x, PerAxis outputSize) => AdaptiveAvgPool("AdaptiveAvgPool3d", 3, x, outputSize);

    private static Tensor AdaptiveAvgPool(string function, int axes, Tensor x, PerAxis outputSize)
    {
        PoolingPlan.Check(function, axes, x);
        if (x.Rank == axes + 1)
        {
            return AdaptiveAvgPool(function, axes, x.Unsqueeze(0), outputSize).Squeeze(0);
        }

        PoolingPlan plan = PoolingPlan.Adaptive(function, axes, x, outputSize);
        if (plan.IsWhole)
        {
            return Mean(x, axes switch { 1 => [2], 2 => [2, 3], _ => (ReadOnlySpan<int>)[2, 3, 4] }, keepDims: true);
        }

        return AveragePoolingOperation.Apply(x, plan, new PoolingDivisors(plan.Geometry, countPadding: false, 0), backward: false);
    }
}
