namespace Hillock.Csv;

/// <summary>What the cells of a column are.</summary>
public enum CsvColumnKind
{
    /// <summary>Every cell is a number or missing.</summary>
    Numeric,

    /// <summary>At least one cell is text.</summary>
    Categorical,
}
