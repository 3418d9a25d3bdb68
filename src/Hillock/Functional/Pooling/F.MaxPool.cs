using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The largest elements of windows along one axis, <c>y[n, c, p] = max x[n, c, p·stride − padding + r·dilation]</c>.</summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch, of a floating-point type.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is never the largest.</param>
    /// <param name="dilation">The distance in the input from an element of a window to the next; 1 when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <returns>
    /// <c>[N, C, L′]</c> with <c>L′ = ⌊(L + 2·padding − dilation·(k − 1) − 1)/stride⌋ + 1</c> along each axis; rounded up where <paramref name="ceilMode"/>
    /// says so.
    /// </returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's <c>max_pool1d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rank or type does not fit, the padding is more than half of a window, or the result would be empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length, stride or dilation is below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.MaxPool1d(Tensor.From([1f, 5, 2, 4], [1, 4]), 2);
    /// Console.WriteLine(y[0]); // float32 [2] [5, 4]
    /// </code>
    /// </example>
    public static Tensor MaxPool1d(
        Tensor x, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        MaxPool("MaxPool1d", 1, x, kernelSize, stride, padding, dilation, ceilMode, out _, wanted: false);

    /// <summary>
    /// The largest elements of windows along one axis, <c>y[n, c, p] = max x[n, c, p·stride − padding + r·dilation]</c>, and where they stand.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch, of a floating-point type.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="indices">
    /// The place of each result in its plane of the input, counted in row-major order: Int64, as <see cref="MaxUnpool1d"/> takes it.
    /// </param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is never the largest.</param>
    /// <param name="dilation">The distance in the input from an element of a window to the next; 1 when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <returns>
    /// <c>[N, C, L′]</c> with <c>L′ = ⌊(L + 2·padding − dilation·(k − 1) − 1)/stride⌋ + 1</c> along each axis; rounded up where <paramref name="ceilMode"/>
    /// says so.
    /// </returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's <c>max_pool1d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rank or type does not fit, the padding is more than half of a window, or the result would be empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length, stride or dilation is below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// F.MaxPool1d(Tensor.From([1f, 5, 2, 4], [1, 4]), 2, out Tensor indices);
    /// Console.WriteLine(indices[0]); // int64 [2] [1, 3]
    /// </code>
    /// </example>
    public static Tensor MaxPool1d(
        Tensor x, PerAxis kernelSize, out Tensor indices, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default,
        bool ceilMode = false) =>
        MaxPool("MaxPool1d", 1, x, kernelSize, stride, padding, dilation, ceilMode, out indices);

    /// <summary>The largest elements of windows along two axes, <c>y[n, c, p] = max x[n, c, p·stride − padding + r·dilation]</c>.</summary>
    /// <param name="x">The input, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is never the largest.</param>
    /// <param name="dilation">The distance in the input from an element of a window to the next; 1 when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <returns>
    /// <c>[N, C, H′, W′]</c> with <c>L′ = ⌊(L + 2·padding − dilation·(k − 1) − 1)/stride⌋ + 1</c> along each axis; rounded up where <paramref
    /// name="ceilMode"/> says so.
    /// </returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's <c>max_pool2d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rank or type does not fit, the padding is more than half of a window, or the result would be empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length, stride or dilation is below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.MaxPool2d(Tensor.Ones([8, 16, 28, 28]), 3, stride: 2, padding: 1);
    /// Console.WriteLine(y.Shape); // [8, 16, 14, 14]
    /// </code>
    /// </example>
    public static Tensor MaxPool2d(
        Tensor x, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        MaxPool("MaxPool2d", 2, x, kernelSize, stride, padding, dilation, ceilMode, out _, wanted: false);

    /// <summary>
    /// The largest elements of windows along two axes, <c>y[n, c, p] = max x[n, c, p·stride − padding + r·dilation]</c>, and where they stand.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="indices">
    /// The place of each result in its plane of the input, counted in row-major order: Int64, as <see cref="MaxUnpool2d"/> takes it.
    /// </param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is never the largest.</param>
    /// <param name="dilation">The distance in the input from an element of a window to the next; 1 when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <returns>
    /// <c>[N, C, H′, W′]</c> with <c>L′ = ⌊(L + 2·padding − dilation·(k − 1) − 1)/stride⌋ + 1</c> along each axis; rounded up where <paramref
    /// name="ceilMode"/> says so.
    /// </returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's <c>max_pool2d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rank or type does not fit, the padding is more than half of a window, or the result would be empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length, stride or dilation is below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// F.MaxPool2d(Tensor.From([1f, 5, 2, 4], [1, 2, 2]), 2, out Tensor indices);
    /// Console.WriteLine(indices.Flatten()); // int64 [1] [1]
    /// </code>
    /// </example>
    public static Tensor MaxPool2d(
        Tensor x, PerAxis kernelSize, out Tensor indices, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default,
        bool ceilMode = false) =>
        MaxPool("MaxPool2d", 2, x, kernelSize, stride, padding, dilation, ceilMode, out indices);

    /// <summary>The largest elements of windows along three axes, <c>y[n, c, p] = max x[n, c, p·stride − padding + r·dilation]</c>.</summary>
    /// <param name="x">The input, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is never the largest.</param>
    /// <param name="dilation">The distance in the input from an element of a window to the next; 1 when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <returns>
    /// <c>[N, C, D′, H′, W′]</c> with <c>L′ = ⌊(L + 2·padding − dilation·(k − 1) − 1)/stride⌋ + 1</c> along each axis; rounded up where <paramref
    /// name="ceilMode"/> says so.
    /// </returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's <c>max_pool3d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rank or type does not fit, the padding is more than half of a window, or the result would be empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length, stride or dilation is below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.MaxPool3d(Tensor.Ones([4, 8, 9, 9]), (1, 2, 2), ceilMode: true);
    /// Console.WriteLine(y.Shape); // [4, 8, 5, 5]
    /// </code>
    /// </example>
    public static Tensor MaxPool3d(
        Tensor x, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        MaxPool("MaxPool3d", 3, x, kernelSize, stride, padding, dilation, ceilMode, out _, wanted: false);

    /// <summary>
    /// The largest elements of windows along three axes, <c>y[n, c, p] = max x[n, c, p·stride − padding + r·dilation]</c>, and where they stand.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="kernelSize">The lengths of a window.</param>
    /// <param name="indices">
    /// The place of each result in its plane of the input, counted in row-major order: Int64, as <see cref="MaxUnpool3d"/> takes it.
    /// </param>
    /// <param name="stride">The distance in the input from a window to the next; the lengths of a window when left out.</param>
    /// <param name="padding">How much each side is padded, at most half of a window; 0 when left out. The padding is never the largest.</param>
    /// <param name="dilation">The distance in the input from an element of a window to the next; 1 when left out.</param>
    /// <param name="ceilMode">Whether a last window may hang over the end, as long as it begins before it.</param>
    /// <returns>
    /// <c>[N, C, D′, H′, W′]</c> with <c>L′ = ⌊(L + 2·padding − dilation·(k − 1) − 1)/stride⌋ + 1</c> along each axis; rounded up where <paramref
    /// name="ceilMode"/> says so.
    /// </returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's <c>max_pool3d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rank or type does not fit, the padding is more than half of a window, or the result would be empty.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length, stride or dilation is below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// F.MaxPool3d(Tensor.From([1f, 5, 2, 9], [1, 2, 1, 2]), (2, 1, 2), out Tensor indices);
    /// Console.WriteLine(indices.Flatten()); // int64 [1] [3]
    /// </code>
    /// </example>
    public static Tensor MaxPool3d(
        Tensor x, PerAxis kernelSize, out Tensor indices, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default,
        bool ceilMode = false) =>
        MaxPool("MaxPool3d", 3, x, kernelSize, stride, padding, dilation, ceilMode, out indices);

    private static Tensor MaxPool(
        string function, int axes, Tensor x, PerAxis kernelSize, PerAxis stride, PerAxis padding, PerAxis dilation, bool ceilMode, out Tensor indices,
        bool wanted = true)
    {
        PoolingPlan.Check(function, axes, x);
        if (x.Rank == axes + 1)
        {
            Tensor y = MaxPool(function, axes, x.Unsqueeze(0), kernelSize, stride, padding, dilation, ceilMode, out indices, wanted);
            indices = wanted ? indices.Squeeze(0) : indices;
            return y.Squeeze(0);
        }

        PoolingPlan plan = PoolingPlan.Windows(function, axes, x, kernelSize, stride, padding, dilation, ceilMode);
        Tensor result = MaxPoolingOperation.Apply(x, plan, wanted, out Tensor? places);
        indices = places!;
        return result;
    }
}
