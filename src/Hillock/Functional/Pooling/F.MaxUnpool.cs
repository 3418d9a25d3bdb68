using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// Puts the results of <see cref="MaxPool1d(Tensor, PerAxis, out Tensor, PerAxis, PerAxis, PerAxis, bool)"/> back to their places, among zeros.
    /// </summary>
    /// <param name="x">The results, <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch, of a floating-point type.</param>
    /// <param name="indices">The place of each in its plane, of the shape of <paramref name="x"/>: Int64 or Int32.</param>
    /// <param name="kernelSize">The lengths of the pooling's windows.</param>
    /// <param name="stride">The pooling's stride; the lengths of a window when left out.</param>
    /// <param name="padding">The pooling's padding; 0 when left out.</param>
    /// <param name="outputSize">
    /// The lengths of the result, less than a stride from those below, which several lengths share; those below when left out.
    /// </param>
    /// <param name="dilation">The pooling's dilation; 1 when left out.</param>
    /// <returns><c>[N, C, L′]</c> with <c>L′ = (L − 1)·stride − 2·padding + dilation·(k − 1) + 1</c> along each axis.</returns>
    /// <remarks>
    /// Where places repeat, as those of windows that overlap, the last element stays, and all get the gradient of the place. Source: PyTorch's
    /// <c>max_unpool1d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The ranks, shapes or types do not fit, or the lengths do not belong to the pooling.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or stride is below 1, a padding is negative, or an index lies outside its plane.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.MaxPool1d(Tensor.From([1f, 5, 2, 4], [1, 4]), 2, out Tensor indices);
    /// Console.WriteLine(F.MaxUnpool1d(y, indices, 2)[0]); // float32 [4] [0, 5, 0, 4]
    /// </code>
    /// </example>
    public static Tensor MaxUnpool1d(
        Tensor x, Tensor indices, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis outputSize = default,
        PerAxis dilation = default) =>
        MaxUnpool("MaxUnpool1d", 1, x, indices, kernelSize, stride, padding, outputSize, dilation);

    /// <summary>
    /// Puts the results of <see cref="MaxPool2d(Tensor, PerAxis, out Tensor, PerAxis, PerAxis, PerAxis, bool)"/> back to their places, among zeros.
    /// </summary>
    /// <param name="x">The results, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="indices">The place of each in its plane, of the shape of <paramref name="x"/>: Int64 or Int32.</param>
    /// <param name="kernelSize">The lengths of the pooling's windows.</param>
    /// <param name="stride">The pooling's stride; the lengths of a window when left out.</param>
    /// <param name="padding">The pooling's padding; 0 when left out.</param>
    /// <param name="outputSize">
    /// The lengths of the result, less than a stride from those below, which several lengths share; those below when left out.
    /// </param>
    /// <param name="dilation">The pooling's dilation; 1 when left out.</param>
    /// <returns><c>[N, C, H′, W′]</c> with <c>L′ = (L − 1)·stride − 2·padding + dilation·(k − 1) + 1</c> along each axis.</returns>
    /// <remarks>
    /// Where places repeat, as those of windows that overlap, the last element stays, and all get the gradient of the place. Source: PyTorch's
    /// <c>max_unpool2d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The ranks, shapes or types do not fit, or the lengths do not belong to the pooling.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or stride is below 1, a padding is negative, or an index lies outside its plane.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.MaxPool2d(Tensor.Ones([1, 5, 5]), 2, out Tensor indices);
    /// Console.WriteLine(F.MaxUnpool2d(y, indices, 2, outputSize: 5).Shape); // [1, 5, 5]
    /// </code>
    /// </example>
    public static Tensor MaxUnpool2d(
        Tensor x, Tensor indices, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis outputSize = default,
        PerAxis dilation = default) =>
        MaxUnpool("MaxUnpool2d", 2, x, indices, kernelSize, stride, padding, outputSize, dilation);

    /// <summary>
    /// Puts the results of <see cref="MaxPool3d(Tensor, PerAxis, out Tensor, PerAxis, PerAxis, PerAxis, bool)"/> back to their places, among zeros.
    /// </summary>
    /// <param name="x">The results, <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch, of a floating-point type.</param>
    /// <param name="indices">The place of each in its plane, of the shape of <paramref name="x"/>: Int64 or Int32.</param>
    /// <param name="kernelSize">The lengths of the pooling's windows.</param>
    /// <param name="stride">The pooling's stride; the lengths of a window when left out.</param>
    /// <param name="padding">The pooling's padding; 0 when left out.</param>
    /// <param name="outputSize">
    /// The lengths of the result, less than a stride from those below, which several lengths share; those below when left out.
    /// </param>
    /// <param name="dilation">The pooling's dilation; 1 when left out.</param>
    /// <returns><c>[N, C, D′, H′, W′]</c> with <c>L′ = (L − 1)·stride − 2·padding + dilation·(k − 1) + 1</c> along each axis.</returns>
    /// <remarks>
    /// Where places repeat, as those of windows that overlap, the last element stays, and all get the gradient of the place. Source: PyTorch's
    /// <c>max_unpool3d</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The ranks, shapes or types do not fit, or the lengths do not belong to the pooling.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or stride is below 1, a padding is negative, or an index lies outside its plane.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.MaxPool3d(Tensor.From([1f, 5, 2, 9], [1, 2, 1, 2]), (2, 1, 2), out Tensor indices);
    /// Console.WriteLine(F.MaxUnpool3d(y, indices, (2, 1, 2)).Flatten()); // float32 [4] [0, 0, 0, 9]
    /// </code>
    /// </example>
    public static Tensor MaxUnpool3d(
        Tensor x, Tensor indices, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis outputSize = default,
        PerAxis dilation = default) =>
        MaxUnpool("MaxUnpool3d", 3, x, indices, kernelSize, stride, padding, outputSize, dilation);

    private static Tensor MaxUnpool(
        string function, int axes, Tensor x, Tensor indices, PerAxis kernelSize, PerAxis stride, PerAxis padding, PerAxis outputSize,
        PerAxis dilation)
    {
        PoolingPlan.Check(function, axes, x);
        Tensor positions = CheckWhole(indices, function, nameof(indices));
        if (!positions.Shape.Equals(x.Shape))
        {
            throw new ArgumentException(
                $"{function} expects indices of {x.Shape}, as x, but got {indices.Shape}; take those that MaxPool{axes}d gave with x.", nameof(indices));
        }

        if (x.Rank == axes + 1)
        {
            return MaxUnpool(function, axes, x.Unsqueeze(0), positions.Unsqueeze(0), kernelSize, stride, padding, outputSize, dilation).Squeeze(0);
        }

        int[] kernels = kernelSize.Of(axes, nameof(kernelSize), 1);
        int[] strides = stride.IsDefault ? kernels : stride.Of(axes, nameof(stride), 1);
        int[] paddings = padding.Of(axes, nameof(padding), 0);
        int[] dilations = dilation.IsDefault ? Enumerable.Repeat(1, axes).ToArray() : dilation.Of(axes, nameof(dilation), 1);
        int[]? sizes = outputSize.IsDefault ? null : outputSize.Of(axes, nameof(outputSize), 1);
        int[] shape = x.Shape.Dimensions.ToArray();
        for (int i = 0; i < axes; i++)
        {
            long length = ((shape[i + 2] - 1L) * strides[i]) - (2L * paddings[i]) + (dilations[i] * (kernels[i] - 1L)) + 1;
            if (sizes is null ? length < 1 : Math.Abs(sizes[i] - length) >= strides[i])
            {
                string expected = sizes is null ? "1 or more" : $"{Math.Max(1, length - strides[i] + 1)} to {length + strides[i] - 1}";
                throw new ArgumentException(
                    $"{function} expects a length of {expected} along axis {i + 2} of the result but got {sizes?[i] ?? length} for x of " +
                    $"{x.Shape}; give the lengths of the input of MaxPool{axes}d, and its kernel, stride, padding and dilation.",
                    nameof(outputSize));
            }

            shape[i + 2] = sizes?[i] ?? TensorSize.Fitting(
                length, function, $"axis {i + 2} of the result, for x of {x.Shape} and a stride of {strides[i]},", "take a smaller kernel and stride",
                stride.IsDefault ? nameof(kernelSize) : nameof(stride));
        }

        string given = sizes is null ? nameof(kernelSize) : nameof(outputSize);
        int volume = TensorSize.Fitting(
            TensorSize.Product(shape.AsSpan(2)), function, $"a plane of the result, of {string.Join(" by ", shape[2..])},", "take smaller lengths", given);

        Scattering.CheckRange(
            positions, volume, function, nameof(indices), $"; give outputSize, the lengths of the input of MaxPool{axes}d, or its dilation");
        return PlanePlacing.Put(x, Shape.Adopt(shape), positions.To(DataType.Int32));
    }
}
