using System.Globalization;

namespace Hillock.Csv.Written;

/// <summary>What programs and people put around a number that does not change it.</summary>
internal static class WrittenCell
{
    private const int LongestHexadecimal = 12; // exact in a double

    /// <summary>
    /// The cell with digits of ASCII, without the ="…" and the apostrophe by which spreadsheets keep a text, without the stroke in place of cents, and without
    /// a minus sign behind.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <param name="negative">Whether a minus sign stood behind the number, as SAP writes it.</param>
    public static ReadOnlySpan<char> Plain(ReadOnlySpan<char> cell, out bool negative)
    {
        negative = false;
        cell = cell.Trim();
        if (cell is ['=', '"', .., '"'] && cell.Length > 3)
        {
            cell = cell[2..^1].Trim();
        }
        else if (cell is ['\'', not '\'', ..] && cell[^1] != '\'')
        {
            cell = cell[1..];
        }

        char last = cell.Length > 1 ? cell[^1] : '\0', before = cell.Length > 1 ? cell[^2] : '\0';
        if ((last is '-' or '\u2013' or '\u2014' or '\u2212') && (before is '.' or ',') && cell.Length > 2 && char.IsDigit(cell[^3]))
        {
            cell = cell[..^2];
        }
        else if ((last is '-' or '\u2212') && char.IsDigit(before))
        {
            cell = cell[..^1];
            negative = true;
        }

        return HasOtherDigits(cell) ? WithAsciiDigits(cell) : cell;
    }

    /// <summary>A whole number as programmers write it: 0x1F.</summary>
    public static bool TryHexadecimal(ReadOnlySpan<char> cell, out double value)
    {
        value = 0;
        bool isHexadecimal = cell is ['0', 'x' or 'X', ..] && cell.Length <= LongestHexadecimal + 2;
        if (!isHexadecimal || !long.TryParse(cell[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long whole))
        {
            return false;
        }

        value = whole;
        return true;
    }

    private static bool HasOtherDigits(ReadOnlySpan<char> cell)
    {
        foreach (char c in cell)
        {
            if (c > '\u007F' && char.IsDigit(c))
            {
                return true;
            }
        }

        return false;
    }

    // Arabic, Indian and wide digits.
    private static char[] WithAsciiDigits(ReadOnlySpan<char> cell)
    {
        char[] plain = cell.ToArray();
        for (int i = 0; i < plain.Length; i++)
        {
            plain[i] = char.IsDigit(plain[i]) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(plain[i])) : plain[i];
        }

        return plain;
    }
}
