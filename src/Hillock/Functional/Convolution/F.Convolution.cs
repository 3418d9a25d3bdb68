using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The convolution along one axis: <c>y[n, o, p] = b[o] + Σ w[o, c, r]·x[n, c, p·stride − padding + r·dilation]</c>.</summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch.</param>
    /// <param name="weight">The weight, <c>[O, C/groups, k]</c>.</param>
    /// <param name="bias">The bias, <c>[O]</c>, or null for none.</param>
    /// <param name="stride">The distance in the input from an output to the next; 1 when left out.</param>
    /// <param name="padding">How many zeros are on each side; 0 when left out. <see cref="PerAxis.Same"/> keeps the lengths.</param>
    /// <param name="dilation">The distance in the input from a kernel element to the next; 1 when left out.</param>
    /// <param name="groups">Into how many groups the channels fall, each of which makes its own part of the output; divides C and O.</param>
    /// <returns><c>[N, O, L′]</c> with <c>L′ = ⌊(L + 2·padding − dilation·(k − 1) − 1)/stride⌋ + 1</c> along each axis.</returns>
    /// <remarks>
    /// Each element is one chain of fused multiply-adds over ascending (channel, kernel element) that starts from the bias, whatever the batch. 16-bit types
    /// are computed in float32. Source: PyTorch's <c>conv1d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or the kernel is larger than the padded input.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, a dilation or the groups are below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.Conv1d(Tensor.From([1f, 2, 4], [1, 3]), Tensor.From([-1f, 1], [1, 1, 2]));
    /// Console.WriteLine(y[0]); // float32 [2] [1, 2]
    /// </code>
    /// </example>
    public static Tensor Conv1d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, int groups = 1) =>
        Convolve("Conv1d", 1, x, weight, bias, stride, padding, dilation, groups);

    /// <summary>The convolution along two axes: <c>y[n, o, p] = b[o] + Σ w[o, c, r]·x[n, c, p·stride − padding + r·dilation]</c>.</summary>
    /// <param name="x">The input, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch.</param>
    /// <param name="weight">The weight, <c>[O, C/groups, kH, kW]</c>.</param>
    /// <param name="bias">The bias, <c>[O]</c>, or null for none.</param>
    /// <param name="stride">The distance in the input from an output to the next; 1 when left out.</param>
    /// <param name="padding">How many zeros are on each side; 0 when left out. <see cref="PerAxis.Same"/> keeps the lengths.</param>
    /// <param name="dilation">The distance in the input from a kernel element to the next; 1 when left out.</param>
    /// <param name="groups">Into how many groups the channels fall, each of which makes its own part of the output; divides C and O.</param>
    /// <returns><c>[N, O, H′, W′]</c> with <c>L′ = ⌊(L + 2·padding − dilation·(k − 1) − 1)/stride⌋ + 1</c> along each axis.</returns>
    /// <remarks>
    /// Each element is one chain of fused multiply-adds over ascending (channel, kernel element) that starts from the bias, whatever the batch. 16-bit types
    /// are computed in float32. Source: PyTorch's <c>conv2d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or the kernel is larger than the padded input.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, a dilation or the groups are below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.Conv2d(Tensor.Ones([8, 3, 32, 32]), Tensor.Ones([16, 3, 3, 3]), stride: 2, padding: 1);
    /// Console.WriteLine(y.Shape); // [8, 16, 16, 16]
    /// </code>
    /// </example>
    public static Tensor Conv2d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, int groups = 1) =>
        Convolve("Conv2d", 2, x, weight, bias, stride, padding, dilation, groups);

    /// <summary>The convolution along three axes: <c>y[n, o, p] = b[o] + Σ w[o, c, r]·x[n, c, p·stride − padding + r·dilation]</c>.</summary>
    /// <param name="x">The input, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch.</param>
    /// <param name="weight">The weight, <c>[O, C/groups, kD, kH, kW]</c>.</param>
    /// <param name="bias">The bias, <c>[O]</c>, or null for none.</param>
    /// <param name="stride">The distance in the input from an output to the next; 1 when left out.</param>
    /// <param name="padding">How many zeros are on each side; 0 when left out. <see cref="PerAxis.Same"/> keeps the lengths.</param>
    /// <param name="dilation">The distance in the input from a kernel element to the next; 1 when left out.</param>
    /// <param name="groups">Into how many groups the channels fall, each of which makes its own part of the output; divides C and O.</param>
    /// <returns><c>[N, O, D′, H′, W′]</c> with <c>L′ = ⌊(L + 2·padding − dilation·(k − 1) − 1)/stride⌋ + 1</c> along each axis.</returns>
    /// <remarks>
    /// Each element is one chain of fused multiply-adds over ascending (channel, kernel element) that starts from the bias, whatever the batch. 16-bit types
    /// are computed in float32. Source: PyTorch's <c>conv3d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or the kernel is larger than the padded input.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, a dilation or the groups are below 1, or a padding is negative.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.Conv3d(Tensor.Ones([3, 8, 8, 8]), Tensor.Ones([4, 3, 1, 3, 3]), padding: (0, 1, 1));
    /// Console.WriteLine(y.Shape); // [4, 8, 8, 8]
    /// </code>
    /// </example>
    public static Tensor Conv3d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, int groups = 1) =>
        Convolve("Conv3d", 3, x, weight, bias, stride, padding, dilation, groups);

    /// <summary>The convolution along some axes, and what follows on its result; an input without a batch takes nothing of that.</summary>
    internal static Tensor Convolve(
        string function, int axes, Tensor x, Tensor weight, Tensor? bias, PerAxis stride, PerAxis padding, PerAxis dilation, int groups,
        IFollowing? following = null)
    {
        CheckRanks(function, axes, x, weight);
        if (x.Rank == axes + 1)
        {
            return Convolve(function, axes, x.Unsqueeze(0), weight, bias, stride, padding, dilation, groups).Squeeze(0);
        }

        ConvolutionPlan plan = ConvolutionPlan.Forward(function, axes, x, weight, bias, stride, padding, dilation, groups);
        return ConvolutionOperation.Apply(ConvolutionRole.Output, x, weight, bias, plan, following);
    }

    private static void CheckRanks(string function, int axes, Tensor x, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        if (x.Rank != axes + 1 && x.Rank != axes + 2)
        {
            throw new ArgumentException(
                $"{function} expects x of {axes + 2} axes (batch, channels, {axes} spatial) or {axes + 1} without a batch but got {x.Shape}; reshape it, or " +
                $"add an axis with Unsqueeze.", nameof(x));
        }

        if (weight.Rank != axes + 2)
        {
            throw new ArgumentException(
                $"{function} expects a weight of {axes + 2} axes (two of channels, {axes} spatial) but got {weight.Shape}.", nameof(weight));
        }
    }
}
