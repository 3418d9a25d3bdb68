using System.Globalization;
using CsvHelper;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>What the first rows of a text tell: how cells are divided, what the columns are called, how their numbers are written.</summary>
internal sealed class CsvSample
{
    private const int StartLength = 1 << 18;
    private const int LongestStart = 1 << 26;
    private const int MostRows = 1000;

    private readonly List<string[]> _rows;
    private readonly string[] _names;
    private readonly string[] _classNames = [];
    private readonly int _declaredRows = -1;
    private readonly bool _isFirstUnnamed;

    private CsvSample(byte[] start, string source, List<string[]> rows, CsvReadOptions options, CsvReaderOptions readerOptions, CsvDialect dialect)
    {
        Start = start;
        Arrangement = dialect.Arrangement;
        Titles = dialect.Titles;
        ReaderOptions = readerOptions;
        _rows = rows;
        string[]? second = rows.Count > 1 ? rows[1] : null;
        if (options.HasHeader is null && CsvHeader.TryReadCounts(rows[0], second, out _declaredRows, out _classNames))
        {
            _names = CsvHeader.Number(second!.Length);
        }
        else
        {
            _declaredRows = -1;
            IsHeader = options.HasHeader ?? CsvHeader.IsHeader(rows);
            string[] first = rows[0];
            UnnamedAtEnd = !IsHeader ? 1 : first.Reverse().TakeWhile(static name => name.Length == 0).Count();

            bool hasRowNames = IsHeader && HasRowNames(rows);
            _names = !IsHeader ? Given(options.ColumnNames, first.Length, source) : CsvHeader.Name(hasRowNames ? ["row", .. first] : first);
            RepeatedNames = IsHeader ? CsvHeader.Repeated(hasRowNames ? ["row", .. first] : first, _names) : RepeatedNames;
            _isFirstUnnamed = IsHeader && (hasRowNames || first[0].Length == 0);
        }

        Options = options with { HasHeader = IsHeader };
    }

    /// <summary>The first bytes, as UTF-8.</summary>
    public byte[] Start { get; }

    /// <summary>The options with what was found out.</summary>
    public CsvReadOptions Options { get; }

    /// <summary>What stands between the text and its rows.</summary>
    public CsvArrangement Arrangement { get; }

    /// <summary>The lines above the first row that were found to be none.</summary>
    public IReadOnlyList<string> Titles { get; }

    /// <summary>How the reader divides cells.</summary>
    public CsvReaderOptions ReaderOptions { get; }

    /// <summary>The character between cells.</summary>
    public char Delimiter => Options.Delimiter!.Value;

    /// <summary>Whether the first row names the columns.</summary>
    public bool IsHeader { get; }

    /// <summary>Whether the first row is no data.</summary>
    public bool SkipsFirstRow => IsHeader || _declaredRows >= 0;

    /// <summary>How many rows the first line declares, or −1.</summary>
    public int DeclaredRows => _declaredRows;

    /// <summary>The classes that the first line names.</summary>
    public string[] ClassNames => _classNames;

    /// <summary>The names that the first row has more than once, with what the columns are called.</summary>
    public IReadOnlyDictionary<string, string[]> RepeatedNames { get; } = new Dictionary<string, string[]>();

    /// <summary>How many of the last columns have no name, as where each row ends in delimiters.</summary>
    public int UnnamedAtEnd { get; }

    /// <summary>Whether the last column has no name.</summary>
    public bool LastNameIsEmpty => UnnamedAtEnd > 0;

    /// <summary>Reads the first rows.</summary>
    public static CsvSample Take(Stream text, string source, CsvReadOptions options)
    {
        char quote = options.Quote ?? '"';
        byte[] start = [];
        bool complete = false;
        for (int length = StartLength; ; length *= 2)
        {
            int known = start.Length;
            Array.Resize(ref start, length);
            int read = known + text.ReadAtLeast(start.AsSpan(known), length - known, throwOnEndOfStream: false);
            complete = read < length;
            Array.Resize(ref start, read);
            CsvDialect.RequireText(start, source);
            ForeignFile.RefuseText(start, source);
            CsvWidth.Check(start, source, options.Delimiter, quote);
            CsvDialect dialect = CsvDialect.Detect(start, complete, options);
            CheckDelimiter(dialect.Delimiter, quote, options);
            CsvReadOptions found = options with
            {
                Delimiter = dialect.Delimiter,
                Comment = dialect.Comment,
                Quote = quote,
                SkipLines = dialect.Arrangement.SkippedLines,
            };
            CsvReaderOptions readerOptions = new()
            {
                Separator = dialect.Arrangement.Separator(dialect.Delimiter),
                HasHeader = false,
                TrimWhitespace = true,
                Mode = quote == '\0' ? CsvMode.NoEscape : CsvMode.Rfc4180,
                Quote = quote == '\0' ? '"' : quote,
                CommentPrefix = found.Comment,
            };
            List<string[]> rows = Rows(start, complete, readerOptions, dialect);
            if (rows.Count >= 2 || complete || length >= LongestStart)
            {
                if (rows.Count > 0 && rows[0].Any(static cell => cell.Contains('\uFFFD')))
                {
                    throw new DataFormatException(
                        source, "line 1", $"the first row is not valid {options.Encoding!.WebName.ToUpperInvariant()}",
                            "save the file as UTF-8, or name its encoding");
                }

                return rows.Count > 0
                    ? new CsvSample(start, source, rows, found, readerOptions, dialect)
                    : throw WithoutRows(start, source, options);
            }
        }
    }

