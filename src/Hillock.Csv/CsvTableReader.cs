using System.Text;
using CsvHelper;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>Streams the rows of a CSV text into columns; no text is kept but the different texts of each column.</summary>
internal sealed class CsvTableReader
{
    private const int StartLength = 1 << 18;
    private const int MaximumRecordLength = 1 << 26; // an unclosed quote ends in an error, not in memory running out

    private readonly string _source;
    private readonly CsvReader _reader;
    private readonly List<int> _lines = [];
    private char[] _text = new char[256];
    private CsvColumn[] _columns = [];
    private string[] _classNames = [];
    private int _declaredRows = -1;

    private CsvTableReader(CsvReader reader, string source)
    {
        _reader = reader;
        _source = source;
    }

    public static CsvTable Read(Stream content, string source, CsvReadOptions options)
    {
        byte[] start = new byte[StartLength];
        int length = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        Array.Resize(ref start, length);
        CsvDialect.RequireText(start, source);
        char delimiter = options.Delimiter ?? CsvDialect.DetectDelimiter(start, length < StartLength);
        if (!char.IsAscii(delimiter) || char.IsAsciiLetterOrDigit(delimiter) || delimiter is '"' or '.' or '-' or '+' or '\r' or '\n')
        {
            throw new ArgumentException($"The delimiter '{delimiter}' cannot separate cells; use a comma, semicolon, tab or space.", nameof(options));
        }

        CsvReaderOptions readerOptions = new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MaxRecordSize = MaximumRecordLength,
            OnMalformedRecord = record => RequireClosedQuotes(record, source),
        };
        using ConcatenatedStream joined = new(new MemoryStream(start), content, leaveOpen: true);
        using CsvReader reader = CsvReader.Create(joined, readerOptions, leaveOpen: true);
        CsvTableReader table = new(reader, source);
        try
        {
            bool hasHeader = table.ReadRows(options.HasHeader);
            return new CsvTable(source, delimiter, hasHeader, table._columns, [.. table._lines], table._classNames);
        }
        catch (CsvFormatException exception)
        {
            throw new DataFormatException(
                source, exception.LineNumber > 0 ? $"line {exception.LineNumber}" : null, exception.Message.TrimEnd('.'), "close the quote or correct the row",
                exception);
        }
    }

    private static void RequireClosedQuotes(CsvMalformedRecord record, string source)
    {
        if (record.Reason is CsvMalformedReason.UnterminatedQuote)
        {
            throw new DataFormatException(
                source, $"line {record.LineNumber}", "a quote is opened and never closed", "close it, or double a quote that is part of the text");
        }

        if (record.Reason is CsvMalformedReason.TextAfterClosingQuote)
        {
            throw new DataFormatException(source, $"line {record.LineNumber}", "text follows a closing quote", "double a quote that is part of the text");
        }
    }

    private bool ReadRows(bool? hasHeader)
    {
        if (!_reader.Read())
        {
            throw new DataFormatException(_source, null, "the file holds no rows, only empty lines", "name a file with at least two rows");
        }

        string[] first = Cells();
        int firstLine = Line();
        bool hasSecond = _reader.Read();
        string[]? second = hasSecond ? Cells() : null;

        bool isHeader = hasHeader ?? CsvHeader.IsHeader(first, second);
        if (hasHeader is null && CsvHeader.TryReadCounts(first, second, out _declaredRows, out _classNames))
        {
            _columns = Array.ConvertAll(CsvHeader.Number(second!.Length), static name => new CsvColumn(name));
        }
        else if (isHeader)
        {
            _columns = Array.ConvertAll(CsvHeader.Name(first), static name => new CsvColumn(name));
        }
        else
        {
            _columns = Array.ConvertAll(CsvHeader.Number(first.Length), static name => new CsvColumn(name));
        }

        if (_classNames.Length == 0)
        {
            _declaredRows = -1;
        }

        if (!hasSecond && isHeader)
        {
            throw new DataFormatException(_source, $"line {firstLine}", "a header is the only row", "add rows of data, or say that there is no header");
        }

        if (!isHeader && _declaredRows < 0)
        {
            AddFirst(first, firstLine);
        }

        for (bool more = hasSecond; more; more = _reader.Read())
        {
            AddRow();
        }

        if (_declaredRows >= 0 && _declaredRows != _lines.Count)
        {
            throw new DataFormatException(
                _source, $"line {firstLine}", $"the first line declares {_declaredRows} rows but {_lines.Count} follow",
                "the file is truncated or has been edited: download it again or correct the count");
        }

        return isHeader && _declaredRows < 0;
    }

    private void AddFirst(string[] cells, int line)
    {
        _lines.Add(line);
        for (int i = 0; i < cells.Length; i++)
        {
            AddCell(_columns[i], Encoding.UTF8.GetBytes(cells[i]), cells[i], line);
        }
    }

    private void AddRow()
    {
        int line = Line();
        if (_reader.FieldCount != _columns.Length)
        {
            throw new DataFormatException(
                _source, $"line {line}", $"the row has {_reader.FieldCount} cells but the rows before have {_columns.Length}",
                "complete or correct the row; a cell with a delimiter in it needs quotes");
        }

        _lines.Add(line);
        for (int i = 0; i < _columns.Length; i++)
        {
            ReadOnlySpan<byte> cell = _reader.GetSpan(i);
            if (CellParser.IsMissing(cell))
            {
                _columns[i].AddMissing();
            }
            else if (CellParser.TryParse(cell, out double value))
            {
                _columns[i].AddNumber(value);
            }
            else
            {
                AddText(_columns[i], cell.Length, i, line);
            }
        }
    }

    private void AddCell(CsvColumn column, ReadOnlySpan<byte> cell, string text, int line)
    {
        if (CellParser.IsMissing(cell))
        {
            column.AddMissing();
        }
        else if (CellParser.TryParse(cell, out double value))
        {
            column.AddNumber(value);
        }
        else if (column.AddText(text))
        {
            RequireValid(text, column, line);
        }
    }

    private void AddText(CsvColumn column, int bytes, int index, int line)
    {
        if (_text.Length < bytes)
        {
            _text = new char[bytes]; // UTF-16 never needs more characters than UTF-8 needs bytes
        }

        Span<char> text = _text.AsSpan(0, _reader.GetChars(index, _text));
        if (column.AddText(text))
        {
            RequireValid(text, column, line);
        }
    }

    private void RequireValid(ReadOnlySpan<char> text, CsvColumn column, int line)
    {
        if (text.Contains('\uFFFD'))
        {
            throw new DataFormatException(_source, $"line {line}, column \"{column.Name}\"", "the text is not valid UTF-8", "save the file as UTF-8");
        }
    }

    private string[] Cells()
    {
        string[] cells = new string[_reader.FieldCount];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = _reader.GetString(i);
        }

        return cells;
    }

    private int Line() => (int)Math.Min(int.MaxValue, _reader.LineNumber);
}
