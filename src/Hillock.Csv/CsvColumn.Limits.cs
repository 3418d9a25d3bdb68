using System.Text;
using Hillock.Csv.Cells;

namespace Hillock.Csv;

// Numbers of which only a limit is known, as laboratories write them: <0.5, >100, ≥3, 100+; and numbers in several currencies or units, which are words unless
// somebody says that the numbers are what counts.
public sealed partial class CsvColumn
{
    private const double LeastNumbers = 0.9;
    private const int FirstWords = 20;
    private const int NamedUnits = 4;

    private IReadOnlyList<string>? _mixedUnits;

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

    /// <summary>The units in which the cells are, where nearly all cells of a column of words are numbers in more than one; otherwise empty.</summary>
    internal IReadOnlyList<string> MixedUnits => _mixedUnits ??= FindUnits();

    /// <summary>Those units as a note names them.</summary>
    internal string UnitsInWords => MixedUnits.Count > NamedUnits
        ? $"{string.Join(", ", MixedUnits.Take(NamedUnits - 1))} and {MixedUnits.Count - NamedUnits + 1} other units"
        : $"{string.Join(", ", MixedUnits.SkipLast(1))} and {MixedUnits[^1]}";

    /// <summary>The column with the numbers of its cells as they are, in whatever units.</summary>
    internal CsvColumn InAnyUnit()
    {
        NumberFormat written = Best();
        NumberFormat format = written with { Unit = string.Join(" or ", MixedUnits.Take(NamedUnits)), TakesAnyUnit = true };
        CsvColumn column = new(Name) { Format = new ColumnFormat(format, null), IsUnnamed = IsUnnamed };
        for (int row = 0; row < _count; row++)
        {
            if (IsMissing(row))
            {
                column.AddMissing();
            }
            else if (!IsText(row))
            {
                column.AddNumber(_values[row]);
            }
            else if (FormattedNumber.TryParse(Text(row), format, out double value))
            {
                column.AddNumber(value);
                column.DashCount += value == 0 && !Text(row).Any(char.IsDigit) ? 1 : 0;
            }
            else
            {
                column.AddText(Text(row), out _);
            }
        }

        column.Finish(_missing!);
        return column;
    }

    private string[] FindUnits()
    {
        if (TextCount == 0 || HasMoreTexts || Format.Date is not null || _missing is null)
        {
            return [];
        }

        string[] words = [.. Words.Where(word => !_missing.IsMissingAmongNumbers(word))];
        if (words.Take(FirstWords).All(static word => !FormattedNumber.TryParse(word, NumberFormat.Point, out _, out _)
            && !FormattedNumber.TryParse(word, NumberFormat.Comma, out _, out _)))
        {
            return []; // as most columns of words
        }

        NumberFormat format = Best();
        List<string> units = Unit.Length > 0 ? [Unit] : [];
        int understood = 0;
        foreach (string word in words)
        {
            if (FormattedNumber.TryParse(word, format, out _, out string unit))
            {
                understood++;
                if (unit.Length > 0 && !units.Exists(known => Units.AreAlike(known, unit)))
                {
                    units.Add(unit);
                }
            }
        }

        return units.Count > 1 && understood >= LeastNumbers * words.Length ? [.. units] : [];
    }

    // The decimal mark that explains more of the words; that of the column where it has one.
    private NumberFormat Best()
    {
        if (Format.Number is { } own)
        {
            return own;
        }

        string[] words = [.. Words];
        return words.Count(static word => FormattedNumber.TryParse(word, NumberFormat.Comma, out _, out _))
            > words.Count(static word => FormattedNumber.TryParse(word, NumberFormat.Point, out _, out _)) ? NumberFormat.Comma : NumberFormat.Point;
    }
}
