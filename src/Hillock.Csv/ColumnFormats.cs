using System.Text;
using Hillock.Csv.Cells;

namespace Hillock.Csv;

/// <summary>Finds out from the first rows how the numbers and dates of each column are written.</summary>
internal static class ColumnFormats
{
    // One stray cell in ten is told of when the columns are used; more make a column of text.
    private const double MostCells = 0.9;
    private const int DatesLookedAt = 200;
    private const int FewestDates = 3;

    /// <summary>The format of each column.</summary>
    /// <param name="rows">The first rows of data.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="options">What is not to be detected.</param>
    /// <param name="delimiter">The delimiter: semicolons come with decimal commas.</param>
    /// <param name="missing">The words for a missing value.</param>
    public static ColumnFormat[] Detect(IReadOnlyList<string[]> rows, int columns, CsvReadOptions options, char delimiter, MissingWords missing)
    {
        Column[] found = [.. Enumerable.Range(0, columns).Select(i => Column.Of(rows, i, missing))];
        char mark = options.DecimalMark ?? (options.Thousands is '.' ? ',' : options.Thousands is ',' ? '.' : Mark(found, delimiter));
        bool isOpen = delimiter == ';' && options.DecimalMark is null && options.Thousands is null && !found.Any(static column => column.TellsMark);
        return LikeTheOthers([.. found.Select(column => Choose(column, mark, options) is var format && isOpen && column.AreGroups && format.Date is null
            ? format with { MayBeThousands = true } : format)]);
    }

    // Dates that may be read either way are read as the file's other dates, where those leave no doubt.
    private static ColumnFormat[] LikeTheOthers(ColumnFormat[] formats)
    {
        string[] known = [.. formats.Select(static format => format.Date).OfType<DateFormat>().Where(static date => date.TellsDayFromMonth)
            .Select(static date => date.Name).Distinct()];
        return known.Length != 1 ? formats
            : Array.ConvertAll(formats, format => format.Date is not { Exchanged: { } other } date ? format
                : other.Name == known[0] ? format with { Date = other.Decided }
                : date.Name == known[0] ? format with { Date = date.Decided } : format);
    }

    // Columns that only one mark explains decide for those that both explain.
    private static char Mark(Column[] columns, char delimiter)
    {
        int point = columns.Count(static column => column.TellsMark && column.Point is not null);
        int comma = columns.Count(static column => column.TellsMark && column.Comma is not null);
        if (point != comma && (point == 0 || comma == 0))
        {
            return comma > 0 ? ',' : '.';
        }

        return delimiter == ';' && columns.Any(static column => column.HasCommas) && !columns.Any(static column => column.HasPoints) ? ',' : '.';
    }

    private static ColumnFormat Choose(Column column, char mark, CsvReadOptions options)
    {
        // Twenty million and more is seldom a number where all cells are days of the calendar and several differ.
        if (column.IsPlain && column.IsCompactDate)
        {
            return new ColumnFormat(null, DateFormat.Detect(column.Cells, column.Cells.Count));
        }

        NumberFormat? number = mark == ',' ? column.Comma : column.Point;
        number ??= options.DecimalMark is null ? column.Comma ?? column.Point : null;
        if (number is { } format)
        {
            format = options.Thousands is { } thousands ? format with { Thousands = thousands } : format;
            return column.IsPlain && format.Decimal == '.' ? ColumnFormat.Plain : new ColumnFormat(format, null);
        }

        return DateFormat.Detect(column.Cells, Least(column.Cells.Count), options.DateOrder) is { } date ? new ColumnFormat(null, date)
            : options.DecimalMark == ',' ? new ColumnFormat(NumberFormat.Comma with { Thousands = options.Thousands ?? '.' }, null)
            : ColumnFormat.Plain;
    }

    private static int Least(int cells) => Math.Max(1, (int)Math.Ceiling(MostCells * cells));

    /// <summary>What the first rows say of a column.</summary>
    private sealed record Column(IReadOnlyList<string> Cells, NumberFormat? Point, NumberFormat? Comma, bool IsPlain, bool HasPoints, bool HasCommas)
    {
        public bool HasMarks => HasPoints || HasCommas;

