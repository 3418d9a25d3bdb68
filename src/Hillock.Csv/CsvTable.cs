using Hillock.Data;

namespace Hillock.Csv;

/// <summary>
/// A table read from CSV text, or made of other columns by a <see cref="CsvTableBuilder"/>: columns of numbers, of dates or of categories, with missing values.
/// Delimiter, header, how numbers are written and the kind
/// of each column are detected; <see cref="Options"/> has what was found, and <see cref="Describe"/> says what becomes of each column.
/// </summary>
/// <remarks>
/// <para>
/// Missing are an empty cell and the words that pandas, R, SQL and spreadsheets write for it, in any case: <c>?</c>, NA, N/A, NaN, null, <c>&lt;NA&gt;</c>,
/// #N/A.
/// A dash, a point and None are missing among numbers and dates, and in features of text with two other words. Numbers may have a decimal comma, groups of
/// thousands, a
/// currency, a per cent sign or a unit, the same in the whole column. Cells may
/// stand in double quotes, in which a doubled quote is a quote; spaces around cells are dropped; empty lines are passed over, and so is a column
/// without a name and a value at the end of the rows. Spaces may align the columns, bars may stand around the rows, and titles above the header are passed
/// over: see <see cref="Notes"/>. A limit such as <c>&lt;0.5</c> among numbers is read as the number in it.
/// </para>
/// <para>
/// The files that come with scikit-learn begin with <c>rows,features,class,class...</c>; this line is recognised, checked, and
/// gives the classes of the last column their names.
/// </para>
/// </remarks>
public sealed class CsvTable
{
    private const int MostRepeated = 3; // more are counted

    private readonly CsvColumn[] _columns;
    private readonly int[]? _lines; // null where the rows are not those of a text
    private readonly string[] _classNames;
    private CsvColumnPlan? _plan; // the last one: what becomes of the columns is asked for more than once

    internal CsvTable(string source, CsvSample sample, CsvColumn[] columns, int[] lines, IEnumerable<string?> notes)
    {
        Source = source;
        Options = sample.Options;
        _columns = columns;
        _lines = lines;
        RowCount = lines.Length;
        _classNames = sample.ClassNames;
        string? titles = sample.Titles.Count == 0 ? null
            : (Options.SkipLines == 1 ? "the first line is passed over as a title "
                : FormattableString.Invariant($"the first {Options.SkipLines} lines are passed over as titles ")) +
                $"(\"{CsvColumnFinder.Short(TitleLines.Text(sample.Titles[0], Options.Quote!.Value))}\"); where that is wrong, say how many lines to skip";
        RepeatedNames = sample.RepeatedNames;
        Notes = [.. ((string?[])[titles, RepeatedNote(), .. notes]).OfType<string>()];
    }

    internal CsvTable(
        string source, CsvReadOptions options, CsvColumn[] columns, int rows, IReadOnlyDictionary<string, string[]> repeatedNames, IEnumerable<string> notes)
    {
        RepeatedNames = repeatedNames;
        Source = source;
        Options = options;
        _columns = columns;
        _classNames = [];
        RowCount = rows;
        Notes = [.. ((string?[])[RepeatedNote(), .. notes]).OfType<string>()];
    }

    /// <summary>The path, or the name given to the stream.</summary>
    public string Source { get; }

    /// <summary>The character between cells; <c>'\0'</c> where the table was not read from text but made by a <see cref="CsvTableBuilder"/>.</summary>
    public char Delimiter => Options.Delimiter ?? '\0';

    /// <summary>
    /// Whether the first row named the columns; otherwise they are those of <see cref="CsvReadOptions.ColumnNames"/>, or <c>x0</c>, <c>x1</c> and so on.
    /// </summary>
    public bool HasHeader => Options.HasHeader!.Value;

    /// <summary>The names that stand over several columns, with what these are called.</summary>
    internal IReadOnlyDictionary<string, string[]> RepeatedNames { get; }

    /// <summary>Whether the rows are lines of a text.</summary>
    internal bool IsText => _lines is not null;

    /// <summary>Whether the columns have names that somebody gave them.</summary>
    internal bool HasNames => HasHeader || Options.ColumnNames.Count > 0;

