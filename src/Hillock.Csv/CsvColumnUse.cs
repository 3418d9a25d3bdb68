namespace Hillock.Csv;

/// <summary>What becomes of a column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Role">What it is used for.</param>
/// <param name="Kind">How it is taken, which options may have changed.</param>
/// <param name="Missing">How many of its cells are missing.</param>
/// <param name="Note">What should be known of it, such as why it is left out; null for nothing.</param>
public sealed record CsvColumnUse(CsvColumn Column, CsvColumnRole Role, CsvColumnKind Kind, int Missing, string? Note)
{
    /// <summary>Whether a column of dates is divided into days and places in the year, the month, the week and the day, as far as the rows suffice.</summary>
    public bool IsDivided { get; init; }

    /// <summary>Some of the different values as they are used: words for missing are none, and codes have their zeros.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<string> DistinctValues(int count) =>
        Kind == CsvColumnKind.Categorical ? Column.Categories(count, HasWordsForMissing) : Column.DistinctValues(count);

    /// <summary>How many different values are used; words for missing are none.</summary>
    public int DistinctCount => Column.DistinctCount - (HasWordsForMissing ? Column.Words.Count(Column.IsWordForMissing) : 0);

    private bool HasWordsForMissing => Missing > Column.MissingCount;

    /// <summary>
    /// Whether a feature of ten values or more has the same one in every row. It is left out where the columns have names; columns without are often the
    /// places of a picture, and stay together.
    /// </summary>
    public bool IsConstant { get; init; }
}
