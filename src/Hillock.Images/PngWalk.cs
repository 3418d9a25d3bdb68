using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Hillock.Images;

/// <summary>Looks a PNG file through: chunks, checksums, sizes and how many bytes its pixels unpack to (ISO/IEC 15948).</summary>
internal static class PngWalk
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private const int HeaderLength = 13, Frame = 12, PrefixLength = 8, Buffer = 1 << 16;

    // Where Adam7's seven passes begin and how far their pixels are apart: x, y, steps of x, steps of y.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    internal static PictureHeader Read(ReadOnlySpan<byte> file, string source, long maximumPixels)
    {
        FileWalk walk = new FileWalk(file, source, "PNG");
        MemoryStream kept = new MemoryStream(file.Length);
        List<(int Start, int Length)> packed = [];
        kept.Write(walk.Take(Signature.Length));
        byte[] header = [];
        bool hasPalette = false, isTransparent = false;
        int orientation = 1;
        for (bool isEnd = false; !isEnd;)
        {
            FileWalk start = walk;
            ReadOnlySpan<byte> chunk = Next(ref walk, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data);
            if ((header.Length == 0) != type.SequenceEqual("IHDR"u8))
            {
                throw start.Fault(header.Length == 0 ? "the first chunk is not IHDR, the header" : "a second header, IHDR");
            }

            switch (Encoding.Latin1.GetString(type))
            {
                case "IHDR":
                    CheckHeader(start, data, maximumPixels);
                    header = data.ToArray();
                    break;
                case "PLTE" when !hasPalette && data.Length is > 0 and <= 768 && data.Length % 3 == 0:
                    hasPalette = true;
                    break;
                case "PLTE":
                    throw start.Fault($"a palette of {data.Length} bytes, or a second one; one of 3 bytes a colour, for 1 to 256 colours, is expected");
                case "tRNS":
                    isTransparent = header[9] < 4;
                    break;
                case "IDAT":
                    packed.Add(((int)kept.Length + PrefixLength, data.Length));
                    break;
                case "eXIf":
                    orientation = ExifOrientation.Of(data);
                    continue;
                case "IEND":
                    isEnd = true;
                    break;
                default:
                    if ((type[0] & 0x20) == 0)
                    {
                        throw start.Fault($"the chunk {Encoding.Latin1.GetString(type)}, which readers must understand, is unknown", "save it as plain PNG");
                    }

                    continue; // not needed for the pixels
            }

            kept.Write(chunk);
        }

        int colorType = header[9];
        if (colorType == 3 && !hasPalette)
        {
            throw walk.Fault("the colours' palette, PLTE, is missing");
        }

        // The decoder does not come to an end where one of the seven passes has no pixels.
        if (header[12] == 1 && Math.Min(BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))) < 5)
        {
            throw walk.Fault("an interlaced picture of fewer than 5 rows or columns is not supported", "save it without interlacing");
        }

        ReadOnlyMemory<byte> pixels = kept.GetBuffer().AsMemory(0, (int)kept.Length);
        CheckPixels(walk, header, new PngPixelStream(pixels, packed));
        int channels = colorType switch { 0 => 1, 2 or 3 => 3, 4 => 2, _ => 4 };
        return new PictureHeader(
            BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)), channels + (isTransparent ? 1 : 0), orientation,
            pixels);
    }

    private static ReadOnlySpan<byte> Next(ref FileWalk walk, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data)
    {
        FileWalk start = walk;
        ReadOnlySpan<byte> head = walk.Rest;
        int length = BinaryPrimitives.ReadInt32BigEndian(walk.Take(4));
        if (length < 0)
        {
            throw start.Fault("a chunk's length is above 2,147,483,647");
        }

        ReadOnlySpan<byte> body = walk.Take(4L + length);
        type = body[..4];
        data = body[4..];
        if (type.ContainsAnyExcept(Letters))
        {
            throw start.Fault("a chunk's name has other characters than letters");
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(walk.Take(4)) != Crc32.Append(0, body))
        {
            throw start.Fault($"the checksum of the chunk {Encoding.Latin1.GetString(type)} is wrong");
        }

        return head[..(Frame + length)];
    }

    private static void CheckHeader(FileWalk place, ReadOnlySpan<byte> data, long maximumPixels)
    {
        if (data.Length != HeaderLength)
        {
            throw place.Fault($"the header has {data.Length} bytes, not {HeaderLength}");
        }

        place.CheckSize(BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]), maximumPixels);
        bool isKnown = (data[9], data[8]) is (0, 1 or 2 or 4 or 8 or 16) or (2 or 4 or 6, 8 or 16) or (3, 1 or 2 or 4 or 8);
        if (!isKnown || data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw place.Fault(
                $"colours of kind {data[9]} with {data[8]} bits, compression {data[10]}, filter {data[11]}, interlacing {data[12]}: "
                + "PNG defines no such picture");
        }
    }

    // Unpacks the pixels without keeping them: a small file may claim to be a large picture.
    private static void CheckPixels(FileWalk walk, ReadOnlySpan<byte> header, Stream packed)
    {
        long expected = PixelBytes(header), found = 0;
        try
        {
            using ZLibStream unpacked = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true);
            byte[] part = new byte[Buffer];
            for (int count; found <= expected && (count = unpacked.Read(part)) > 0;)
            {
                found += count;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw walk.Fault($"the pixels cannot be unpacked after {found} of {expected} bytes");
        }

        if (found < expected)
        {
            throw walk.Fault($"the pixels unpack to {found} bytes, and {expected} are expected");
        }
    }

    private static long PixelBytes(ReadOnlySpan<byte> header)
    {
        long width = BinaryPrimitives.ReadInt32BigEndian(header), height = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        long bits = header[8] * (header[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 });
        if (header[12] == 0)
        {
            return Bytes(width, height);
        }

        long sum = 0;
        foreach ((int x, int y, int stepX, int stepY) in Passes)
        {
            sum += Bytes((width - x + stepX - 1) / stepX, (height - y + stepY - 1) / stepY);
        }

        return sum;

        // A byte before each row says how it is filtered.
        long Bytes(long columns, long rows) => columns <= 0 || rows <= 0 ? 0 : rows * (1 + (((columns * bits) + 7) / 8));
    }
}
