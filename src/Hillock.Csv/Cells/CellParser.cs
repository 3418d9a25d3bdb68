using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hillock.Csv.Cells;

/// <summary>Tells numbers and text apart, in UTF-8, with the invariant culture.</summary>
internal static class CellParser
{
    private const int ExactDigits = 15; // 10^15 < 2^53: such a mantissa is exact in a double
    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    private static readonly Vector128<byte>[] Places = PlacesOfDigits();

    /// <summary>Whether a number is a whole one beyond 2^53, where a double no longer tells neighbours apart, written with all its digits.</summary>
    public static bool IsWholeBeyondDouble(ReadOnlySpan<byte> cell, double value) =>
        Math.Abs(value) >= 9007199254740992 && double.IsFinite(value)
        && cell[(cell[0] is (byte)'-' or (byte)'+' ? 1 : 0)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>Parses a number, correctly rounded. <c>inf</c> and <c>infinity</c> with a sign count as numbers.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cell, out double value) =>
        TryParseShort(cell, out value)
        || double.TryParse(
            cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        || TryParseInfinity(cell, out value);

    /// <summary>
    /// Parses a number as <see cref="TryParse(ReadOnlySpan{byte}, out double)"/> does, to the same bits, where more may be read than the cell.
    /// </summary>
    /// <param name="from">The bytes from the cell's first one on, <see cref="CellBatch.Padding"/> at least.</param>
    /// <param name="length">The length of the cell, at least 1.</param>
    /// <param name="value">The number.</param>
    public static bool TryParse(ReadOnlySpan<byte> from, int length, out double value)
    {
        bool negative = from[0] == '-';
        int sign = negative ? 1 : 0;
        if (!TryParseDigits(from[sign..], length - sign, out value))
        {
            return TryParse(from[..length], out value);
        }

        value = negative ? -value : value;
        return true;
    }

    // Up to fifteen digits and a point, all at a time: the digits are moved to the end of sixteen places, the point between them is dropped, and the places are
    // added up by their weights, two, four and eight together.
    private static bool TryParseDigits(ReadOnlySpan<byte> text, int length, out double value)
    {
        value = 0;
        if ((uint)(length - 1) >= Vector128<byte>.Count || !BitConverter.IsLittleEndian)
        {
            return false;
        }

        Vector128<byte> bytes = Vector128.Create(text);
        Vector128<byte> digits = bytes - Vector128.Create((byte)'0');
        uint all = (1u << length) - 1;
        uint digitsAt = Vector128.LessThan(digits, Vector128.Create((byte)10)).ExtractMostSignificantBits() & all;
        uint pointAt = Vector128.Equals(bytes, Vector128.Create((byte)'.')).ExtractMostSignificantBits() & all;
        int count = BitOperations.PopCount(digitsAt);
        if ((digitsAt | pointAt) != all || (pointAt & (pointAt - 1)) != 0 || (uint)(count - 1) >= ExactDigits)
        {
            return false;
        }

        int whole = BitOperations.TrailingZeroCount(pointAt | (1u << length));
        Vector128<ulong> halves = Vector128.Shuffle(digits, Places[(whole * Vector128<byte>.Count) + count]).AsUInt64();
        long mantissa = (EightDigits(halves[0]) * 100_000_000) + EightDigits(halves[1]);
        value = whole < count ? mantissa / PowersOfTen[count - whole] : mantissa;
        return true;
    }

    // The digits of eight bytes, the first one the most significant.
    private static long EightDigits(ulong digits)
    {
        digits = (digits * 10) + (digits >> 8);
        return (long)((((digits & 0x000000FF_000000FF) * 0x000F4240_00000064) + (((digits >> 16) & 0x000000FF_000000FF) * 0x00002710_00000001)) >> 32);
    }

    // Where each of the sixteen places takes its digit from, for every number of digits before the point and every number of digits.
    private static Vector128<byte>[] PlacesOfDigits()
    {
        const int Count = 16;
        Vector128<byte>[] places = new Vector128<byte>[(Count + 1) * Count];
        Span<byte> from = stackalloc byte[Count];
        for (int whole = 0; whole <= Count; whole++)
        {
            for (int digits = 1; digits < Count; digits++)
            {
                for (int place = 0; place < Count; place++)
                {
                    int digit = place - (Count - digits);
                    from[place] = (byte)(digit < 0 ? byte.MaxValue : digit < whole ? digit : digit + 1);
                }

                places[(whole * Count) + digits] = Vector128.Create((ReadOnlySpan<byte>)from);
            }
        }

        return places;
    }

    // Digits and at most one point: both the mantissa and the power of ten are exact, so one division rounds correctly
    // (W. Clinger, "How to read floating point numbers accurately", 1990). Several times faster than the general parser.
    private static bool TryParseShort(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        bool negative = cell is [(byte)'-', ..];
        int i = negative ? 1 : 0;
        long mantissa = 0;
        int digits = 0, fraction = -1;
        for (; i < cell.Length; i++)
        {
            int digit = cell[i] - '0';
            if ((uint)digit <= 9)
            {
                if (++digits > ExactDigits)
                {
                    return false;
                }

                mantissa = mantissa * 10 + digit;
                if (fraction >= 0)
                {
                    fraction++;
                }
            }
            else if (cell[i] == '.' && fraction < 0)
            {
                fraction = 0;
            }
            else
            {
                return false;
            }
        }

        if (digits == 0)
        {
            return false;
        }

        value = fraction > 0 ? mantissa / PowersOfTen[fraction] : mantissa;
        if (negative)
        {
            value = -value;
        }

        return true;
    }

    private static bool TryParseInfinity(ReadOnlySpan<byte> cell, out double value)
    {
        value = cell is [(byte)'-', ..] ? double.NegativeInfinity : double.PositiveInfinity;
        ReadOnlySpan<byte> word = cell is [(byte)'-' or (byte)'+', ..] ? cell[1..] : cell;
        return System.Text.Ascii.EqualsIgnoreCase(word, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "infinity"u8);
    }
}
