namespace Hillock.Csv;

// Numbers in several currencies or units, which are words unless somebody says that the numbers are what counts.
public sealed partial class CsvColumn
{
    private const double LeastNumbers = 0.9;
    private const int FirstWords = 20;
    private const int NamedUnits = 4;

    private IReadOnlyList<string>? _mixedUnits;

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
                column.AddText(Text(row));
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
        NumberFormat format = Best();
        if (words.Take(FirstWords).All(word => !FormattedNumber.TryParse(word, format, out _, out _)))
        {
            return [];
        }

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
