using System.Text;
using Hillock.Data;

namespace Hillock.Csv.Cells;

/// <summary>Understands the cells of one column, batch after batch; no text is kept but the different texts of the column.</summary>
/// <param name="column">The column.</param>
/// <param name="missing">The words for a missing value.</param>
/// <param name="encoding">The encoding of the file, for messages.</param>
/// <param name="source">The file, for messages.</param>
/// <param name="unit">What a cell's place is counted in, for messages: lines of a text, or rows.</param>
/// <param name="remembers">Whether cells are known again, which takes 40 KB a column.</param>
/// <remarks>Columns know nothing of each other, so that each may be read on a thread of its own and comes out the same.</remarks>
internal sealed class ColumnReader(CsvColumn column, MissingWords missing, Encoding encoding, string source, string unit, bool remembers)
{
    private char[] _text = [];
    private KnownCells? _known; // made for the first cell that is no plain number
    private ColumnFormat _format = column.Format; // the one that what is known was understood by

    /// <summary>What is wrong with the first cell that cannot be read; the cells after it are not looked at.</summary>
    public DataFormatException? Fault { get; private set; }

    /// <summary>The row of the batch with that cell.</summary>
    public int FaultRow { get; private set; }

    /// <summary>The line or row of the first control character; 0 for none.</summary>
    public int ControlsLine { get; private set; }

    /// <summary>The column.</summary>
    public CsvColumn Column => column;

    /// <summary>Reads the cells of some rows.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="index">The column's place in them.</param>
    public void Read(CellBatch batch, int index)
    {
        bool isPlain = column.Format is { Number: null, Date: null };
        for (int row = 0; row < batch.RowCount && Fault is null; row++)
        {
            ReadOnlySpan<byte> from = batch.From(row, index, out int length);
            if (length == 0)
            {
                column.AddMissing();
            }
            else if (isPlain && CellParser.TryParse(from, length, out double value))
            {
                AddNumber(from[..length], value); // a number that stands for a missing value is found by its value
            }
            else
            {
                FaultRow = row;
                AddOther(from, length, batch.Lines[row]);
            }
        }
    }

    /// <summary>Reads a cell by itself.</summary>
    /// <param name="cell">The text, as UTF-8.</param>
    /// <param name="place">The line or the row, for messages.</param>
    /// <exception cref="DataFormatException">It cannot be read.</exception>
    public void Read(ReadOnlySpan<byte> cell, int place)
    {
        if (missing.IsMissing(cell))
        {
            column.AddMissing();
        }
        else if (column.Format is { Number: null, Date: null } && CellParser.TryParse(cell, out double value))
        {
            AddNumber(cell, value);
        }
        else
        {
            AddText(cell, place);
        }

        if (Fault is not null)
        {
            throw Fault;
        }
    }

    /// <summary>What is to be known where a column's texts or name have control characters in place of signs; null where none has.</summary>
    /// <remarks>Latin-1 has no signs at 0x80 to 0x9F, where windows-1252 has some: the files of spreadsheets are of the latter.</remarks>
    public static string? ControlNote(ColumnReader[] readers, CsvColumn[] columns, Encoding encoding)
    {
        ColumnReader? first = null;
        foreach (ColumnReader cells in readers)
        {
            first = cells.ControlsLine > 0 && (first is null || cells.ControlsLine < first.ControlsLine) ? cells : first;
        }

        string? place = Array.Find(columns, column => HasControls(column.Name, encoding)) is { } named
            ? $"column \"{CsvColumnFinder.Short(named.Name)}\"" : first?.Place(first.ControlsLine);
        return place is null ? null
            : $"the text has control characters ({place}) where windows-1252 has signs such as € and dashes; " +
                "where that is what the file is, name its encoding";
    }

    private string Place(int at) => $"{unit} {at}, column \"{CsvColumnFinder.Short(column.Name)}\"";

    // Words, dates, and numbers with marks.
    private void AddOther(ReadOnlySpan<byte> from, int length, int line)
    {
        ColumnFormat format = column.Format;
        if (!ReferenceEquals(format, _format))
        {
            _format = format;
            _known?.Clear();
        }

        KnownCells? remembered = format.Number is null && remembers ? _known ??= new KnownCells() : null;
        if (remembered is not null && remembered.TryFind(from, length, out double known))
        {
            if (format.Date is null)
            {
                column.AddKnownText((int)known);
            }
            else
            {
                AddNumber(from[..length], known);
            }

            return;
        }

        if (missing.IsMissing(from[..length]))
        {
            column.AddMissing();
        }
        else if (AddText(from[..length], line) is { } understood && ReferenceEquals(column.Format, format))
        {
            remembered?.Keep(from, length, understood);
        }
    }

    private void AddNumber(ReadOnlySpan<byte> cell, double value)
    {
        if (missing.IsMissing(value))
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

    // What the same cell stands for when it comes again: the day, or the number of the word in a column without dates; null where that does not tell.
    private double? AddText(ReadOnlySpan<byte> cell, int line)
    {
        if (_text.Length < cell.Length)
        {
            _text = new char[cell.Length]; // UTF-16 never needs more characters than UTF-8 needs bytes
        }

        ReadOnlySpan<char> text = _text.AsSpan(0, Encoding.UTF8.GetChars(cell, _text));
        ReadOnlySpan<char> trimmed = text.Trim();
        if (trimmed.Length < text.Length)
        {
            // Spaces that are no ASCII ones are not dropped by the reader of rows.
            text = trimmed;
            cell = Encoding.UTF8.GetBytes(text.ToString());
            if (missing.IsMissing(cell))
            {
                column.AddMissing();
                return null;
            }
        }

        bool isNumber = column.Format.Date is not null ? column.TryParseDate(text, out double value)
            : column.Format.Number is not { } format ? CellParser.TryParse(cell, out value)
            : FormattedNumber.TryParse(text, format, out value) || (format.Decimal == '.' && CellParser.TryParse(cell, out value))
                || IsInfinite(cell, out value);
        if (isNumber)
        {
            column.DashCount += value == 0 && column.Format.Date is null && text.IndexOfAnyInRange('0', '9') < 0 && !HasOtherDigits(text) ? 1 : 0;
            AddNumber(cell, value);
            return column.Format.Date is not null ? value : null;
        }

        if (column.AddText(text, out int code))
        {
            LookAtNewText(text, line);
        }

        return column.Format.Date is null ? code : null;
    }

    private void LookAtNewText(ReadOnlySpan<char> text, int line)
    {
        if (text.Contains('\uFFFD'))
        {
            Fault = new DataFormatException(
                source, Place(line), $"the text is not valid {encoding.WebName.ToUpperInvariant()}",
                unit == "line" ? "save the file as UTF-8, or name its encoding" : "leave the column out, or write its texts as UTF-8");
        }

        ControlsLine = ControlsLine == 0 && HasControls(text, encoding) ? line : ControlsLine;
    }

    private static bool HasControls(ReadOnlySpan<char> text, Encoding encoding) =>
        text.IndexOfAnyInRange('\u0080', '\u009F') >= 0 && encoding.WebName.StartsWith("iso-8859", StringComparison.OrdinalIgnoreCase);

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
}
