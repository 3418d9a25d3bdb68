using System.Globalization;
using System.Text;
using CsvHelper;
using Hillock.Csv.Cells;
using Hillock.Data;
using Hillock.Kernels;

namespace Hillock.Csv;

/// <summary>Streams the rows of a CSV text into columns; no text is kept but the different texts of each column.</summary>
internal sealed class CsvTableReader
{
    private const int MaximumRecordLength = 1 << 26; // an unclosed quote ends in an error, not in memory running out
    private const double ExpectedSurplus = 1.02; // rows are not all of one length
    private const int ReportedRows = 1 << 16;
    private const int MostRemembering = 256; // columns

    private readonly string _source;
    private readonly CsvReader _reader;
    private readonly CsvSample _sample;
    private readonly MissingWords _missing;
    private readonly CsvReadOptions _options;
    private readonly List<int> _lines = [];
    private readonly CellBatch _batch;
    private readonly ColumnReader[] _cells;
    private CsvColumn[] _columns;
    private DataFormatException? _firstRemark; // what is wrong with it if a row follows
    private string _remark = "";
    private int _remarks;
    private int _firstLine;

    private CsvTableReader(CsvReader reader, string source, CsvSample sample, MissingWords missing)
    {
        _reader = reader;
        _source = source;
        _sample = sample;
        _missing = missing;
        _options = sample.Options;
        _columns = sample.CreateColumns(missing);
        bool remembers = _columns.Length <= MostRemembering;
        _cells = Array.ConvertAll(_columns, column => new ColumnReader(column, missing, _options.Encoding!, source, "line", remembers));
        _batch = new CellBatch(_columns.Length);
    }

    public static CsvTable Read(Stream content, string source, CsvReadOptions options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long length = content.CanSeek ? content.Length - content.Position : 0;
        (Stream text, Encoding encoding) = CsvText.Open(content, source, options.Encoding);
        CsvSample sample = CsvSample.Take(text, source, options with { Encoding = encoding });
        MissingWords missing = new(options);
        using ConcatenatedStream joined = new(new MemoryStream(sample.Start), text, leaveOpen: true);
        CsvReaderOptions readerOptions = sample.ReaderOptions with
        {
            TrackLineNumbers = true,
            MaxRecordSize = MaximumRecordLength,
            OnMalformedRecord = record => RequireClosedQuotes(record, source),
        };
        using CsvReader reader = CsvReader.Create(sample.Arrangement.Arrange(joined), readerOptions, leaveOpen: true);
        CsvTableReader table = new(reader, source, sample, missing);
        table.Reserve(length);
        try
        {
            table.ReadAll(progress, cancellationToken);
            return table.Table();
        }
        catch (CsvFormatException exception)
        {
            bool tooLong = exception.Message.Contains(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal);
            throw new DataFormatException(
                source, exception.LineNumber > 0 ? $"line {exception.LineNumber}" : null,
                tooLong ? $"the row is longer than {MaximumRecordLength >> 20} MiB" : exception.Message.TrimEnd('.'),
                tooLong ? "name a file of rows, or close the quote in it" : "close the quote or correct the row", exception);
        }
    }

    private static void RequireClosedQuotes(CsvMalformedRecord record, string source)
    {
        if (record.Reason is CsvMalformedReason.UnterminatedQuote)
        {
            throw new DataFormatException(
                source, $"line {record.LineNumber}", "a quote is opened and never closed",
                "close it, double a quote that is part of the text, or say that quotes mean nothing");
        }

        if (record.Reason is CsvMalformedReason.TextAfterClosingQuote)
        {
            throw new DataFormatException(
                source, $"line {record.LineNumber}", "text follows a closing quote",
                    "double a quote that is part of the text, or say that quotes mean nothing");
        }
    }

    // Arrays that grow by themselves leave as much behind as they hold in the end.
    private void Reserve(long length)
    {
        int lines = _sample.Start.AsSpan().Count((byte)'\n');
        long rows = lines == 0 ? 0 : (long)(length * (lines / (double)_sample.Start.Length) * ExpectedSurplus) + 1;
        rows = Math.Min(rows, (length / _columns.Length) + 1); // blank lines are none, and a row has a byte for each column at least
        if (length > _sample.Start.Length && rows <= _options.MaximumRows)
        {
            _lines.EnsureCapacity((int)rows);
            foreach (CsvColumn column in _columns)
            {
                column.Reserve((int)rows);
            }
        }
    }

