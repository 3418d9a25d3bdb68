using Hillock.Csv;

namespace Hillock.Tables;

/// <summary>What is read of a table's file.</summary>
public sealed record TableReadOptions
{
    /// <summary>The columns that are read, in this order; empty for all of them in the file's order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns that are not read, such as those of lists and structures, which a table has no place for.</summary>
    public IReadOnlyCollection<string> Without { get; init; } = [];

    /// <summary>
    /// How texts are read, which words and numbers stand for a missing value, and how many rows there may be. What concerns the division of a text into
    /// cells has no meaning here.
    /// </summary>
    public CsvReadOptions Reading { get; init; } = new();
}
