namespace Hillock.Csv;

/// <summary>What the cells of a column are that a <see cref="CsvTableBuilder"/> is given.</summary>
public enum CsvCellKind
{
    /// <summary>Texts, which are read like the cells of a CSV file: as numbers or dates where all of them are such, otherwise as words.</summary>
    Text,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Dates, with a time or without: days since the beginning of 1970 (UTC).</summary>
    Date,

    /// <summary>Times of a day: parts of it, from 0 to 1.</summary>
    TimeOfDay,

    /// <summary>How long something lasts: days.</summary>
    Duration,
}
