namespace Hillock.Csv;

/// <summary>What the cells of a column are.</summary>
public enum CsvColumnKind
{
    /// <summary>Every cell is a number or missing.</summary>
    Numeric,

    /// <summary>At least one cell is text.</summary>
    Categorical,

    /// <summary>Every cell is a date, a time or missing; the values are days since the beginning of 1970 (UTC), or of the day.</summary>
    Date,
}
