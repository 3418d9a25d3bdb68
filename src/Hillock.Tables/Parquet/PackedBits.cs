using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Hillock.Tables.Parquet;

/// <summary>Numbers of a few bits each, packed from the lowest bit on; runs of them; differences of them.</summary>
/// <remarks>Source: "Encodings" of the Apache Parquet format.</remarks>
internal static class PackedBits
{
    private const int MostBits = 64;

    /// <summary>Unpacks numbers.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="width">The bits of each, 0 to 64.</param>
    /// <param name="values">Receives them.</param>
    public static void Unpack(ReadOnlySpan<byte> bytes, int width, Span<long> values)
    {
        UInt128 held = 0;
        int bits = 0, place = 0;
        ulong mask = width == MostBits ? ulong.MaxValue : (1UL << width) - 1;
        for (int i = 0; i < values.Length; i++)
        {
            while (bits < width)
            {
                held |= (UInt128)bytes[place++] << bits;
                bits += 8;
            }

            values[i] = (long)((ulong)held & mask);
            held >>= width;
            bits -= width;
        }
    }

    /// <summary>Unpacks runs and packed numbers of up to 32 bits.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="width">The bits of each number, 0 to 32.</param>
    /// <param name="values">Receives as many as it has room for.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a long loop is met once or twice in a program's life
    public static void Runs(ReadOnlySpan<byte> bytes, int width, Span<int> values)
    {
        if (width is < 0 or > 32)
        {
            throw new DamagedDataException(FormattableString.Invariant($"numbers of {width} bits are expected to be of 0 to 32"));
        }

        int place = 0, bytesOfValue = (width + 7) / 8;
        uint mask = width == 32 ? uint.MaxValue : (1u << width) - 1;
        while (!values.IsEmpty)
        {
            ulong head = VarInt(bytes, ref place);
            int count = (int)Math.Min(head >> 1, int.MaxValue / 8);
            if ((head & 1) == 0)
            {
                uint value = 0;
                for (int i = 0; i < bytesOfValue; i++)
                {
                    value |= (uint)bytes[place++] << (8 * i);
                }

                count = Math.Min(count, values.Length);
                values[..count].Fill((int)value);
                values = values[count..];
                continue;
            }

            count = Math.Min(8 * count, values.Length);
            ulong held = 0;
            for (int i = 0, bits = 0; i < count; i++)
            {
                while (bits < width)
                {
                    held |= (ulong)bytes[place++] << bits;
                    bits += 8;
                }

                values[i] = (int)((uint)held & mask);
                held >>= width;
                bits -= width;
            }

            place = (int)Math.Min(bytes.Length, place + (((long)(head >> 1) * width) - ((((long)count * width) + 7) / 8)));
            values = values[count..];
        }
    }

    /// <summary>Reads differences; returns how many bytes they take.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="values">Receives the numbers, as many as the header says.</param>
    /// <param name="isShort">Whether they are of 32 bits.</param>
    public static int Differences(ReadOnlySpan<byte> bytes, Span<long> values, bool isShort)
    {
        int place = 0;
        ulong block = VarInt(bytes, ref place), parts = VarInt(bytes, ref place), total = VarInt(bytes, ref place);
        long last = Zigzag(VarInt(bytes, ref place));
        if (total != (ulong)values.Length || parts is 0 or > 512 || block is 0 or > 1 << 20 || block % (8 * parts) != 0)
        {
            throw new DamagedDataException(FormattableString.Invariant(
                $"{total} differences in blocks of {block} with {parts} parts are no page of {values.Length} values"));
        }

        int partLength = (int)(block / parts);
        Span<long> unpacked = partLength <= 256 ? stackalloc long[partLength] : new long[partLength];
        if (!values.IsEmpty)
        {
            values[0] = last = isShort ? (int)last : last;
        }

        for (int done = 1; done < values.Length;)
        {
            long least = Zigzag(VarInt(bytes, ref place));
            ReadOnlySpan<byte> widths = bytes.Slice(place, (int)parts);
            place += (int)parts;
            for (int part = 0; part < widths.Length && done < values.Length; part++)
            {
                int width = widths[part];
                if (width > MostBits)
                {
                    throw new DamagedDataException(FormattableString.Invariant($"differences of {width} bits are expected to be of 0 to 64"));
                }

                Span<long> some = unpacked[..Math.Min(partLength, values.Length - done)];
                ReadOnlySpan<byte> packed = bytes.Slice(place, Math.Min(width * partLength / 8, bytes.Length - place));
                Unpack(packed, width, some);
                place += packed.Length;
                foreach (long difference in some)
                {
                    last = unchecked(last + least + difference);
                    values[done++] = last = isShort ? (int)last : last;
                }
            }
        }

        return place;
    }

    private static long Zigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static ulong VarInt(ReadOnlySpan<byte> bytes, ref int place)
    {
        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            byte next = bytes[place++];
            value |= (ulong)(next & 127) << (7 * i);
            if (next < 128)
            {
                return value;
            }
        }

        throw new DamagedDataException("a number has more than 64 bits");
    }
}