    /// <summary>How the text was read: the options with delimiter, header, quote, comment and encoding as they were found.</summary>
    public CsvReadOptions Options { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<CsvColumn> Columns => _columns;

    /// <summary>How the cells of each column are written, as it was found or given: for <see cref="CsvReadOptions.Formats"/> of files that follow.</summary>
    public IReadOnlyList<CsvColumnFormat> Formats => [.. _columns.Select(CsvColumnFormat.Of)];

    /// <summary>What should be known of how the text was read, such as lines that were passed over; usually empty.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The number of data rows.</summary>
    public int RowCount { get; }

    /// <summary>The classes of the last column, where the file's first line names them; otherwise empty.</summary>
    public IReadOnlyList<string> ClassNames => _classNames;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; gzip is decompressed.</param>
    /// <param name="options">What is not to be detected.</param>
    /// <param name="progress">Is told now and then how many rows are read, or null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataFormatException">
    /// The file is empty, is not text, is a truncated gzip, has rows of different length, an unclosed quote or more rows than allowed.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvTable Read(
        string path, CsvReadOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using Stream stream = DataFile.OpenRead(path);
        return CsvTableReader.Read(stream, path, options ?? new(), progress, cancellationToken);
    }

    /// <summary>Reads a stream from its current position to its end.</summary>
    /// <param name="stream">The stream; gzip is decompressed. It need not be seekable, and stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <param name="options">What is not to be detected.</param>
    /// <param name="progress">Is told now and then how many rows are read, or null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataFormatException">
    /// The text is empty, is not text, is a truncated gzip, has rows of different length or an unclosed quote.
    /// </exception>
    public static CsvTable Read(
        Stream stream, string source = "CSV stream", CsvReadOptions? options = null, IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
            CsvTableReader.Read(DataFile.OpenRead(stream, source), source, options ?? new(), progress, cancellationToken);

    /// <summary>The line of the file, from 1, on which a row begins; the number of the row, from 1, where the table was not read from text.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The line.</returns>
    public int LineOf(int row) => _lines is null ? row + 1 : _lines[row];

    /// <summary>Where a row is, for messages.</summary>
    internal string PlaceOf(int row) => FormattableString.Invariant($"{(IsText ? "line" : "row")} {LineOf(row)}");

    /// <summary>Makes features and target of the columns.</summary>
    /// <param name="target">The target column: a name, or an index (0 the first, −1 the last); the last by default.</param>
    /// <returns>The table for learning.</returns>
    /// <exception cref="DataFormatException">An unknown column, a missing or infinite cell, text among numbers, or a target with one value.</exception>
    public TabularData ToTabular(string? target = null) => ToTabular(new CsvTabularOptions { Target = target });

    /// <summary>Makes features and target of the columns.</summary>
    /// <param name="options">Which columns, and how.</param>
    /// <returns>
    /// The table for learning. A text column becomes a categorical one, dates become their parts, and a column whose words or numbers only tell rows apart, or
    /// that has a name and one value in every row, is left out; <see cref="Describe"/> says so.
    /// </returns>
    /// <exception cref="DataFormatException">
    /// An unknown column, a missing cell in the target (or anywhere, unless allowed), an infinite cell, a target with one value, a
    /// column with more than <see cref="CsvTabularOptions.MaximumCategories"/> different texts, or text among numbers: a column is refused, not made
    /// categorical, when at least 90 % of its cells are numbers, or all but one of at least three, or half of them in more than 20 values.
    /// </exception>
    public TabularData ToTabular(CsvTabularOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Like is null ? new CsvTabularBuilder(this, options, Plan(options)).Build()
            : new CsvTabularFollower(this, _columns, options).Build();
    }

    /// <summary>What becomes of each column, and why.</summary>
    /// <param name="options">Which columns, and how.</param>
    /// <returns>One entry a column.</returns>
    /// <exception cref="DataFormatException">An unknown column.</exception>
    public IReadOnlyList<CsvColumnUse> Describe(CsvTabularOptions? options = null) => Plan(options ?? new()).Uses;

    private CsvColumnPlan Plan(CsvTabularOptions options)
    {
        CsvColumnPlan? last = _plan;
        return ReferenceEquals(last?.Options, options) ? last : _plan = new CsvColumnPlan(this, _columns, options);
    }

    private string? RepeatedNote() => RepeatedNames.Count == 0 ? null
        : string.Join("; ", RepeatedNames.Take(MostRepeated).Select(static pair =>
            $"the name \"{CsvColumnFinder.Short(pair.Key)}\" stands over {pair.Value.Length} columns, which are read as " +
            string.Join(", ", pair.Value.Take(MostRepeated).Select(CsvColumnFinder.Short)) + (pair.Value.Length > MostRepeated ? " and so on" : "")))
        + (RepeatedNames.Count > MostRepeated ? FormattableString.Invariant($"; and {RepeatedNames.Count - MostRepeated} more names like it") : "");
}
