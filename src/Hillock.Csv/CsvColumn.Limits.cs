using System.Text;

namespace Hillock.Csv;

// Numbers of which only a limit is known, as laboratories write them: <0.5, >100, ≥3, 100+.
public sealed partial class CsvColumn
{
    /// <summary>How many cells are limits.</summary>
    internal int LimitCount { get; private set; }

    /// <summary>The first limit as it is written; null for none.</summary>
    internal string? FirstLimit { get; private set; }

    /// <summary>How many cells are a dash beside a currency, which is 0.</summary>
    internal int DashCount { get; set; }

    /// <summary>Whether a cell is a limit in any way of writing numbers.</summary>
    internal static bool IsLimit(string cell) =>
        NumberOf(cell) is { Length: > 0 } number && (CellParser.TryParse(Encoding.UTF8.GetBytes(number), out _)
            || FormattedNumber.TryParse(number, NumberFormat.Point, out _, out _) || FormattedNumber.TryParse(number, NumberFormat.Comma, out _, out _));

    // The limit stands for the number, where most cells are numbers and no other word is among them.
    private void TakeLimits(MissingWords missing)
    {
        int numbers = _count - MissingCount - TextCount;
        if (Format.Date is not null || HasMoreTexts || (numbers == 0 && !Format.HasLimits))
        {
            return;
        }

        double[] limits = [.. _texts.Select(text => TryLimit(text, Format, out double limit) ? limit : double.NaN)];
        int count = 0;
        for (int row = 0; row < _count; row++)
        {
            if (IsText(row))
            {
                bool isLimit = !double.IsNaN(limits[_textOfRow![row]]);
                count += isLimit ? 1 : 0;
                if (!isLimit && !missing.IsMissingAmongNumbers(Text(row)))
                {
                    return;
                }
            }
        }

        if (count == 0 || (count > numbers && !Format.HasLimits))
        {
            return;
        }

        for (int row = 0; row < _count; row++)
        {
            if (IsText(row) && limits[_textOfRow![row]] is var limit && !double.IsNaN(limit))
            {
                FirstLimit ??= Text(row);
                _values[row] = limit;
                _textOfRow[row] = NoText;
                TextCount--;
                LimitCount++;
            }
        }

        _codeLength = 0;
        Format = Format with { HasLimits = true };
    }

    // Words that no row has any more are no values of the column.
    private void ForgetUnusedTexts()
    {
        if (TextCount == 0 && _wholes == 0)
        {
            _texts.Clear();
            _codes.Clear();
            (_more, _textOfRow) = (null, null);
        }
    }

    // What stands behind the sign, or before it; empty where there is none.
    private static string NumberOf(string text) =>
        text is ['<' or '>' or '≤' or '≥', ..] ? text[1..].TrimStart('=', ' ', '\u00A0')
        : text.StartsWith("=<", StringComparison.Ordinal) ? text[2..].Trim()
        : text.Length > 1 && text[^1] == '+' && char.IsAsciiDigit(text[^2]) ? text[..^1]
        : "";

    private static bool TryLimit(string text, ColumnFormat format, out double limit)
    {
        limit = 0;
        string number = NumberOf(text);
        return number.Length > 0 && (CellParser.TryParse(Encoding.UTF8.GetBytes(number), out limit) && format.Number is not { Decimal: ',' }
            || (format.Number is { } written && FormattedNumber.TryParse(number, written, out limit))) && double.IsFinite(limit);
    }
}
