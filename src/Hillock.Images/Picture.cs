using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Images;

/// <summary>Reads PNG and JPEG pictures as tensors of bytes <c>[channels, height, width]</c>, and writes PNG.</summary>
/// <remarks>
/// <para>
/// Every number is from 0 to 255, as of torchvision's <c>read_image</c>; <c>picture.To(DataType.Float32) / 255</c> is what its <c>ToTensor</c> gives. Sixteen
/// bits become eight, rounded. A photograph comes upright: what its camera noted of the orientation is applied, as viewers do and torchvision does not.
/// </para>
/// <para>
/// JPEG leaves room to decoders: edges of colours may differ from other programs' by some tens of 255 where colours are stored at half the resolution,
/// brightness by 1 or 2. PNG is exact.
/// </para>
/// <para>
/// A file is read as a whole and looked through before it is decoded: a picture of more pixels than allowed, a damaged or truncated one is refused with its
/// path. Nothing in a file makes the reader crash or take more memory than its pixels need.
/// </para>
/// </remarks>
public static class Picture
{
    /// <summary>The pixels that a picture may have if nothing else is said: 64 million, 192 MB as colours.</summary>
    public const long DefaultMaximumPixels = 64_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, PNG or JPEG whatever its name.</param>
    /// <param name="channels">Which channels to give.</param>
    /// <param name="maximumPixels">The pixels that it may have.</param>
    /// <returns>Bytes, <c>[channels, height, width]</c>.</returns>
    /// <exception cref="DataFormatException">The file is no picture, damaged, truncated or too large.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Read(string path, PictureChannels channels = PictureChannels.AsStored, long maximumPixels = DefaultMaximumPixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = PictureFile.Open(path);
        return Read(stream, path, channels, maximumPixels);
    }

    /// <summary>Reads from the current position of a stream to its end.</summary>
    /// <param name="stream">The stream; it need not be seekable, and stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <param name="channels">Which channels to give.</param>
    /// <param name="maximumPixels">The pixels that the picture may have.</param>
    /// <returns>Bytes, <c>[channels, height, width]</c>.</returns>
    /// <exception cref="DataFormatException">The stream is no picture, damaged, truncated or too large.</exception>
    public static Tensor Read(
        Stream stream, string source = "picture", PictureChannels channels = PictureChannels.AsStored, long maximumPixels = DefaultMaximumPixels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPixels, 1);
        return Read(PictureFile.ReadAll(stream, source, maximumPixels), source, channels, maximumPixels);
    }

    /// <summary>Reads a file that is in memory.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="source">The name for error messages.</param>
    /// <param name="channels">Which channels to give.</param>
    /// <param name="maximumPixels">The pixels that the picture may have.</param>
    /// <returns>Bytes, <c>[channels, height, width]</c>.</returns>
    /// <exception cref="DataFormatException">The bytes are no picture, damaged, truncated or too large.</exception>
    /// <example>
    /// <code>
    /// using var file = new MemoryStream();
    /// Picture.WritePng(file, Tensor.From(new byte[] { 0, 255, 128, 64, 32, 16 }, [1, 2, 3]));
    /// Console.WriteLine(Picture.Read(file.ToArray())); // uint8 [1, 2, 3] [[[0, 255, 128], [64, 32, 16]]]
    /// </code>
    /// </example>
    public static Tensor Read(
        ReadOnlyMemory<byte> file, string source = "picture", PictureChannels channels = PictureChannels.AsStored,
        long maximumPixels = DefaultMaximumPixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPixels, 1);
        if (!Enum.IsDefined(channels))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "Picture.Read expects one of PictureChannels.");
        }

        return PictureDecoder.Decode(file.Span, source, channels, maximumPixels);
    }

    /// <summary>Writes a picture to a file, completely or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="picture">
    /// <c>[channels, height, width]</c> with 1 to 4 channels, or <c>[height, width]</c>: bytes, or numbers from 0 to 1, which are rounded to 255ths; those
    /// beyond are cut off.
    /// </param>
    /// <exception cref="ArgumentException">The shape or type is none of a picture's, or a number is NaN.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WritePng(string path, Tensor picture)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(picture);
        byte[] encoded = PictureEncoder.Encode(picture);
        using AtomicFile file = new AtomicFile(path);
        file.Stream.Write(encoded);
        file.Commit();
    }

    /// <summary>Writes a picture to a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="picture">
    /// <c>[channels, height, width]</c> with 1 to 4 channels, or <c>[height, width]</c>: bytes, or numbers from 0 to 1, which are rounded to 255ths; those
    /// beyond are cut off.
    /// </param>
    /// <exception cref="ArgumentException">The shape or type is none of a picture's, or a number is NaN.</exception>
    public static void WritePng(Stream stream, Tensor picture)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(picture);
        stream.Write(PictureEncoder.Encode(picture));
    }
}
