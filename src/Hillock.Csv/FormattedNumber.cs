using System.Buffers;
using System.Globalization;

namespace Hillock.Csv;

/// <summary>Numbers as people write them: <c>$1,234.50</c>, <c>1.234,5 €</c>, <c>12 %</c>, <c>(3.40)</c>, <c>−5</c>, <c>1 234 kg</c>.</summary>
/// <remarks>
/// Groups of digits are checked: the first has one to three digits and no leading zero, the others three (two in India, but for the last), between the same
/// character. So <c>1,25</c> is no number with a decimal point, and <c>0,992</c> neither.
/// </remarks>
internal static class FormattedNumber
{
    private const int LongestCell = 64;

    private static readonly SearchValues<char> Written = SearchValues.Create("0123456789.,'’\u00A0\u202F\u2009 ");

    /// <summary>Parses a cell whose unit, if it has one, is the format's.</summary>
    public static bool TryParse(ReadOnlySpan<char> cell, NumberFormat format, out double value) =>
        TryParse(cell, format, out value, out string unit) && (unit.Length == 0 || unit == format.Unit);

    /// <summary>Parses a cell and tells its unit.</summary>
    public static bool TryParse(ReadOnlySpan<char> cell, NumberFormat format, out double value, out string unit)
    {
        (value, unit) = (0, "");
        cell = cell.Trim();
        bool negative = cell is ['(', _, .., ')'];
        cell = negative ? cell[1..^1].Trim() : cell;
        int first = cell.IndexOfAnyInRange('0', '9');
        if (first < 0 || cell.Length > LongestCell)
        {
            return false;
        }

        int end = cell.LastIndexOfAnyInRange('0', '9') + 1;
        first -= first > 0 && cell[first - 1] == format.Decimal ? 1 : 0;
        end += end < cell.Length && cell[end] == format.Decimal && Units.IsKnown(cell[(end + 1)..].Trim().ToString()) ? 1 : 0;
        if (!TryPrefix(cell[..first], ref negative, out string prefix))
        {
            return false;
        }

        string suffix = cell[end..].Trim().ToString();
        if ((prefix.Length > 0 && suffix.Length > 0) || !Units.IsKnown(suffix))
        {
            // A unit may end in a digit, as m2 does.
            return prefix.Length == 0 && TryUnitWithDigit(cell, first, format, negative, out value, out unit);
        }

        unit = prefix.Length > 0 ? prefix : suffix;
        return TryDigits(cell[first..end], format, negative, out value)
            || (prefix.Length == 0 && suffix.Length == 0 && TryUnitWithDigit(cell, first, format, negative, out value, out unit));
    }

    private static bool TryUnitWithDigit(ReadOnlySpan<char> cell, int first, NumberFormat format, bool negative, out double value, out string unit)
    {
        (value, unit) = (0, "");
        int letter = cell[first..].IndexOfAnyExcept(Written) + first;
        if (letter <= first || !char.IsLetter(cell[letter]))
        {
            return false;
        }

        unit = cell[letter..].Trim().ToString();
        return Units.IsKnown(unit) && TryDigits(cell[first..letter].TrimEnd(), format, negative, out value);
    }

    // A sign and a currency, in either order.
    private static bool TryPrefix(ReadOnlySpan<char> text, ref bool negative, out string unit)
    {
        text = text.Trim();
        unit = "";
        if (text.IsEmpty)
        {
            return true;
        }

        bool signed = IsSign(text[0]) || IsSign(text[^1]);
        if (signed)
        {
            char sign = IsSign(text[0]) ? text[0] : text[^1];
            if (negative)
            {
                return false;
            }

            negative = sign != '+';
            text = (IsSign(text[0]) ? text[1..] : text[..^1]).Trim();
        }

        unit = text.ToString();
        return Units.IsCurrency(unit);
    }

    private static bool IsSign(char c) => c is '-' or '+' or '\u2212' or '\u2013';

    private static bool TryDigits(ReadOnlySpan<char> text, NumberFormat format, bool negative, out double value)
    {
        value = 0;
        Span<char> plain = stackalloc char[LongestCell + 2];
        int length = 0;
        if (negative)
        {
            plain[length++] = '-';
        }

        int mark = text.IndexOf(format.Decimal);
        int exponent = text.IndexOfAny('e', 'E');
        int wholeEnd = mark >= 0 ? mark : exponent >= 0 ? exponent : text.Length;
        if (!TryGroups(text[..wholeEnd], format, plain, ref length))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[wholeEnd..];
        if (mark >= 0)
        {
            plain[length++] = '.';
            rest = rest[1..];
        }

        rest.CopyTo(plain[length..]);
        length += rest.Length;
        return double.TryParse(
            plain[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
                out value);
    }

    private static bool TryGroups(ReadOnlySpan<char> text, NumberFormat format, Span<char> plain, ref int length)
    {
        char separator = '\0';
        int group = 0, groups = 0;
        bool pairs = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsAsciiDigit(c))
            {
                plain[length++] = c;
                group++;
                continue;
            }

            bool isSeparator = (c == format.Thousands && c != '\0') || c is ' ' or '\u00A0' or '\u202F' or '\u2009' or '\'' or '\u2019';
            if (!isSeparator || (separator != '\0' && c != separator) || group == 0)
            {
                return false;
            }

            if (groups == 0 ? group > 3 || text[0] == '0' : group is not (2 or 3))
            {
                return false;
            }

            pairs |= groups > 0 && group == 2;
            (separator, group) = (c, 0);
            groups++;
        }

        return groups == 0 || (group == 3 && (!pairs || separator == ','));
    }
}
