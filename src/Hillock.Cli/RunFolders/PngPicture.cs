using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Hillock.Serialization.Zip;

namespace Hillock.Cli.RunFolders;

/// <summary>A small picture as PNG, for a page.</summary>
internal static class PngPicture
{
    private const int ColorGrey = 0, ColorRgb = 2;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Pixels of 0 to 255, or of 0 to 1 where none is above 1.</summary>
    /// <param name="pixels">Channel after channel, row after row.</param>
    /// <param name="channels">3 for red, green and blue; of any other number the first is shown in grey.</param>
    /// <param name="height">The rows.</param>
    /// <param name="width">The columns.</param>
    /// <returns>An address with the picture in it.</returns>
    public static string DataAddress(ReadOnlySpan<float> pixels, int channels, int height, int width)
    {
        float factor = 1;
        foreach (float pixel in pixels)
        {
            factor = Math.Max(factor, pixel);
        }

        factor = factor > 1 ? 1 : 255;
        int shown = channels == 3 ? 3 : 1, size = height * width;
        byte[] rows = new byte[height * ((width * shown) + 1)];
        int place = 0;
        for (int y = 0; y < height; y++)
        {
            rows[place++] = 0; // no filter
            for (int x = 0; x < width; x++)
            {
                for (int channel = 0; channel < shown; channel++)
                {
                    rows[place++] = (byte)Math.Clamp(MathF.Round(factor * pixels[(channel * size) + (y * width) + x]), 0, 255);
                }
            }
        }

        using MemoryStream file = new();
        file.Write(Signature);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, (byte)(shown == 3 ? ColorRgb : ColorGrey));
        Write(file, "IHDR", header);
        using MemoryStream compressed = new();
        using (ZLibStream deflate = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(rows);
        }

        Write(file, "IDAT", compressed.ToArray());
        Write(file, "IEND", []);
        return $"data:image/png;base64,{Convert.ToBase64String(file.ToArray())}";
    }

    private static void Write(MemoryStream file, string name, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] checkedPart = [.. Encoding.ASCII.GetBytes(name), .. content];
        file.Write(checkedPart);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(0, checkedPart));
        file.Write(number);
    }
}
