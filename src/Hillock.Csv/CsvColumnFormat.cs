using Hillock.Csv.Cells;
namespace Hillock.Csv;

/// <summary>How the cells of a column are written: what is kept of a file for others that are to be read like it.</summary>
/// <remarks>
/// <see cref="CsvTable.Formats"/> has what was found, <see cref="CsvReadOptions.Formats"/> takes it. Where there are neither marks nor dates, the cells are
/// plain numbers (<c>-1.5e3</c>) or text.
/// </remarks>
public sealed record CsvColumnFormat
{
    /// <summary>The column's name.</summary>
    public required string Column { get; init; }

    /// <summary>The decimal mark of its numbers, a point or a comma; <see langword="null"/> for plain numbers, dates and text.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>What stands between groups of three digits beside spaces and apostrophes.</summary>
    public char? Thousands { get; init; }

    /// <summary>The currency, per cent sign or unit at its numbers; <see langword="null"/> for none.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether numbers count as they are, in whatever units.</summary>
    public bool TakesAnyUnit { get; init; }

    /// <summary>Whether limits such as <c>&lt;0.5</c> stand among its numbers.</summary>
    public bool HasLimits { get; init; }

    /// <summary>The forms of its dates and times, as .NET writes them; empty for none.</summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    /// <summary>Their form in words, such as <c>day.month.year</c>; <see langword="null"/> where there are none.</summary>
    public string? DateForm { get; init; }

    /// <summary>Whether they are times of a day, or durations, without a date.</summary>
    public bool IsTimeAlone { get; init; }

    internal static CsvColumnFormat Of(CsvColumn column) => new()
    {
        Column = column.Name,
        DecimalMark = column.Format.Number?.Decimal,
        Thousands = column.Format.Number?.Thousands,
        Unit = column.Format.Number is { Unit: { Length: > 0 } unit } ? unit : null,
        TakesAnyUnit = column.Format.Number is { TakesAnyUnit: true },
        HasLimits = column.Format.HasLimits,
        DateFormats = column.Format.Date?.Formats ?? [],
        DateForm = column.Format.Date?.Name,
        IsTimeAlone = column.Format.Date is { HasDate: false },
    };

    internal ColumnFormat ToFormat()
    {
        NumberFormat? number = DecimalMark is { } mark
            ? new NumberFormat(mark, Thousands ?? (mark == ',' ? '.' : ','), Unit ?? "") { TakesAnyUnit = TakesAnyUnit } : null;
        string[] dates = [.. DateFormats.Where(static format => format.Length > 0)];
        return new ColumnFormat(number, dates.Length == 0 ? null : new DateFormat(DateForm ?? dates[0], dates, !IsTimeAlone)) { HasLimits = HasLimits };
    }
}
