using System.Buffers;
using System.Globalization;

namespace Hillock.Csv.Written;

/// <summary>
/// Numbers as people write them: <c>$1,234.50</c>, <c>1.234,5 €</c>, <c>12 %</c>, <c>(3.40)</c>, <c>−5</c>, <c>1 234 kg</c>, <c>$1.2k</c>, <c>Fr. 5.–</c>,
/// <c>0x1F</c>, <c>1_000</c>, <c>="7"</c>, <c>12-</c>.
/// </summary>
/// <remarks>
/// Groups of digits are checked: the first has one to three digits and no leading zero, the others three (two in India, but for the last), between the same
/// character. So <c>1,25</c> is no number with a decimal point, and <c>0,992</c> neither.
/// </remarks>
internal static class FormattedNumber
{
    private const int LongestCell = 64;

    private static readonly SearchValues<char> Written = SearchValues.Create("0123456789.,_'’\u00A0\u202F\u2009 ");

    /// <summary>Parses a cell whose unit, if it has one, is the format's.</summary>
    public static bool TryParse(ReadOnlySpan<char> cell, NumberFormat format, out double value) =>
        TryParse(cell, format, anyUnit: !Units.IsKnown(format.Unit), out value, out string unit)
        && (unit.Length == 0 || Units.AreAlike(unit, format.Unit) || format.TakesAnyUnit);

    /// <summary>Parses a cell and tells its unit.</summary>
    public static bool TryParse(ReadOnlySpan<char> cell, NumberFormat format, out double value, out string unit) =>
        TryParse(cell, format, anyUnit: false, out value, out unit);

    /// <summary>Parses a cell and tells its unit; any word behind a space is one where the caller says so.</summary>
    public static bool TryParse(ReadOnlySpan<char> cell, NumberFormat format, bool anyUnit, out double value, out string unit)
    {
        (value, unit) = (0, "");
        cell = WrittenCell.Plain(cell, out bool behind);
        if (WrittenCell.TryHexadecimal(cell, out value))
        {
            return !behind;
        }

        // Accounts put the currency within the brackets of a negative number or outside of them.
        string outside = "";
        (int open, int close) = (cell.IndexOf('('), cell.LastIndexOf(')'));
        if (open >= 0 && close > open + 1 && close - open + 1 < cell.Length)
        {
            outside = string.Concat(cell[..open], cell[(close + 1)..]).Trim();
            if (!Units.IsCurrency(outside))
            {
                return false;
            }

            cell = cell[open..(close + 1)];
        }

        bool bracketed = cell is ['(', _, .., ')'];
        cell = bracketed ? cell[1..^1].Trim() : cell;
        bool negative = bracketed || behind;
        int first = cell.IndexOfAnyInRange('0', '9');
        if (first < 0 || cell.Length > LongestCell)
        {
            return first < 0 && outside.Length == 0 && !bracketed && !behind && IsZeroOfAccounts(cell, out unit);
        }

        int end = cell.LastIndexOfAnyInRange('0', '9') + 1;
        first -= first > 0 && cell[first - 1] == format.Decimal ? 1 : 0;
        end += end < cell.Length && cell[end] == format.Decimal && Units.IsKnown(cell[(end + 1)..].Trim().ToString()) ? 1 : 0;
        if ((bracketed && behind) || !TryPrefix(cell[..first], ref negative, out string prefix) || (outside.Length > 0 && first + cell.Length - end > 0))
        {
            return false;
        }

        string suffix = cell[end..].Trim().ToString();
        bool isGlued = end < cell.Length && cell[end] != ' ';
        if (Units.TryMagnitude(suffix, prefix, isGlued, out double scale, out string currency))
        {
            unit = currency;
            bool isNumber = TryDigits(cell[first..end], format, negative, out value);
            value *= scale;
            return isNumber;
        }

        bool isWord = anyUnit && prefix.Length == 0 && !isGlued && Units.IsWord(suffix);
        if ((prefix.Length > 0 && suffix.Length > 0) || !(isWord || Units.IsKnown(suffix)))
        {
            // A unit may end in a digit, as m2 does.
            return prefix.Length == 0 && TryUnitWithDigit(cell, first, format, negative, out value, out unit);
        }

        unit = outside.Length > 0 ? outside : prefix.Length > 0 ? prefix : suffix;
        return TryDigits(cell[first..end], format, negative, out value)
            || (prefix.Length == 0 && suffix.Length == 0 && TryUnitWithDigit(cell, first, format, negative, out value, out unit));
    }

    // Spreadsheets show 0 as a dash beside the currency in columns of accounts; a dash alone may be a missing value, and is.
    private static bool IsZeroOfAccounts(ReadOnlySpan<char> cell, out string unit)
    {
        ReadOnlySpan<char> rest = cell.Length > 1 && IsDash(cell[0]) ? cell[1..] : cell.Length > 1 && IsDash(cell[^1]) ? cell[..^1] : [];
        unit = rest.Trim().ToString();
        return unit.Length > 0 && Units.IsCurrency(unit);
    }

    private static bool IsDash(char c) => c is '-' or '\u2013' or '\u2014' or '\u2212';

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
        int exponent = text.IndexOfAny("eED");
        int wholeEnd = mark >= 0 ? mark : exponent >= 0 ? exponent : text.Length;
        int digits = wholeEnd + (negative ? 1 : 0);
        if (!TryGroups(text[..wholeEnd], format, plain, ref length) || (exponent >= 0 && length < digits))
        {
            // Nobody groups digits before an exponent: 1,234E+05 has a decimal comma.
            return false;
        }

        ReadOnlySpan<char> rest = text[wholeEnd..];
        if (mark >= 0)
        {
            plain[length++] = '.';
            rest = rest[1..];
        }

        rest.CopyTo(plain[length..]);
        plain.Slice(length, rest.Length).Replace('D', 'E'); // as Fortran writes
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

            bool isSeparator = (c == format.Thousands && c != '\0') || c is ' ' or '\u00A0' or '\u202F' or '\u2009' or '\'' or '\u2019' or '_';
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
