using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// The windows that slide over a picture, a column each: <c>y[n, (c, r), o] = x[n, c, o·stride − padding + r·dilation]</c>, and 0 beside the picture.
    /// </summary>
    /// <param name="x">The pictures, <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch, of any type.</param>
    /// <param name="kernelSize">The lengths of a window, kH and kW.</param>
    /// <param name="dilation">The distance from an element of a window to the next; 1 when left out.</param>
    /// <param name="padding">How many zeros are on each side; 0 when left out.</param>
    /// <param name="stride">The distance from a window to the next; 1 when left out.</param>
    /// <returns><c>[N, C·kH·kW, windows]</c>; the windows go row by row. PyTorch's <c>unfold</c>.</returns>
    /// <exception cref="ArgumentException">The shape does not fit, or no window has room.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6], [1, 2, 3]);
    /// Console.WriteLine(F.Unfold(x, (2, 2))[0]); // float32 [2] [1, 2]
    /// </code>
    /// </example>
    public static Tensor Unfold(Tensor x, PerAxis kernelSize, PerAxis dilation = default, PerAxis padding = default, PerAxis stride = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank is not (3 or 4))
        {
            throw new ArgumentException(
                $"Unfold expects x of [batch, channels, height, width], or the same without the batch, but got {x.Shape}; add axes with Unsqueeze.", nameof(x));
        }

        WindowGeometry geometry = Windowed(nameof(Unfold), x.Shape[-2], x.Shape[-1], kernelSize, dilation, padding, stride);
        Tensor y = UnfoldWindows(x.Rank == 3 ? x.Unsqueeze(0) : x, geometry);
        return x.Rank == 3 ? y.Squeeze(0) : y;
    }

    /// <summary>
    /// A picture made of windows that are added up where they overlap, the transposed of <see cref="Unfold"/>: <c>y[n, c, p] = Σ x[n, (c, r), o]</c> over all
    /// <c>r, o</c> with <c>p = o·stride − padding + r·dilation</c>.
    /// </summary>
    /// <param name="x">The windows, <c>[N, C·kH·kW, windows]</c>, or <c>[C·kH·kW, windows]</c> without a batch, of a floating-point type.</param>
    /// <param name="outputSize">The lengths H and W of the picture.</param>
    /// <param name="kernelSize">The lengths of a window, kH and kW.</param>
    /// <param name="dilation">The distance from an element of a window to the next; 1 when left out.</param>
    /// <param name="padding">How many zeros were on each side; 0 when left out.</param>
    /// <param name="stride">The distance from a window to the next; 1 when left out.</param>
    /// <returns><c>[N, C, H, W]</c>. PyTorch's <c>fold</c>.</returns>
    /// <remarks>A picture's element is a sum in the order of the window's elements, of 16-bit types in float32.</remarks>
    /// <exception cref="ArgumentException">The shape does not fit the windows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    /// <example>
    /// <code>
    /// Tensor counts = F.Fold(F.Unfold(Tensor.Ones([1, 1, 3]), (1, 2)), (1, 3), (1, 2));
    /// Console.WriteLine(counts.Flatten()); // float32 [3] [1, 2, 1]
    /// </code>
    /// </example>
    public static Tensor Fold(
        Tensor x, PerAxis outputSize, PerAxis kernelSize, PerAxis dilation = default, PerAxis padding = default, PerAxis stride = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        int[] size = outputSize.Of(2, nameof(outputSize), 1);
        WindowGeometry geometry = Windowed(nameof(Fold), size[0], size[1], kernelSize, dilation, padding, stride);
        if (x.Rank is not (2 or 3) || x.Shape[-2] % geometry.KernelLength != 0 || x.Shape[-1] != geometry.Positions)
        {
            throw new ArgumentException(
                $"Fold expects x of [batch, channels·{geometry.KernelLength}, {geometry.Positions}], or the same without the batch, for " +
                $"{geometry.OutputHeight} by {geometry.OutputWidth} windows of {geometry.KernelHeight} by {geometry.KernelWidth}, but got {x.Shape}; give " +
                "the outputSize that was unfolded.",
                nameof(x));
        }

        if (!x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException($"Fold expects a floating-point type but got {x.DataType.Name()}; convert with To.", nameof(x));
        }

        Tensor y = FoldWindows(x.Rank == 2 ? x.Unsqueeze(0) : x, geometry);
        return x.Rank == 2 ? y.Squeeze(0) : y;
    }

    /// <summary>The columns of the windows of pictures with a batch.</summary>
    internal static Tensor UnfoldWindows(Tensor x, WindowGeometry geometry)
    {
        Tensor source = x.Detach().Contiguous();
        int rows = TensorSize.Fitting(
            TensorSize.Product(x.Shape[1], geometry.KernelLength), nameof(Unfold),
            $"{x.Shape[1]} channels of windows of {geometry.KernelLength} elements, together an axis", "take a smaller window", "kernelSize");
        Tensor y = Tensor.Empty([x.Shape[0], rows, geometry.Positions], x.DataType);
        switch (x.DataType.SizeInBytes())
        {
            case 8: Windows.Unfold(geometry, source.ReachUnchecked<long>(), y.ReachUnchecked<long>()); break;
            case 4: Windows.Unfold(geometry, source.ReachUnchecked<int>(), y.ReachUnchecked<int>()); break;
            case 2: Windows.Unfold(geometry, source.ReachUnchecked<short>(), y.ReachUnchecked<short>()); break;
            default: Windows.Unfold(geometry, source.ReachUnchecked<byte>(), y.ReachUnchecked<byte>()); break;
        }

        GC.KeepAlive(source);
        GC.KeepAlive(y);
        return Tracks(x) ? y.By(new UnfoldNode(x, geometry)) : y;
    }

    /// <summary>The sums of the windows of pictures with a batch.</summary>
    internal static Tensor FoldWindows(Tensor x, WindowGeometry geometry)
    {
        if (Widening.IsNarrow(x.DataType))
        {
            return FoldWindows(x.To(DataType.Float32), geometry).To(x.DataType);
        }

        Tensor source = x.Detach().Contiguous();
        Tensor y = Tensor.Empty([x.Shape[0], x.Shape[1] / geometry.KernelLength, geometry.Height, geometry.Width], x.DataType);
        if (x.DataType == DataType.Float32)
        {
            Windows.Fold<float>(geometry, source.Span<float>(), y.Span<float>(), VectorWidth.Bits);
        }
        else
        {
            Windows.Fold<double>(geometry, source.Span<double>(), y.Span<double>(), VectorWidth.Bits);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(y);
        return Tracks(x) ? y.By(new FoldNode(x, geometry)) : y;
    }

    private static WindowGeometry Windowed(
        string function, int height, int width, PerAxis kernelSize, PerAxis dilation, PerAxis padding, PerAxis stride)
    {
        int[] kernel = kernelSize.Of(2, nameof(kernelSize), 1), dilations = dilation.Of(2, nameof(dilation), 1);
        int[] paddings = padding.Of(2, nameof(padding), 0), strides = stride.Of(2, nameof(stride), 1);
        for (int i = 0; i < 2; i++)
        {
            string what = $"{(i == 0 ? height : width)} elements with a padding of {paddings[i]} on each side, together an axis";
            TensorSize.Fitting((i == 0 ? height : width) + (2L * paddings[i]), function, what, "pad less", nameof(padding));
        }

        TensorSize.Fitting(TensorSize.Product(kernel), function, $"a window of {kernelSize}", "take a smaller one", nameof(kernelSize));
        WindowGeometry geometry = new WindowGeometry(
            height, width, kernel[0], kernel[1], dilations[0], dilations[1], paddings[0], paddings[1], strides[0], strides[1]);
        if (geometry.OutputHeight <= 0 || geometry.OutputWidth <= 0)
        {
            throw new ArgumentException(
                $"{function} expects a window that has room but one of {kernel[0]} by {kernel[1]} with the dilation {dilations[0]} by {dilations[1]} is " +
                $"larger than {height} by {width} with the padding {paddings[0]} by {paddings[1]}; pad more.", nameof(kernelSize));
        }

        TensorSize.Fitting(
            TensorSize.Product(geometry.OutputHeight, geometry.OutputWidth), function,
            $"{geometry.OutputHeight} by {geometry.OutputWidth} windows, together an axis", "pad less or take a larger stride", nameof(padding));
        return geometry;
    }
}
