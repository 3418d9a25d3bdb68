using System.Buffers.Binary;

#if HILLOCK_IMAGES

// The package of pictures compiles this file into itself, as AtomicFile, which says why.
namespace Hillock.Images;
#elif HILLOCK_TABLES
namespace Hillock.Tables;
#else
namespace Hillock.Serialization.Zip;
#endif

/// <summary>The check sum of zip archives and of PNG's chunks: CRC-32 with the reflected polynomial 0xEDB88320 (ISO 3309, RFC 1952).</summary>
internal static class Crc32
{
    private const int Slices = 8;

    /// <summary>Row k has what a byte does that is followed by k zero bytes.</summary>
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The sum of what was read so far, with more bytes after it.</summary>
    /// <param name="crc">The sum so far; 0 at the start.</param>
    /// <param name="bytes">The bytes that follow.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        while (bytes.Length >= Slices)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc, high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
            bytes = bytes[Slices..];
        }

        foreach (byte value in bytes)
        {
            crc = (crc >> 8) ^ Tables[0][(crc ^ value) & 0xFF];
        }

        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = new uint[Slices][];
        for (int slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint value = slice == 0 ? i : tables[slice - 1][i];
                for (int bit = 0; bit < 8; bit++)
                {
                    value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
                }

                tables[slice][i] = value;
            }
        }

        return tables;
    }
}
