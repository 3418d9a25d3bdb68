namespace Hillock.Csv;

/// <summary>How the target column is to be understood.</summary>
public enum CsvTargetKind
{
    /// <summary>
    /// A class when the column is text, or when the table names its classes, or when it holds at most 20 different values, all
    /// integers, and at least twice as many rows as values; otherwise a real number.
    /// </summary>
    Auto,

    /// <summary>A class, whatever the values are.</summary>
    Class,

    /// <summary>A real number.</summary>
    Real,
}
