using System.Buffers.Binary;
using System.IO.Compression;

namespace SparseCoding;

/// <summary>A picture of grey pixels that writes itself as PNG (RFC 2083).</summary>
internal sealed class GrayPicture
{
    private readonly int _width;
    private readonly byte[] _pixels;

    /// <summary>Makes a picture of one grey.</summary>
    public GrayPicture(int width, int height, byte background)
    {
        _width = width;
        _pixels = new byte[width * height];
        Array.Fill(_pixels, background);
    }

    /// <summary>A pixel: 0 is black, 255 white.</summary>
    public byte this[int x, int y]
    {
        set => _pixels[(y * _width) + x] = value;
    }

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        using FileStream file = File.Create(path);
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8]);

        // Width, height, 8 bits of grey; no filter kind or interlacing but the standard ones.
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, _width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), _pixels.Length / _width);
        header[8] = 8;
        Chunk(file, "IHDR"u8, header);

        // Each row begins with the number of its filter: 0, none.
        using MemoryStream data = new();
        using (ZLibStream zip = new(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int i = 0; i < _pixels.Length; i += _width)
            {
                zip.WriteByte(0);
                zip.Write(_pixels, i, _width);
            }
        }

        Chunk(file, "IDAT"u8, data.ToArray());
        Chunk(file, "IEND"u8, []);
    }

    private static void Chunk(FileStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] content = [.. type, .. data];
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(content));
        file.Write(number);
    }

    // The cyclic redundancy check of ISO 3309, bit by bit.
    private static uint Checksum(ReadOnlySpan<byte> content)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in content)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ (0xEDB88320 & (0 - (sum & 1)));
            }
        }

        return ~sum;
    }
}
