using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// The largest elements of windows along one axis that make a result of a given size; see <see cref="AdaptiveAvgPool1d"/> for the windows.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <returns><c>[N, C, L′]</c>.</returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's
    /// <c>adaptive_max_pool1d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is 0 or below −1.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.AdaptiveMaxPool1d(Tensor.From([1f, 5, 3], [1, 3]), 2);
    /// Console.WriteLine(y[0]); // float32 [2] [5, 5]
    /// </code>
    /// </example>
    public static Tensor AdaptiveMaxPool1d(Tensor x, PerAxis outputSize) => AdaptiveMaxPool("AdaptiveMaxPool1d", 1, x, outputSize, out _, wanted: false);

    /// <summary>
    /// The largest elements of windows along one axis that make a result of a given size, and where they stand; see <see cref="AdaptiveAvgPool1d"/> for the
    /// windows.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <param name="indices">The place of each result in its plane of the input, counted in row-major order: Int64.</param>
    /// <returns><c>[N, C, L′]</c>.</returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's
    /// <c>adaptive_max_pool1d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is 0 or below −1.</exception>
    /// <example>
    /// <code>
    /// F.AdaptiveMaxPool1d(Tensor.From([1f, 5, 3], [1, 3]), 1, out Tensor indices);
    /// Console.WriteLine(indices[0]); // int64 [1] [1]
    /// </code>
    /// </example>
    public static Tensor AdaptiveMaxPool1d(Tensor x, PerAxis outputSize, out Tensor indices) =>
        AdaptiveMaxPool("AdaptiveMaxPool1d", 1, x, outputSize, out indices);

    /// <summary>
    /// The largest elements of windows along two axes that make a result of a given size; see <see cref="AdaptiveAvgPool2d"/> for the windows.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <returns><c>[N, C, H′, W′]</c>.</returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's
    /// <c>adaptive_max_pool2d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is 0 or below −1.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.AdaptiveMaxPool2d(Tensor.Ones([8, 64, 9, 9]), (4, -1));
    /// Console.WriteLine(y.Shape); // [8, 64, 4, 9]
    /// </code>
    /// </example>
    public static Tensor AdaptiveMaxPool2d(Tensor x, PerAxis outputSize) => AdaptiveMaxPool("AdaptiveMaxPool2d", 2, x, outputSize, out _, wanted: false);

    /// <summary>
    /// The largest elements of windows along two axes that make a result of a given size, and where they stand; see <see cref="AdaptiveAvgPool2d"/> for the
    /// windows.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <param name="indices">The place of each result in its plane of the input, counted in row-major order: Int64.</param>
    /// <returns><c>[N, C, H′, W′]</c>.</returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's
    /// <c>adaptive_max_pool2d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is 0 or below −1.</exception>
    /// <example>
    /// <code>
    /// F.AdaptiveMaxPool2d(Tensor.From([1f, 5, 2, 4], [1, 2, 2]), 1, out Tensor indices);
    /// Console.WriteLine(indices.Flatten()); // int64 [1] [1]
    /// </code>
    /// </example>
    public static Tensor AdaptiveMaxPool2d(Tensor x, PerAxis outputSize, out Tensor indices) =>
        AdaptiveMaxPool("AdaptiveMaxPool2d", 2, x, outputSize, out indices);

    /// <summary>
    /// The largest elements of windows along three axes that make a result of a given size; see <see cref="AdaptiveAvgPool3d"/> for the windows.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <returns><c>[N, C, D′, H′, W′]</c>.</returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's
    /// <c>adaptive_max_pool3d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is 0 or below −1.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.AdaptiveMaxPool3d(Tensor.Ones([8, 4, 6, 6]), 2);
    /// Console.WriteLine(y.Shape); // [8, 2, 2, 2]
    /// </code>
    /// </example>
    public static Tensor AdaptiveMaxPool3d(Tensor x, PerAxis outputSize) => AdaptiveMaxPool("AdaptiveMaxPool3d", 3, x, outputSize, out _, wanted: false);

    /// <summary>
    /// The largest elements of windows along three axes that make a result of a given size, and where they stand; see <see cref="AdaptiveAvgPool3d"/> for the
    /// windows.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths of the result; −1 stands for the length of the input.</param>
    /// <param name="indices">The place of each result in its plane of the input, counted in row-major order: Int64.</param>
    /// <returns><c>[N, C, D′, H′, W′]</c>.</returns>
    /// <remarks>
    /// Of equal elements the first wins, in row-major order, and of NaN the first of all; the gradient goes there. Source: PyTorch's
    /// <c>adaptive_max_pool3d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is 0 or below −1.</exception>
    /// <example>
    /// <code>
    /// F.AdaptiveMaxPool3d(Tensor.From([1f, 5, 2, 9], [1, 2, 1, 2]), 1, out Tensor indices);
    /// Console.WriteLine(indices.Flatten()); // int64 [1] [3]
    /// </code>
    /// </example>
    public static Tensor AdaptiveMaxPool3d(Tensor x, PerAxis outputSize, out Tensor indices) =>
        AdaptiveMaxPool("AdaptiveMaxPool3d", 3, x, outputSize, out indices);

    private static Tensor AdaptiveMaxPool(string function, int axes, Tensor x, PerAxis outputSize, out Tensor indices, bool wanted = true)
    {
        PoolingPlan.Check(function, axes, x);
        if (x.Rank == axes + 1)
        {
            Tensor y = AdaptiveMaxPool(function, axes, x.Unsqueeze(0), outputSize, out indices, wanted);
            indices = wanted ? indices.Squeeze(0) : indices;
            return y.Squeeze(0);
        }

        Tensor result = MaxPoolingOperation.Apply(x, PoolingPlan.Adaptive(function, axes, x, outputSize), wanted, out Tensor? places);
        indices = places!;
        return result;
    }
}
