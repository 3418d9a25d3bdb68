using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace Hillock.Tables;

/// <summary>How bytes are compressed.</summary>
internal enum Compression
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>Snappy.</summary>
    Snappy,

    /// <summary>Gzip.</summary>
    Gzip,

    /// <summary>Brotli.</summary>
    Brotli,

    /// <summary>Zstandard.</summary>
    Zstd,

    /// <summary>A block of LZ4.</summary>
    Lz4Block,

    /// <summary>Blocks of LZ4 with their lengths, as Hadoop divides them.</summary>
    Lz4Hadoop,

    /// <summary>A frame of LZ4.</summary>
    Lz4Frame,
}

/// <summary>Decompresses, into memory that grows no faster than what truly comes out: a length that is a lie costs nothing.</summary>
internal static class Inflater
{
    /// <summary>The most bytes that are decompressed at a time.</summary>
    public const int Most = 1 << 30;

    private const int Trusted = 1 << 20; // so much is allocated for whatever length is claimed

    /// <summary>Decompresses.</summary>
    /// <param name="compression">How the bytes are compressed.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="length">How many they become.</param>
    /// <param name="room">An array that is used again; a larger one takes its place.</param>
    /// <exception cref="DamagedDataException">They become another number of bytes, or are damaged.</exception>
    public static void Inflate(Compression compression, ReadOnlySpan<byte> bytes, int length, ref byte[] room)
    {
        if (length is < 0 or > Most)
        {
            throw new DamagedDataException(FormattableString.Invariant($"{length} bytes are said to be compressed, expected are 0 to {Most}"));
        }

        if (length > 0 && length > RatioOf(compression) * bytes.Length)
        {
            throw new DamagedDataException(FormattableString.Invariant($"{bytes.Length} compressed bytes are said to become {length}, which they cannot"));
        }

        int written;
        try
        {
            written = length == 0 ? 0 : Run(compression, bytes, length, ref room);
        }
        catch (Exception exception) when (exception is not (DamagedDataException or OutOfMemoryException))
        {
            throw new DamagedDataException($"the compressed bytes ({compression}) are damaged: {exception.Message.TrimEnd('.')}");
        }

        if (written != length)
        {
            throw new DamagedDataException(FormattableString.Invariant($"the compressed bytes become {written} and not {length}"));
        }
    }

    // The most that a byte can become: a copy of 64 bytes takes three in Snappy; 255 more take one in LZ4; deflate's limit is 1032.
    private static double RatioOf(Compression compression) => compression switch
    {
        Compression.None => 1,
        Compression.Snappy => 64,
        Compression.Lz4Block or Compression.Lz4Hadoop or Compression.Lz4Frame => 256,
        Compression.Gzip => 1040,
        _ => double.PositiveInfinity,
    };

    private static int Run(Compression compression, ReadOnlySpan<byte> bytes, int length, ref byte[] room)
    {
        switch (compression)
        {
            case Compression.None:
                Grow(ref room, length);
                bytes[..length].CopyTo(room);
                return bytes.Length;
            case Compression.Snappy:
                if (Snappy.GetUncompressedLength(bytes) != length)
                {
                    return Snappy.GetUncompressedLength(bytes);
                }

                Grow(ref room, length);
                return Snappy.Decompress(bytes, room.AsSpan(0, length));
            case Compression.Lz4Block:
                Grow(ref room, length);
                return LZ4Codec.Decode(bytes, room.AsSpan(0, length));
            case Compression.Lz4Hadoop:
                Grow(ref room, length);
                return Lz4Frames.Hadoop(bytes, room.AsSpan(0, length));
            case Compression.Lz4Frame:
                Grow(ref room, length);
                return Lz4Frames.Frame(bytes, room.AsSpan(0, length));
            case Compression.Zstd when length <= Math.Max(Trusted, 64L * bytes.Length):
                Grow(ref room, length);
                using (Decompressor decompressor = new())
                {
                    return decompressor.Unwrap(bytes, room.AsSpan(0, length));
                }

            default:
                using (MemoryStream source = new(bytes.ToArray(), writable: false))
                using (Stream inflated = compression switch
                {
                    Compression.Gzip => new GZipStream(source, CompressionMode.Decompress),
                    Compression.Brotli => new BrotliStream(source, CompressionMode.Decompress),
                    _ => new DecompressionStream(source),
                })
                {
                    return ReadAll(inflated, length, ref room);
                }
        }
    }

    private static int ReadAll(Stream inflated, int length, ref byte[] room)
    {
        Grow(ref room, Math.Min(length, Trusted));
        int written = 0;
        while (written < length)
        {
            if (written == room.Length)
            {
                Array.Resize(ref room, (int)Math.Min(length, 2L * room.Length));
            }

            int read = inflated.Read(room.AsSpan(written, Math.Min(room.Length, length) - written));
            if (read == 0)
            {
                return written;
            }

            written += read;
        }

        return inflated.ReadByte() < 0 ? written : Most;
    }

    /// <summary>Makes an array large enough; what is in it may be lost.</summary>
    /// <param name="room">The array.</param>
    /// <param name="length">How long it is to be.</param>
    public static void Grow(ref byte[] room, int length) => room = room.Length >= length ? room : new byte[length];
}
