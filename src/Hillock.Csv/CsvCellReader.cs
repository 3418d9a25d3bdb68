using System.Text;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>Takes the texts of cells into columns: as missing, as numbers or dates in the way that the column's are written, or as words.</summary>
/// <param name="source">The file, for messages.</param>
/// <param name="missing">The words for a missing value.</param>
/// <param name="encoding">The encoding that the text has, for messages; cells are UTF-8 here.</param>
/// <param name="unit">What a cell's place is counted in: lines of a text, or rows.</param>
internal sealed class CsvCellReader(string source, MissingWords missing, Encoding encoding, string unit)
{
    private const int ShortCell = 512;

    private char[] _text = new char[256];
    private string? _controls; // where the first control character stands

    /// <summary>Adds a cell.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cell">The text, as UTF-8.</param>
    /// <param name="place">The line or the row, for messages.</param>
    public void Add(CsvColumn column, ReadOnlySpan<byte> cell, int place)
    {
        if (missing.IsMissing(cell))
        {
            column.AddMissing();
        }
        else if (column.Format is { Number: null, Date: null } && CellParser.TryParse(cell, out double value))
        {
            AddNumber(column, cell, value);
        }
        else
        {
            AddText(column, cell, place);
        }
    }

    /// <summary>Latin-1 has no signs at 0x80 to 0x9F, where windows-1252 has some: the files of spreadsheets are of the latter.</summary>
    public string? ControlNote(CsvColumn[] columns)
    {
        string? place = Array.Find(columns, column => HasControls(column.Name)) is { } named ? $"column \"{CsvColumnFinder.Short(named.Name)}\"" : _controls;
        return place is null ? null
            : $"the text has control characters ({place}) where windows-1252 has signs such as € and dashes; " +
                "where that is what the file is, name its encoding";
    }

    private bool HasControls(ReadOnlySpan<char> text) =>
        text.IndexOfAnyInRange('\u0080', '\u009F') >= 0 && encoding.WebName.StartsWith("iso-8859", StringComparison.OrdinalIgnoreCase);

    private void AddNumber(CsvColumn column, ReadOnlySpan<byte> cell, double value)
    {
        if (missing.IsMissing(value))
        {
            column.AddMissing();
            return;
        }

        column.LookAt(cell);
        if (CellParser.IsWholeBeyondDouble(cell, value))
        {
            Span<char> digits = stackalloc char[cell.Length <= ShortCell ? cell.Length : 0];
            digits = digits.Length == cell.Length ? digits : new char[cell.Length];
            Encoding.ASCII.GetChars(cell, digits);
            column.AddWhole(value, digits);
        }
        else
        {
            column.AddNumber(value);
        }
    }

    private void AddText(CsvColumn column, ReadOnlySpan<byte> cell, int place)
    {
        if (_text.Length < cell.Length)
        {
            _text = new char[cell.Length]; // UTF-16 never needs more characters than UTF-8 needs bytes
        }

        ReadOnlySpan<char> text = _text.AsSpan(0, Encoding.UTF8.GetChars(cell, _text));
        ReadOnlySpan<char> trimmed = text.Trim();
        if (trimmed.Length < text.Length)
        {
            // Spaces that are no ASCII ones are not dropped by the reader.
            text = trimmed;
            cell = Encoding.UTF8.GetBytes(text.ToString());
            if (missing.IsMissing(cell))
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
            LookAtNewText(column, text, place);
        }
    }

    private void LookAtNewText(CsvColumn column, ReadOnlySpan<char> text, int place)
    {
        if (text.Contains('\uFFFD'))
        {
            throw new DataFormatException(
                source, $"{unit} {place}, column \"{CsvColumnFinder.Short(column.Name)}\"", $"the text is not valid {encoding.WebName.ToUpperInvariant()}",
                unit == "line" ? "save the file as UTF-8, or name its encoding" : "leave the column out, or write its texts as UTF-8");
        }

        _controls ??= HasControls(text) ? $"{unit} {place}, column \"{CsvColumnFinder.Short(column.Name)}\"" : null;
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
}
