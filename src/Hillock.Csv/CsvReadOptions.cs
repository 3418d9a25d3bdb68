namespace Hillock.Csv;

/// <summary>How the text of a table is to be read; everything left open is detected.</summary>
public sealed record CsvReadOptions
{
    /// <summary>The character between cells; <see langword="null"/> to choose among comma, semicolon, tab and, failing those, space.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row names the columns; <see langword="null"/> to detect it.</summary>
    public bool? HasHeader { get; init; }
}
