using System.Buffers.Binary;
using K4os.Compression.LZ4;

namespace Hillock.Tables;

/// <summary>LZ4 in what stands around its blocks: frames, and the lengths that Hadoop puts before each.</summary>
/// <remarks>Source: the LZ4 frame format 1.6.4; the check sums of frames are passed over.</remarks>
internal static class Lz4Frames
{
    private const uint Magic = 0x184D2204;
    private const int Window = 1 << 16; // how far back a block that is linked to those before it reaches

    /// <summary>Decompresses a frame; returns how many bytes it becomes.</summary>
    /// <param name="bytes">The frame.</param>
    /// <param name="room">Receives them.</param>
    public static int Frame(ReadOnlySpan<byte> bytes, Span<byte> room)
    {
        if (bytes.Length < 7 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new DamagedDataException("the frame of LZ4 does not begin with its mark");
        }

        byte flags = bytes[4];
        (bool isLinked, bool hasBlockSums, bool hasLength, bool hasDictionary) = ((flags & 0x20) == 0, (flags & 0x10) != 0, (flags & 8) != 0, (flags & 1) != 0);
        if (flags >> 6 != 1 || hasDictionary)
        {
            throw new DamagedDataException("the frame of LZ4 is of another version, or needs a dictionary");
        }

        bytes = bytes[(4 + 2 + (hasLength ? 8 : 0) + 1)..];
        int written = 0;
        while (true)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            bytes = bytes[sizeof(uint)..];
            if (size == 0)
            {
                return written;
            }

            bool isStored = size >> 31 != 0;
            ReadOnlySpan<byte> block = bytes[..(int)(size & int.MaxValue)];
            bytes = bytes[(block.Length + (hasBlockSums ? sizeof(uint) : 0))..];
            if (isStored)
            {
                block.CopyTo(room[written..]);
                written += block.Length;
            }
            else
            {
                ReadOnlySpan<byte> before = isLinked ? room[Math.Max(0, written - Window)..written] : [];
                int count = before.IsEmpty ? LZ4Codec.Decode(block, room[written..]) : LZ4Codec.Decode(block, room[written..], before.ToArray());
                written += count >= 0 ? count : throw new DamagedDataException("a block of LZ4 is damaged");
            }
        }
    }

    /// <summary>Decompresses blocks with their lengths, or a single one without; returns how many bytes they become.</summary>
    /// <param name="bytes">The blocks.</param>
    /// <param name="room">Receives them.</param>
    public static int Hadoop(ReadOnlySpan<byte> bytes, Span<byte> room)
    {
        int written = 0;
        for (ReadOnlySpan<byte> rest = bytes; rest.Length >= 8;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest), size = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            if (size > rest.Length - 8 || length > room.Length - written)
            {
                written = -1;
                break;
            }

            int count = LZ4Codec.Decode(rest.Slice(8, (int)size), room.Slice(written, (int)length));
            if (count != length)
            {
                written = -1;
                break;
            }

            written += count;
            rest = rest[(8 + (int)size)..];
        }

        return written == room.Length ? written : LZ4Codec.Decode(bytes, room); // older writers have a single block and no length
    }
}
