using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// The transposed convolution along one axis, which is the gradient of <see cref="Conv1d"/> by its input: each element of x adds its multiple of the
    /// kernel, <c>y[n, o, p·stride − padding + r·dilation] += w[c, o, r]·x[n, c, p]</c>.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch.</param>
    /// <param name="weight">The weight, <c>[C, O/groups, k]</c>.</param>
    /// <param name="bias">The bias, <c>[O]</c>, or null for none.</param>
    /// <param name="stride">The distance in the output from an input's kernel to the next; 1 when left out.</param>
    /// <param name="padding">How many elements of the output are left out on each side; 0 when left out.</param>
    /// <param name="outputPadding">How many elements longer the output is at the end; 0 when left out.</param>
    /// <param name="groups">Into how many groups the channels fall; divides C and O.</param>
    /// <param name="dilation">The distance in the output from a kernel element to the next; 1 when left out.</param>
    /// <returns><c>[N, O, L′]</c> with <c>L′ = (L − 1)·stride − 2·padding + dilation·(k − 1) + outputPadding + 1</c> along each axis.</returns>
    /// <remarks>
    /// Each element is one chain of fused multiply-adds over ascending (channel, kernel element) that starts from the bias, whatever the batch. 16-bit types
    /// are computed in float32. Source: PyTorch's <c>conv_transpose1d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or the output would be empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, a dilation or the groups are below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.ConvTranspose1d(Tensor.From([1f, 2], [1, 2]), Tensor.From([1f, 10], [1, 1, 2]), stride: 2);
    /// Console.WriteLine(y[0]); // float32 [4] [ 1, 10,  2, 20]
    /// </code>
    /// </example>
    public static Tensor ConvTranspose1d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default, PerAxis outputPadding = default, int groups = 1,
        PerAxis dilation = default) =>
        ConvolveTransposed("ConvTranspose1d", 1, x, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>
    /// The transposed convolution along two axes, which is the gradient of <see cref="Conv2d"/> by its input: each element of x adds its multiple of the
    /// kernel, <c>y[n, o, p·stride − padding + r·dilation] += w[c, o, r]·x[n, c, p]</c>.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch.</param>
    /// <param name="weight">The weight, <c>[C, O/groups, kH, kW]</c>.</param>
    /// <param name="bias">The bias, <c>[O]</c>, or null for none.</param>
    /// <param name="stride">The distance in the output from an input's kernel to the next; 1 when left out.</param>
    /// <param name="padding">How many elements of the output are left out on each side; 0 when left out.</param>
    /// <param name="outputPadding">How many elements longer the output is at the end; 0 when left out.</param>
    /// <param name="groups">Into how many groups the channels fall; divides C and O.</param>
    /// <param name="dilation">The distance in the output from a kernel element to the next; 1 when left out.</param>
    /// <returns><c>[N, O, H′, W′]</c> with <c>L′ = (L − 1)·stride − 2·padding + dilation·(k − 1) + outputPadding + 1</c> along each axis.</returns>
    /// <remarks>
    /// Each element is one chain of fused multiply-adds over ascending (channel, kernel element) that starts from the bias, whatever the batch. 16-bit types
    /// are computed in float32. Source: PyTorch's <c>conv_transpose2d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or the output would be empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, a dilation or the groups are below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.ConvTranspose2d(Tensor.Ones([8, 16, 16, 16]), Tensor.Ones([16, 3, 4, 4]), stride: 2, padding: 1);
    /// Console.WriteLine(y.Shape); // [8, 3, 32, 32]
    /// </code>
    /// </example>
    public static Tensor ConvTranspose2d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default, PerAxis outputPadding = default, int groups = 1,
        PerAxis dilation = default) =>
        ConvolveTransposed("ConvTranspose2d", 2, x, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>
    /// The transposed convolution along three axes, which is the gradient of <see cref="Conv3d"/> by its input: each element of x adds its multiple of the
    /// kernel, <c>y[n, o, p·stride − padding + r·dilation] += w[c, o, r]·x[n, c, p]</c>.
    /// </summary>
    /// <param name="x">The input, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch.</param>
    /// <param name="weight">The weight, <c>[C, O/groups, kD, kH, kW]</c>.</param>
    /// <param name="bias">The bias, <c>[O]</c>, or null for none.</param>
    /// <param name="stride">The distance in the output from an input's kernel to the next; 1 when left out.</param>
    /// <param name="padding">How many elements of the output are left out on each side; 0 when left out.</param>
    /// <param name="outputPadding">How many elements longer the output is at the end; 0 when left out.</param>
    /// <param name="groups">Into how many groups the channels fall; divides C and O.</param>
    /// <param name="dilation">The distance in the output from a kernel element to the next; 1 when left out.</param>
    /// <returns><c>[N, O, D′, H′, W′]</c> with <c>L′ = (L − 1)·stride − 2·padding + dilation·(k − 1) + outputPadding + 1</c> along each axis.</returns>
    /// <remarks>
    /// Each element is one chain of fused multiply-adds over ascending (channel, kernel element) that starts from the bias, whatever the batch. 16-bit types
    /// are computed in float32. Source: PyTorch's <c>conv_transpose3d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or the output would be empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, a dilation or the groups are below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.ConvTranspose3d(Tensor.Ones([4, 8, 8, 8]), Tensor.Ones([4, 3, 1, 2, 2]), stride: (1, 2, 2));
    /// Console.WriteLine(y.Shape); // [3, 8, 16, 16]
    /// </code>
    /// </example>
    public static Tensor ConvTranspose3d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default, PerAxis outputPadding = default, int groups = 1,
        PerAxis dilation = default) =>
        ConvolveTransposed("ConvTranspose3d", 3, x, weight, bias, stride, padding, outputPadding, groups, dilation);

    private static Tensor ConvolveTransposed(
        string function, int axes, Tensor x, Tensor weight, Tensor? bias, PerAxis stride, PerAxis padding, PerAxis outputPadding, int groups, PerAxis dilation)
    {
        CheckRanks(function, axes, x, weight);
        if (x.Rank == axes + 1)
        {
            return ConvolveTransposed(function, axes, x.Unsqueeze(0), weight, bias, stride, padding, outputPadding, groups, dilation).Squeeze(0);
        }

        ConvolutionPlan plan = ConvolutionPlan.Transposed(function, axes, x, weight, bias, stride, padding, outputPadding, groups, dilation);
        return ConvolutionOperation.Apply(ConvolutionRole.Input, weight, x, bias, plan);
    }
}
