using Hillock.Tensors;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace Hillock.Images;

/// <summary>Turns planes into pixels, and those into PNG.</summary>
internal static class PictureEncoder
{
    private static readonly Configuration Formats = new Configuration(new PngConfigurationModule());

    internal static byte[] Encode(Tensor picture)
    {
        Shape shape = picture.Shape;
        int rank = shape.Rank, channels = rank == 3 ? shape[0] : 1;
        if (rank is not (2 or 3) || channels is < 1 or > 4 || picture.Length == 0)
        {
            throw new ArgumentException(
                $"WritePng expects [channels, height, width] with 1 to 4 channels, or [height, width], with at least one pixel, but got {shape}.",
                nameof(picture));
        }

        byte[] planes = Bytes(picture);
        int height = shape[rank - 2], width = shape[rank - 1], plane = width * height;
        byte[] pixels = new byte[planes.Length];
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < plane; i++)
            {
                pixels[(i * channels) + c] = planes[(c * plane) + i];
            }
        }

        return channels switch
        {
            1 => Encode<L8>(pixels, width, height, PngColorType.Grayscale),
            2 => Encode<La16>(pixels, width, height, PngColorType.GrayscaleWithAlpha),
            3 => Encode<Rgb24>(pixels, width, height, PngColorType.Rgb),
            _ => Encode<Rgba32>(pixels, width, height, PngColorType.RgbWithAlpha),
        };
    }

    private static byte[] Encode<TPixel>(byte[] pixels, int width, int height, PngColorType colors)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using Image<TPixel> image = Image.LoadPixelData<TPixel>(Formats, pixels, width, height);
        using MemoryStream stream = new MemoryStream();
        image.Save(stream, new PngEncoder { ColorType = colors, BitDepth = PngBitDepth.Bit8 });
        return stream.ToArray();
    }

    private static byte[] Bytes(Tensor picture)
    {
        Tensor whole = picture.Detach().Contiguous();
        if (whole.DataType == DataType.UInt8)
        {
            byte[] copy = whole.AsReadOnlySpan<byte>().ToArray();
            GC.KeepAlive(whole);
            return copy;
        }

        if (whole.DataType is DataType.Int64 or DataType.Int32 or DataType.Bool)
        {
            throw new ArgumentException(
                $"WritePng expects bytes, or floating-point numbers from 0 to 1, but got {whole.DataType}; convert it, as picture.To(DataType.UInt8).",
                nameof(picture));
        }

        Tensor numbers = whole.To(DataType.Float64);
        ReadOnlySpan<double> values = numbers.AsReadOnlySpan<double>();
        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                throw new ArgumentException($"WritePng expects numbers from 0 to 1, but element {i} is NaN.", nameof(picture));
            }

            bytes[i] = (byte)Math.Round(Math.Clamp(values[i], 0, 1) * 255);
        }

        GC.KeepAlive(numbers);
        return bytes;
    }
}
