using Hillock.Data;
using Hillock.Tensors;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace Hillock.Images;

/// <summary>Decodes what was looked through, and puts the pixels into planes.</summary>
internal static class PictureDecoder
{
    // Nothing but the two formats.
    private static readonly Configuration Formats = new Configuration(new PngConfigurationModule(), new JpegConfigurationModule())
    {
        MaxDegreeOfParallelism = 1, // whoever reads many pictures reads several at a time
    };

    internal static Tensor Decode(ReadOnlySpan<byte> file, string source, PictureChannels channels, long maximumPixels)
    {
        bool isPng = file.StartsWith(PngWalk.Signature);
        if (!isPng && !file.StartsWith(JpegWalk.Signature))
        {
            throw new DataFormatException(
                source, null, file.IsEmpty ? "the file is empty" : $"it is neither PNG nor JPEG{Guess(file)}", "convert it to PNG or JPEG");
        }

        PictureHeader header = isPng ? PngWalk.Read(file, source, maximumPixels) : JpegWalk.Read(file, source, maximumPixels);
        int count = channels switch
        {
            PictureChannels.Gray => 1,
            PictureChannels.GrayAlpha => 2,
            PictureChannels.Rgb => 3,
            PictureChannels.RgbAlpha => 4,
            _ => header.Channels,
        };
        if ((long)header.Width * header.Height * count > Array.MaxLength)
        {
            throw new DataFormatException(
                source, null, $"{count} channels of {header.Width} × {header.Height} are more than an array holds", "scale it down, or read fewer channels");
        }

        bool isUpright = header.Orientation < 5;
        long pixels = (long)header.Width * header.Height;
        PictureGate.Shared.Enter(pixels);
        byte[] planes;
        try
        {
            planes = new byte[pixels * count];
            switch (header.Channels)
            {
                case 1:
                    Decode<L8>(planes, header, isPng, source, count);
                    break;
                case 3:
                    Decode<Rgb24>(planes, header, isPng, source, count);
                    break;
                default:
                    Decode<Rgba32>(planes, header, isPng, source, count);
                    break;
            }
        }
        finally
        {
            PictureGate.Shared.Leave(pixels);
        }

        return Tensor.From(planes, isUpright ? [count, header.Height, header.Width] : [count, header.Width, header.Height]);
    }

    // Grey takes a byte for a pixel, colours three, where a picture has no transparency.
    private static void Decode<TPixel>(byte[] planes, PictureHeader header, bool isPng, string source, int count)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using Image<TPixel> image = Load<TPixel>(header, isPng, source);
        Fill(planes, image, header, count);
    }

    private static Image<TPixel> Load<TPixel>(PictureHeader header, bool isPng, string source)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Image<TPixel>? image = null;
        try
        {
            image = isPng
                ? Image.Load<TPixel>(Formats, header.Pixels.Span, new PngDecoder { IgnoreMetadata = true })
                : Image.Load<TPixel>(Formats, header.Pixels.Span, new JpegDecoder { IgnoreMetadata = true });
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever the decoder stumbles on, an index out of range included, is a fault of the file.
            throw Undecodable(source, exception.Message.ReplaceLineEndings(" ").TrimEnd('.'), exception);
        }

        if (image.Width == header.Width && image.Height == header.Height)
        {
            return image;
        }

        string found = $"{image.Width} × {image.Height} pixels were decoded, not {header.Width} × {header.Height}";
        image.Dispose();
        throw Undecodable(source, found, null);
    }

    private static DataFormatException Undecodable(string source, string problem, Exception? cause) =>
        new DataFormatException(source, null, $"the pixels cannot be decoded: {problem}", "the file is damaged: copy or download it again", cause);

    private static void Fill<TPixel>(byte[] planes, Image<TPixel> image, PictureHeader header, int channels)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        int plane = header.Width * header.Height;
        (int start, int rowStep, int columnStep) = Steps(header);
        image.ProcessPixelRows(accessor =>
        {
            Rgba32 pixel = default;
            for (int y = 0; y < accessor.Height; y++)
            {
                int at = start + (y * rowStep);
                foreach (TPixel stored in accessor.GetRowSpan(y))
                {
                    stored.ToRgba32(ref pixel);
                    if (channels < 3)
                    {
                        planes[at] = Luma(pixel);
                    }
                    else
                    {
                        planes[at] = pixel.R;
                        planes[plane + at] = pixel.G;
                        planes[(2 * plane) + at] = pixel.B;
                    }

                    if ((channels & 1) == 0)
                    {
                        planes[((channels - 1) * plane) + at] = pixel.A;
                    }

                    at += columnStep;
                }
            }
        });
    }

    // 0.299, 0.587 and 0.114 in 65536ths; equal colours give themselves.
    private static byte Luma(Rgba32 pixel) => (byte)(((pixel.R * 19595) + (pixel.G * 38470) + (pixel.B * 7471) + 32768) >> 16);

    // Where the first stored pixel stands in the upright picture, and how far the next row and the next column are.
    private static (int Start, int RowStep, int ColumnStep) Steps(PictureHeader header)
    {
        int width = header.Width, height = header.Height, last = (width * height) - 1;
        return header.Orientation switch
        {
            2 => (width - 1, width, -1),
            3 => (last, -width, -1),
            4 => (last - width + 1, -width, 1),
            5 => (0, 1, height),
            6 => (height - 1, -1, height),
            7 => (last, -1, -height),
            8 => (last - height + 1, 1, -height),
            _ => (0, width, 1),
        };
    }

    private static string Guess(ReadOnlySpan<byte> file) =>
        file.StartsWith("GIF8"u8) ? " but GIF"
        : file.StartsWith("BM"u8) ? " but BMP"
        : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? " but TIFF"
        : file.StartsWith("RIFF"u8) && file.Length > 12 && file[8..].StartsWith("WEBP"u8) ? " but WebP"
        : "";
}
