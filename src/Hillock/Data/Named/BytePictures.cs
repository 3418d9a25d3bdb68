using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>Pictures of one size with a class each, a byte a pixel: a fourth of the memory that numbers would take.</summary>
/// <remarks>
/// An item is the picture as float32 of <c>[channels, height, width]</c>, its bytes divided by 255, and its class as int64 of <c>[]</c>: what a convolution and
/// <c>CrossEntropyLoss</c> take. Several threads may read.
/// </remarks>
/// <example>
/// <code>
/// // Two pictures of one channel, 1 × 2.
/// BytePictures pictures = new([0, 255, 51, 102], [0, 1], 1, 1, 2, ["dark left", "dark right"]);
/// Console.WriteLine($"{pictures[1].Inputs.Flatten()} is {pictures.ClassNames[pictures.Labels[1]]}"); // float32 [2] [0.2, 0.4] is dark right
/// </code>
/// </example>
public sealed class BytePictures : IDataset<(Tensor Inputs, Tensor Targets)>
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    /// <summary>Takes pictures.</summary>
    /// <param name="pixels">The pixels, <c>[count, channels, height, width]</c> in C order; copied.</param>
    /// <param name="labels">The number of each picture's class; copied.</param>
    /// <param name="channels">The channels: 1 for grey, 3 for red, green and blue.</param>
    /// <param name="height">The height.</param>
    /// <param name="width">The width.</param>
    /// <param name="classNames">The classes' names.</param>
    /// <exception cref="ArgumentException">The pixels are not as many as the labels' pictures have, or a label is no class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public BytePictures(
        ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> labels, int channels, int height, int width, IReadOnlyList<string> classNames)
        : this(pixels.ToArray(), labels.ToArray(), channels, height, width, classNames)
    {
    }

    internal BytePictures(byte[] pixels, byte[] labels, int channels, int height, int width, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        long expected = checked((long)channels * height * width) * labels.Length;
        if (pixels.Length != expected)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{labels.Length} pictures of {channels} × {height} × {width} have {expected} pixels ") +
                FormattableString.Invariant($"but there are {pixels.Length}."), nameof(pixels));
        }

        int bad = Array.FindIndex(labels, label => label >= classNames.Count);
        if (bad >= 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"labels expects classes below {classNames.Count} but picture {bad} has {labels[bad]}."), nameof(labels));
        }

        (_pixels, _labels, Channels, Height, Width, ClassNames) = (pixels, labels, channels, height, width, [.. classNames]);
    }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <summary>The channels of a picture.</summary>
    public int Channels { get; }

    /// <summary>The height of a picture.</summary>
    public int Height { get; }

    /// <summary>The width of a picture.</summary>
    public int Width { get; }

    /// <summary>The names of the classes, by their numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class of each picture.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>All pixels, <c>[count, channels, height, width]</c> in C order.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    private int Size => Channels * Height * Width;

    /// <summary>A picture and its class, as new tensors.</summary>
    /// <param name="index">The picture, 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public (Tensor Inputs, Tensor Targets) this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            Tensor inputs = Tensor.Empty([Channels, Height, Width]);
            Scale(_pixels.AsSpan(index * Size, Size), inputs.AsSpan<float>());
            GC.KeepAlive(inputs);
            return (inputs, Tensor.Full(Shape.Scalar, _labels[index], DataType.Int64));
        }
    }

    /// <summary>All pictures as one tensor, float32 of <c>[count, channels, height, width]</c>, and their classes, int64 of <c>[count]</c>.</summary>
    /// <remarks>Four bytes a pixel: 188 MB for the training part of MNIST, 614 MB for that of CIFAR-10.</remarks>
    public TensorDataset ToTensors()
    {
        Tensor inputs = Tensor.Empty([Count, Channels, Height, Width]);
        Scale(_pixels, inputs.AsSpan<float>());
        GC.KeepAlive(inputs);
        return new TensorDataset(inputs, Tensor.From(Array.ConvertAll(_labels, static label => (long)label)));
    }

    // A quotient is rounded once; a product with 1/255 would be rounded twice.
    private static void Scale(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            numbers[i] = bytes[i] / 255f;
        }
    }
}