    // A delimiter at the end of each row makes one more, without a name.
    private static string[] Given(IReadOnlyList<string> names, int count, string source) => names.Count == 0 ? CsvHeader.Number(count)
        : names.Count == count || names.Count == count - 1 ? CsvHeader.Name([.. names, .. Enumerable.Repeat("", count - names.Count)])
        : throw new DataFormatException(source, null, $"its rows have {count} cells, but {names.Count} names of columns are given", "give one for each column");

    private static DataFormatException WithoutRows(byte[] start, string source, CsvReadOptions options)
    {
        int lines = start.AsSpan().Count((byte)'\n') + (start is [.., not (byte)'\n'] ? 1 : 0);
        return options.SkipLines is { } skipped && skipped >= lines
            ? new DataFormatException(
                source, null, FormattableString.Invariant($"the file has {lines:N0} lines, and {skipped:N0} are to be passed over"), "pass over fewer lines")
            : new DataFormatException(source, null, "the file holds no rows, only empty lines", "name a file with rows");
    }

    /// <summary>The columns, still empty, with the formats of their numbers.</summary>
    public CsvColumn[] CreateColumns(MissingWords missing)
    {
        ColumnFormat[] formats =
            ColumnFormats.Detect([.. _rows.Skip(SkipsFirstRow ? 1 : 0)], _names.Length, Options, Options.Delimiter!.Value, missing);
        CsvColumn[] columns = new CsvColumn[_names.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = new CsvColumn(_names[i])
            {
                Format = RememberedFormats.Find(Options, _names[i]) ?? formats[i],
                IsUnnamed = i == 0 && _isFirstUnnamed,
            };
        }

        return columns;
    }

    /// <summary>A delimiter in words.</summary>
    public static string Describe(char delimiter) => delimiter switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        ' ' => "spaces",
        '|' => "bars",
        _ => $"'{delimiter}'",
    };

    // R and pandas leave the name out that would stand above the names of the rows, which are all different.
    private static bool HasRowNames(List<string[]> rows)
    {
        string[][] below = [.. rows.Skip(1)];
        int cells = rows[0].Length + 1;
        if (below.Length < 2 || !below.All(row => row.Length == cells) || below.All(static row => row[^1].Length == 0))
        {
            return false;
        }

        string[] names = [.. below.Select(static row => row[0])];
        bool areCounted = Enumerable.Range(0, names.Length).All(i => names[i] == (i + 1).ToString(CultureInfo.InvariantCulture))
            || Enumerable.Range(0, names.Length).All(i => names[i] == i.ToString(CultureInfo.InvariantCulture));
        return areCounted || (names.Distinct().Count() == names.Length && names.All(static name => name.Length > 0 && !char.IsAsciiDigit(name[0])));
    }

    private static void CheckDelimiter(char delimiter, char quote, CsvReadOptions options)
    {
        if (!char.IsAscii(delimiter) || char.IsAsciiLetterOrDigit(delimiter) || delimiter == quote || delimiter is '.' or '-' or '+' or '\r' or '\n' or '\0')
        {
            throw new ArgumentException($"The delimiter '{delimiter}' cannot separate cells; use a comma, semicolon, tab, bar or space.", nameof(options));
        }
    }

    // The last row may be cut off, and what is wrong with a row is told when it is read.
    private static List<string[]> Rows(byte[] start, bool complete, CsvReaderOptions options, CsvDialect dialect)
    {
        List<string[]> rows = [];
        try
        {
            using CsvReader reader = CsvReader.Create(dialect.Arrangement.Arrange(new MemoryStream(start)), options);
            while (rows.Count < MostRows && reader.Read())
            {
                if (dialect.Arrangement.IsRule(reader.FieldCount, reader.GetSpan, dialect.Delimiter))
                {
                    continue;
                }

                string[] cells = new string[reader.FieldCount];
                for (int i = 0; i < cells.Length; i++)
                {
                    cells[i] = reader.GetString(i).Trim();
                }

                rows.Add(cells);
            }
        }
        catch (CsvFormatException)
        {
            return rows;
        }

        if (!complete && rows.Count is > 0 and < MostRows)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        return rows;
    }
}
