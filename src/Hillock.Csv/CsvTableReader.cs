using System.Globalization;
using System.Text;
using CsvHelper;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>Streams the rows of a CSV text into columns; no text is kept but the different texts of each column.</summary>
internal sealed class CsvTableReader
{
    private const int MaximumRecordLength = 1 << 26; // an unclosed quote ends in an error, not in memory running out
    private const double ExpectedSurplus = 1.02; // rows are not all of one length
    private const int ReportedRows = 1 << 16;

    private readonly string _source;
    private readonly CsvReader _reader;
    private readonly CsvSample _sample;
    private readonly MissingWords _missing;
    private readonly CsvReadOptions _options;
    private readonly List<int> _lines = [];
    private char[] _text = new char[256];
    private CsvColumn[] _columns;
    private DataFormatException? _firstRemark; // what is wrong with it if a row follows
    private string _remark = "";
    private int _remarks;
    private int _firstLine;
    private string? _controls; // where the first control character stands

    private CsvTableReader(CsvReader reader, string source, CsvSample sample, MissingWords missing)
    {
        _reader = reader;
        _source = source;
        _sample = sample;
        _missing = missing;
        _options = sample.Options;
        _columns = sample.CreateColumns(missing);
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
            table.ReadRows(progress, cancellationToken);
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
        if (length > _sample.Start.Length && rows <= _options.MaximumRows)
        {
            _lines.EnsureCapacity((int)rows);
            foreach (CsvColumn column in _columns)
            {
                column.Reserve((int)rows);
            }
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
        return new CsvTable(_source, _sample, _columns, [.. _lines], [note, TitleLines.Totals(_columns, _lines), ControlNote()]);
    }

    // Latin-1 has no signs at 0x80 to 0x9F, where windows-1252 has some: the files of spreadsheets are of the latter.
    private string? ControlNote()
    {
        string? place = Array.Find(_columns, column => HasControls(column.Name)) is { } named ? $"column \"{CsvColumnFinder.Short(named.Name)}\"" : _controls;
        return place is null ? null
            : $"the text has control characters ({place}) where windows-1252 has signs such as € and dashes; " +
                "where that is what the file is, name its encoding";
    }

    private bool HasControls(ReadOnlySpan<char> text) =>
        text.IndexOfAnyInRange('\u0080', '\u009F') >= 0 && _options.Encoding!.WebName.StartsWith("iso-8859", StringComparison.OrdinalIgnoreCase);

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
        for (int i = 0; i < _columns.Length; i++)
        {
            if (i < count)
            {
                AddCell(_columns[i], _reader.GetSpan(i), i, line);
            }
            else
            {
                _columns[i].AddMissing();
            }
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

    private void AddCell(CsvColumn column, ReadOnlySpan<byte> cell, int index, int line)
    {
        if (_missing.IsMissing(cell))
        {
            column.AddMissing();
        }
        else if (column.Format is { Number: null, Date: null } && CellParser.TryParse(cell, out double value))
        {
            AddNumber(column, cell, value);
        }
        else
        {
            AddText(column, cell, index, line);
        }
    }

    private void AddNumber(CsvColumn column, ReadOnlySpan<byte> cell, double value)
    {
        if (_missing.IsMissing(value))
        {
            column.AddMissing();
            return;
        }

        column.LookAt(cell);
        if (CellParser.IsWholeBeyondDouble(cell, value))
        {
            Span<char> digits = stackalloc char[cell.Length <= 512 ? cell.Length : 0];
            digits = digits.Length == cell.Length ? digits : new char[cell.Length];
            Encoding.ASCII.GetChars(cell, digits);
            column.AddWhole(value, digits);
        }
        else
        {
            column.AddNumber(value);
        }
    }

    private void AddText(CsvColumn column, ReadOnlySpan<byte> cell, int index, int line)
    {
        if (_text.Length < cell.Length)
        {
            _text = new char[cell.Length]; // UTF-16 never needs more characters than UTF-8 needs bytes
        }

        ReadOnlySpan<char> text = _text.AsSpan(0, _reader.GetChars(index, _text));
        ReadOnlySpan<char> trimmed = text.Trim();
        if (trimmed.Length < text.Length)
        {
            // Spaces that are no ASCII ones are not dropped by the reader.
            text = trimmed;
            cell = Encoding.UTF8.GetBytes(text.ToString());
            if (_missing.IsMissing(cell))
            {
                column.AddMissing();
                return;
            }
        }

        bool isNumber = column.Format.Date is not null ? column.TryParseDate(text, out double value)
            : column.Format.Number is not { } format ? CellParser.TryParse(cell, out value)
            : FormattedNumber.TryParse(text, format, out value) || (format.Decimal == '.' && CellParser.TryParse(cell, out value))
                || IsInfinite(cell, out value);
        if (isNumber)
        {
            column.DashCount += value == 0 && column.Format.Date is null && text.IndexOfAnyInRange('0', '9') < 0 && !HasOtherDigits(text) ? 1 : 0;
            AddNumber(column, cell, value);
        }
        else if (column.AddText(text))
        {
            LookAtNewText(column, text, line);
        }
    }

    private void LookAtNewText(CsvColumn column, ReadOnlySpan<char> text, int line)
    {
        if (text.Contains('\uFFFD'))
        {
            throw new DataFormatException(
                _source, $"line {line}, column \"{CsvColumnFinder.Short(column.Name)}\"",
                    $"the text is not valid {_options.Encoding!.WebName.ToUpperInvariant()}",
                "save the file as UTF-8, or name its encoding");
        }

        _controls ??= HasControls(text) ? $"line {line}, column \"{CsvColumnFinder.Short(column.Name)}\"" : null;
    }

    private static bool HasOtherDigits(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (char.IsDigit(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInfinite(ReadOnlySpan<byte> cell, out double value) => CellParser.TryParse(cell, out value) && double.IsInfinity(value);

    private int Line() => (int)Math.Min(int.MaxValue, _reader.LineNumber);
}
