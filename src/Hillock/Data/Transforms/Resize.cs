using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>A picture in another size. Source: torchvision's <c>Resize</c>.</summary>
/// <remarks>
/// <para>
/// Pixel <c>i</c> of <c>m</c> lies at <c>(i + ½)·n/m</c> of <c>n</c>, counted from the edge. With <c>s = n/m</c>, and 1 where the picture grows or
/// without <c>antialias</c>, its weights along an axis are <c>w(|j + ½ − place|/s)</c>, divided by their sum: <c>w(t) = 1 − t</c> below 1 for
/// <see cref="ResizeMode.Bilinear"/>, Keys's cubic for <see cref="ResizeMode.Bicubic"/>. Those are Pillow's, and PyTorch's with <c>antialias=True</c>.
/// <see cref="ResizeMode.Area"/> takes each pixel by the share of it that is covered, as OpenCV's <c>INTER_AREA</c>; where the picture grows too. PyTorch's
/// <c>area</c> is <c>F.AdaptiveAvgPool2d</c>, which takes pixels as a whole; both are equal where the lengths divide.
/// </para>
/// <para>
/// Sums are of float32, of float64 for pictures of that type, first along rows. Bytes are rounded once, at the end; Pillow rounds them, and cuts them off,
/// after the rows too. Without
/// <c>antialias</c> a picture that shrinks is read at single places, as by <c>F.Interpolate</c>, and what lies between is not seen.
/// </para>
/// </remarks>
public sealed class Resize : IImageTransform
{
    private const int LargestWhole = 1 << 22; // numbers, of larger pictures some rows at a time

    private readonly int _height, _width, _maximum;
    private readonly bool _isShorterEdge, _antialias;
    private readonly ResizeMode _mode;

    /// <summary>Makes the transform.</summary>
    /// <param name="size">The height and width; or one number for the shorter edge, the other in proportion, <c>⌊size·longer/shorter⌋</c>.</param>
    /// <param name="mode">How pixels between those of the picture are found.</param>
    /// <param name="maxSize">The most that the longer edge may become, with one number for the size; 0 for no limit. If it would be more, both edges become
    /// smaller.</param>
    /// <param name="antialias">Whether all pixels count where a bilinear or bicubic picture shrinks.</param>
    /// <exception cref="ArgumentException">A length is below 1, there are three, or a limit is given with both lengths or is not above the size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    /// <example>
    /// <code>
    /// Tensor picture = Tensor.From([0f, 0, 4, 8], [1, 4]);
    /// Console.WriteLine(new Resize((1, 2), ResizeMode.Area).Apply(picture, default).Flatten()); // float32 [2] [0, 6]
    /// Console.WriteLine(new Resize((1, 2)).Apply(picture, default).Flatten()); // float32 [2] [0.5714, 5.1429]
    /// </code>
    /// </example>
    public Resize(PerAxis size, ResizeMode mode = ResizeMode.Bilinear, int maxSize = 0, bool antialias = true)
    {
        (_height, _width) = Pictures.Size(size, nameof(Resize));
        _isShorterEdge = size.Numbers.Length == 1;
        _mode = Enum.IsDefined(mode) ? mode : throw new ArgumentOutOfRangeException(
            nameof(mode), mode, $"Resize expects a mode of ResizeMode but got {mode}; choose one, such as Bilinear.");
        if (maxSize < 0 || (maxSize > 0 && (!_isShorterEdge || maxSize <= _height)))
        {
            throw new ArgumentException(
                $"Resize expects a maxSize above the size of the shorter edge, and that size as one number, but got {maxSize} with the size {size}; leave " +
                "it out.",
                nameof(maxSize));
        }

        (_maximum, _antialias) = (maxSize, antialias);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The result has more elements than a tensor holds.</exception>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(Resize));
        int ownHeight = Pictures.Height(picture), ownWidth = Pictures.Width(picture);
        (int height, int width) = _isShorterEdge ? Proportional(ownHeight, ownWidth) : (_height, _width);
        if (height == ownHeight && width == ownWidth)
        {
            return picture;
        }

        TensorSize.Fitting(
            TensorSize.Product(height, width) * Math.Max(1, picture.Length / (ownHeight * ownWidth)), nameof(Resize),
            $"a result of {height} by {width} for a picture of {picture.Shape}", "take a smaller size", "size");
        Tensor y = width == ownWidth ? Pictures.Wide(picture) : Columns(picture, ResizePlan.Of(ownWidth, width, _mode, _antialias));
        y = height == ownHeight ? y : F.Resample(y, y.Rank - 2, ResizePlan.Of(ownHeight, height, _mode, _antialias));
        return Pictures.Narrow(y, picture.DataType, rounds: true);
    }

    // Bytes of a large picture become numbers some rows at a time, which changes nothing: rows are independent.
    private static Tensor Columns(Tensor picture, AxisTaps taps)
    {
        int axis = picture.Rank - 2, height = picture.Shape[axis];
        if (picture.DataType != DataType.UInt8 || picture.Length <= LargestWhole)
        {
            return F.Resample(Pictures.Wide(picture), axis + 1, taps);
        }

        int rows = Math.Max(1, (int)((long)LargestWhole * height / picture.Length));
        List<Tensor> parts = [];
        for (int start = 0; start < height; start = Partition.End(start, rows, height))
        {
            Tensor part = picture.Slice(axis, start, Partition.End(start, rows, height)).Contiguous();
            parts.Add(F.Resample(Pictures.Wide(part), axis + 1, taps));
        }

        return F.Concat(parts, axis);
    }

    private (int Height, int Width) Proportional(int height, int width)
    {
        long shorter = Math.Min(height, width), longer = Math.Max(height, width), size = _height;
        long other = size * longer / shorter;
        if (_maximum > 0 && other > _maximum)
        {
            (size, other) = (Math.Max(1, _maximum * size / other), _maximum);
        }

        other = Math.Min(other, int.MaxValue);
        return height <= width ? ((int)size, (int)other) : ((int)other, (int)size);
    }
}
