using Hillock.Data;

namespace Hillock.Csv;

/// <summary>
/// A table read from CSV text: columns of numbers or of categories, with missing values. Delimiter, header and the kind of
/// each column are detected.
/// </summary>
/// <remarks>
/// <para>
/// Cells are read with the invariant culture. Missing are: an empty cell, <c>?</c>, and NA, N/A, NaN, null in any case. Cells may
/// stand in double quotes, in which a doubled quote is a quote; spaces around cells are dropped; empty lines are passed over.
/// The text is UTF-8, or UTF-16 with a byte order mark.
/// </para>
/// <para>
/// The files that come with scikit-learn begin with <c>rows,features,class,class...</c>; this line is recognised, checked, and
/// gives the classes of the last column their names.
/// </para>
/// </remarks>
public sealed class CsvTable
{
    private readonly CsvColumn[] _columns;
    private readonly int[] _lines;
    private readonly string[] _classNames;

    internal CsvTable(string source, char delimiter, bool hasHeader, CsvColumn[] columns, int[] lines, string[] classNames)
    {
        Source = source;
        Delimiter = delimiter;
        HasHeader = hasHeader;
        _columns = columns;
        _lines = lines;
        _classNames = classNames;
    }

    /// <summary>The path, or the name given to the stream.</summary>
    public string Source { get; }

    /// <summary>The character between cells.</summary>
    public char Delimiter { get; }

    /// <summary>Whether the first row named the columns; otherwise they are <c>x0</c>, <c>x1</c> and so on.</summary>
    public bool HasHeader { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<CsvColumn> Columns => _columns;

    /// <summary>The number of data rows.</summary>
    public int RowCount => _lines.Length;

    /// <summary>The classes of the last column, where the file's first line names them; otherwise empty.</summary>
    public IReadOnlyList<string> ClassNames => _classNames;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; gzip is decompressed.</param>
    /// <param name="options">What is not to be detected.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataFormatException">
    /// The file is empty, is not text, is a truncated gzip, has rows of different length or an unclosed quote.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvTable Read(string path, CsvReadOptions? options = null)
    {
        using Stream stream = DataFile.OpenRead(path);
        return CsvTableReader.Read(stream, path, options ?? new());
    }

    /// <summary>Reads a stream from its current position to its end.</summary>
    /// <param name="stream">The stream; gzip is decompressed. It need not be seekable, and stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <param name="options">What is not to be detected.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataFormatException">
    /// The text is empty, is not text, is a truncated gzip, has rows of different length or an unclosed quote.
    /// </exception>
    public static CsvTable Read(Stream stream, string source = "CSV stream", CsvReadOptions? options = null) =>
        CsvTableReader.Read(DataFile.OpenRead(stream, source), source, options ?? new());

    /// <summary>The line of the file, from 1, on which a row begins.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The line.</returns>
    public int LineOf(int row) => _lines[row];

    /// <summary>Makes features and target of the columns.</summary>
    /// <param name="target">The target column: a name, or an index (0 the first, −1 the last); the last by default.</param>
    /// <returns>The table for learning.</returns>
    /// <exception cref="DataFormatException">An unknown column, a missing or infinite cell, text among numbers, or a target with one value.</exception>
    public TabularData ToTabular(string? target = null) => ToTabular(new CsvTabularOptions { Target = target });

    /// <summary>Makes features and target of the columns.</summary>
    /// <param name="options">Which columns, and how.</param>
    /// <returns>The table for learning; a text column becomes a categorical one.</returns>
    /// <exception cref="DataFormatException">
    /// An unknown column, a missing cell in the target (or anywhere, unless allowed), an infinite cell, a target with one value, a
    /// column with more than 1000 different texts, or text among numbers: a column is refused, not made categorical, when at
    /// least 90 % of its cells are numbers, or all but one of at least three.
    /// </exception>
    public TabularData ToTabular(CsvTabularOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new CsvTabularBuilder(this, _columns, options).Build();
    }
}