    // What is wrong with a cell goes before what is wrong with a row below.
    private void ReadAll(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        try
        {
            ReadRows(progress, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ReadCells();
            throw;
        }

        ReadCells();
    }

    // The cells of the rows that were divided: a column is one thread's at a time.
    private void ReadCells()
    {
        if (_batch.IsLarge)
        {
            Parallelism.For(_cells.Length, column => _cells[column].Read(_batch, column));
        }
        else
        {
            for (int column = 0; column < _cells.Length; column++)
            {
                _cells[column].Read(_batch, column);
            }
        }

        _batch.Clear();
        ColumnReader? first = null;
        foreach (ColumnReader cells in _cells)
        {
            first = cells.Fault is not null && (first is null || cells.FaultRow < first.FaultRow) ? cells : first;
        }

        if (first is not null)
        {
            throw first.Fault!;
        }
    }

    private void ReadRows(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        bool more = Next();
        int firstLine = _firstLine = Line();
        if (_sample.SkipsFirstRow)
        {
            more = Next();
            if (!more && _sample.IsHeader)
            {
                throw new DataFormatException(_source, $"line {firstLine}", "a header is the only row", "add rows of data, or say that there is no header");
            }
        }

        for (; more; more = Next())
        {
            if (_lines.Count == _options.MaximumRows)
            {
                throw new DataFormatException(
                    _source, $"line {Line()}", string.Create(CultureInfo.InvariantCulture, $"there are more than {_options.MaximumRows:N0} rows"),
                    "raise the limit of rows if they are meant to be read");
            }

            AddRow();
            if (_batch.IsFull)
            {
                ReadCells();
            }

            if (_lines.Count % ReportedRows == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(_lines.Count);
            }
        }

        if (_sample.DeclaredRows >= 0 && _sample.DeclaredRows != _lines.Count)
        {
            throw new DataFormatException(
                _source, $"line {firstLine}", $"the first line declares {_sample.DeclaredRows} rows but {_lines.Count} follow",
                "the file is truncated or has been edited: download it again or correct the count");
        }
    }

    // The next row that is more than a ruled line.
    private bool Next()
    {
        bool more = _reader.Read();
        while (more && _reader.FieldCount > 0 && MayRule(_reader.GetSpan(0))
            && _sample.Arrangement.IsRule(_reader.FieldCount, _reader.GetSpan, _sample.Delimiter))
        {
            more = _reader.Read();
        }

        return more;
    }

    // Told from a negative number without looking at the whole row.
    private static bool MayRule(ReadOnlySpan<byte> cell) =>
        cell is [(byte)'-' or (byte)'=' or (byte)'+' or (byte)':', ..] && (cell.Length == 1 || cell[1] is (byte)'-' or (byte)'=' or (byte)'+' or (byte)':');

    private CsvTable Table()
    {
        foreach (CsvColumn column in _columns)
        {
            column.Finish(_missing);
        }

        // A delimiter at the end of each row makes no column.
        for (int unnamed = _sample.UnnamedAtEnd; unnamed > 0 && _columns.Length > 1 && _columns[^1].MissingCount == _lines.Count; unnamed--)
        {
            _columns = _columns[..^1];
        }

        string? note = _remarks == 0 ? null : (_remarks == 1 ? "the last line is passed over as a remark "
            : string.Create(CultureInfo.InvariantCulture, $"the last {_remarks} lines are passed over as remarks ")) +
            $"(\"{CsvColumnFinder.Short(_remark)}\"); where it is a row, it is not complete";
        string? controls = ColumnReader.ControlNote(_cells, _columns, _options.Encoding!);
        return new CsvTable(_source, _sample, _columns, [.. _lines], [note, TitleLines.Totals(_columns, _lines), controls]);
    }

    private void AddRow()
    {
        int line = Line();
        int count = _reader.FieldCount;
        bool endsInDelimiter = count == _columns.Length + 1 && _missing.IsMissing(_reader.GetSpan(count - 1));
        bool lacksLast = count == _columns.Length - 1 && count > 0 && _sample.LastNameIsEmpty;
        if (count != _columns.Length && !endsInDelimiter && !lacksLast)
        {
            AddRemark(line, count);
            return;
        }

        // Spreadsheets leave rows of nothing but delimiters: they are empty lines.
        if (count > 1 && IsEmptyRow(count))
        {
            return;
        }

        if (_firstRemark is not null)
        {
            throw _firstRemark;
        }

        _lines.Add(line);
        _batch.AddRow(line);
        for (int i = 0; i < _columns.Length; i++)
        {
            _batch.Add(i < count ? _reader.GetSpan(i) : []);
        }
    }

    // Sources and remarks stand below a table, an empty line apart; where a row follows, they were a row that is not complete.
    private void AddRemark(int line, int count)
    {
        bool isApart = _remarks > 0 || (_lines.Count > 0 && line > _lines[^1] + 1 && !CellParser.TryParse(_reader.GetSpan(0), out _));
        bool isFirst = _lines.Count == (_sample.SkipsFirstRow ? 0 : 1);
        string title = isFirst ? $"if line {_firstLine} is a title, {CsvColumnFinder.SkipLines(_firstLine)}; " : "";
        _firstRemark ??= new DataFormatException(
            _source, $"line {line}", $"the row has {count} cells but the rows before have {_columns.Length}",
            $"{title}complete or correct the row; a cell with a delimiter in it needs quotes; " +
                $"the cells were divided at {CsvSample.Describe(_sample.Delimiter)}");
        if (!isApart)
        {
            throw _firstRemark;
        }

        _remark = _remarks == 0 ? Encoding.UTF8.GetString(_reader.GetSpan(0)) : _remark;
        _remarks++;
    }

    private bool IsEmptyRow(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!_reader.GetSpan(i).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private int Line() => (int)Math.Min(int.MaxValue, _reader.LineNumber);
}