        public bool IsCompactDate { get; private init; }

        // Only one of the marks explains its numbers.
        public bool TellsMark => HasMarks && Point is null != Comma is null;

        // Three digits behind the only mark in every number that has one, as thousands are written.
        public bool AreGroups { get; private init; }

        public static Column Of(IReadOnlyList<string[]> rows, int index, MissingWords missing)
        {
            List<string> cells =
            [
                .. rows.Where(row => index < row.Length).Select(row => row[index].Trim())
                    .Where(cell => cell.Length > 0 && !missing.IsMissing(Encoding.UTF8.GetBytes(cell)) && !missing.IsMissingAmongNumbers(cell)),
            ];
            List<string> exact = [.. cells.Where(static cell => !CsvColumn.IsLimit(cell))];
            cells = 2 * exact.Count >= cells.Count ? exact : cells;
            NumberFormat? point = Explain(cells, NumberFormat.Point);
            NumberFormat? comma = Explain(cells, NumberFormat.Comma);
            bool isDate = cells.Count >= FewestDates && cells.TrueForAll(DateFormat.IsCompact) && cells.Distinct().Skip(1).Any();
            bool isNumber = !isDate && (point is not null || comma is not null);
            bool hasPoints = isNumber && cells.Exists(static cell => cell.Contains('.'));
            bool hasCommas = isNumber && cells.Exists(static cell => cell.Contains(','));
            NumberFormat grouped = hasPoints ? NumberFormat.Comma : NumberFormat.Point;
            return new Column(
                isNumber ? [] : [.. cells.Take(DatesLookedAt)], point, comma,
                    cells.TrueForAll(static cell => CellParser.TryParse(Encoding.UTF8.GetBytes(cell), out _)),
                hasPoints, hasCommas)
            {
                AreGroups = hasPoints != hasCommas && point is not null && comma is not null
                    && cells.TrueForAll(cell => FormattedNumber.TryParse(cell, grouped, anyUnit: true, out _, out _)),
                IsCompactDate = isDate,
            };
        }

        // One unit in all cells, or none.
        private static NumberFormat? Explain(List<string> cells, NumberFormat format)
        {
            string unit = "";
            int understood = 0, bare = 0;
            foreach (string cell in cells)
            {
                bool isPlain = format.Decimal == '.' && CellParser.TryParse(Encoding.UTF8.GetBytes(cell), out _);
                if (isPlain || (FormattedNumber.TryParse(cell, format, anyUnit: true, out _, out string own)
                    && (own.Length == 0 || unit.Length == 0 || Units.AreAlike(own, unit)) && Take(own, ref unit, ref bare)))
                {
                    understood++;
                    bare += isPlain ? 1 : 0;
                }
            }

            // A word that nobody has listed is a unit where every number has it.
            return (bare == 0 || Units.IsKnown(unit)) && cells.Count > 0 && understood >= Least(cells.Count) ? format with { Unit = unit } : null;
        }

        private static bool Take(string own, ref string unit, ref int bare)
        {
            bare += own.Length == 0 ? 1 : 0;
            unit = own.Length > unit.Length ? own : unit;
            return true;
        }
    }
}

/// <summary>How the cells of a column are understood: plain numbers, numbers as people write them, or dates.</summary>
/// <param name="Number">How numbers are written; null for plain ones.</param>
/// <param name="Date">How dates are written; null for none.</param>
internal sealed record ColumnFormat(NumberFormat? Number, DateFormat? Date)
{
    /// <summary>Whether limits such as &lt;0.5 stand among the numbers.</summary>
    public bool HasLimits { get; init; }

    /// <summary>Whether the mark that was read as a decimal one may divide thousands: nothing in the first rows tells.</summary>
    public bool MayBeThousands { get; init; }

    /// <summary>Plain numbers, and text.</summary>
    public static ColumnFormat Plain { get; } = new(null, null);
}
