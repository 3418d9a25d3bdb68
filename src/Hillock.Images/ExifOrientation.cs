using System.Buffers.Binary;

namespace Hillock.Images;

/// <summary>Finds how a camera was held in what it noted (EXIF 2.32, tag 0x0112).</summary>
internal static class ExifOrientation
{
    private const int Tag = 0x0112, ShortType = 3, EntryLength = 12;

    /// <summary>1 to 8; 1, upright, if nothing or nothing sensible is noted.</summary>
    /// <param name="tiff">The notes, from their mark of byte order on.</param>
    internal static int Of(ReadOnlySpan<byte> tiff)
    {
        bool isLittle = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || !(isLittle || tiff.StartsWith("MM\0*"u8)))
        {
            return 1;
        }

        uint start = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > tiff.Length - 2)
        {
            return 1;
        }

        ReadOnlySpan<byte> entries = tiff[((int)start + 2)..];
        int count = Short(tiff[(int)start..], isLittle);
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (Short(entries, isLittle) == Tag && Short(entries[2..], isLittle) == ShortType)
            {
                int orientation = Short(entries[8..], isLittle);
                return orientation is >= 1 and <= 8 ? orientation : 1;
            }
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
