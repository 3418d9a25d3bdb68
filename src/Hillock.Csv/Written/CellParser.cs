using System.Globalization;

namespace Hillock.Csv.Written;

/// <summary>Tells numbers and text apart, in UTF-8, with the invariant culture.</summary>
internal static class CellParser
{
    private const int ExactDigits = 15; // 10^15 < 2^53: such a mantissa is exact in a double
    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

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
