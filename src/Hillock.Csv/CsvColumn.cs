using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Csv.Cells;

namespace Hillock.Csv;

/// <summary>A column of a <see cref="CsvTable"/>.</summary>
public sealed partial class CsvColumn
{
    // A column with more different texts is no column of categories; the others are told apart, not kept.
    private const int MostTexts = 1 << 16;
    private const int NoText = -1, MoreTexts = -2;
    private const string OtherTexts = "(another word)";

    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private Dictionary<ulong, int>? _more; // the codes of texts that are not kept, by their fingerprints
    private double[] _values = new double[64];
    private int[]? _textOfRow; // index into _texts, or NoText; created with the first text cell
    private int _wholes; // how many of the texts are whole numbers that a double does not hold
    private int _count;
    private int _codeLength = -1; // how long the longest cell so far is, all digits alone; 0 where others occur
    private bool _hasLeadingZero;
    private (double Least, double Most)? _range;

    internal CsvColumn(string name) => Name = name;

    /// <summary>The column's name.</summary>
    public string Name { get; internal set; }

    /// <summary>Whether all cells are numbers, or dates, or missing.</summary>
    public CsvColumnKind Kind => TextCount > 0 ? CsvColumnKind.Categorical : Format.Date is not null ? CsvColumnKind.Date : CsvColumnKind.Numeric;

    /// <summary>The number of missing cells.</summary>
    public int MissingCount { get; private set; }

    /// <summary>The number of cells that are text.</summary>
    public int TextCount { get; private set; }

    /// <summary>The unit, the currency or the per cent sign that stands at the numbers; empty for none.</summary>
    public string Unit => Format.Number?.Unit ?? "";

    /// <summary>The numbers; days where the column is one of dates; NaN where a cell is missing or text.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _count);

    /// <summary>How many different values there are; a column of text keeps 65,536 of its words at most.</summary>
    public int DistinctCount => CountDistinct(int.MaxValue);

    /// <summary>Some of the different values as texts: words in the order of their appearance, then numbers.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<string> DistinctValues(int count)
    {
        List<string> values = [.. _texts.Take(count)];
        HashSet<double> numbers = [];
        for (int row = 0; row < _count && values.Count < count; row++)
        {
            if (!double.IsNaN(_values[row]) && (_textOfRow is null || _textOfRow[row] < 0) && numbers.Add(_values[row]))
            {
                values.Add(Show(row));
            }
        }

        return values;
    }

    /// <summary>A number of this column as a text: a day where it is one of dates.</summary>
    /// <param name="value">The number, such as one of <see cref="Values"/>.</param>
    public string Show(double value) => Format.Date is { } date ? date.Text(value) : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the header has no name for it.</summary>
    internal bool IsUnnamed { get; set; }

    /// <summary>How cells are understood.</summary>
    internal ColumnFormat Format { get; set; } = ColumnFormat.Plain;

    /// <summary>The numbers as they are kept; the array may be longer than the column.</summary>
    internal double[] Numbers => _values;

    /// <summary>Whether there are more different texts than are kept.</summary>
    internal bool HasMoreTexts { get; private set; }

    /// <summary>The different texts that are no numbers, in the order of their appearance.</summary>
    internal IEnumerable<string> Words => _wholes == 0 ? _texts : _texts.Where(static text => !IsWhole(text));

    /// <summary>The number of different texts that are no numbers.</summary>
    internal int WordCount => _texts.Count - _wholes;

    /// <summary>The least and the greatest number of a column that has been read: infinity and its negative where there is none.</summary>
    internal (double Least, double Most) Range => _range ??= FindRange(Values);

    /// <summary>Makes room for rows that are expected.</summary>
    internal void Reserve(int rows) => _values = new double[Math.Max(rows, _values.Length)];

    internal void AddMissing()
    {
        MissingCount++;
        Append(double.NaN, NoText);
    }

    /// <summary>The number of cells so far.</summary>
    internal int Count => _count;

    internal void AddNumber(double value) => Append(value, NoText);

    /// <summary>Adds numbers; NaN is a missing cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a long loop is met once or twice in a program's life
    internal void AddNumbers(ReadOnlySpan<double> values)
    {
        if (_textOfRow is not null || _count + values.Length > _values.Length)
        {
            foreach (double value in values)
            {
                MissingCount += double.IsNaN(value) ? 1 : 0;
                Append(value, NoText);
            }

            return;
        }

        int missing = 0;
        foreach (double value in values)
        {
            missing += double.IsNaN(value) ? 1 : 0;
        }

        values.CopyTo(_values.AsSpan(_count));
        MissingCount += missing;
        _count += values.Length;
    }

    /// <summary>Whether all cells are digits and one begins with 0, as postal codes and article numbers do.</summary>
    internal bool HoldsCodes => _codeLength > 1 && _hasLeadingZero;

    /// <summary>
    /// A cell as a date. The first cell in which only one of two numbers can be the month decides which it is; the dates before are read anew.
    /// </summary>
    internal bool TryParseDate(ReadOnlySpan<char> cell, out double days)
    {
        DateFormat date = Format.Date!;
        bool understood = date.TryParse(cell, out days);
        if (!understood && !date.HasDate && DateFormat.Durations.TryParse(cell, out days))
        {
            Format = Format with { Date = DateFormat.Durations }; // 24 hours and more are no time of day
            return true;
        }

        if (date.Exchanged is not { } other)
        {
            return understood;
        }

        bool exchanged = other.TryParse(cell, out double others);
        if (understood == exchanged)
        {
            return understood;
        }

        Format = Format with { Date = understood ? date.Decided : other.Decided };
        for (int row = 0; exchanged && row < _count; row++)
        {
            _values[row] = double.IsNaN(_values[row]) ? double.NaN : DateFormat.Exchange(_values[row]);
        }

        days = understood ? days : others;
        return true;
    }

    /// <summary>Looks how a number is written.</summary>
    internal void LookAt(ReadOnlySpan<byte> cell)
    {
        if (_codeLength != 0)
        {
            bool isCode = cell.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
            _codeLength = isCode ? Math.Max(_codeLength, cell.Length) : 0;
            _hasLeadingZero |= cell.Length > 1 && cell[0] == '0';
        }
    }

    /// <summary>Adds a whole number beyond 2^53 with its digits: as a class or a category, it is another one than its neighbours.</summary>
    internal void AddWhole(double value, ReadOnlySpan<char> digits)
    {
        ReadOnlySpan<char> sign = digits[0] == '-' ? "-" : "";
        int known = _texts.Count;
        int code = Code(string.Concat(sign, digits.TrimStart("+-").TrimStart('0')));
        _wholes += _texts.Count - known;
        Append(value, code);
    }

    /// <summary>Adds a text cell; returns whether the text is new in this column.</summary>
    internal bool AddText(ReadOnlySpan<char> text, out int code)
    {
        int known = _texts.Count;
        code = Code(text);
        AddKnownText(code);
        return _texts.Count > known;
    }

    /// <summary>Adds the text cell whose text <see cref="AddText"/> gave the code.</summary>
    internal void AddKnownText(int code)
    {
        TextCount++;
        Append(double.NaN, code);
    }

    internal bool IsText(int row) => _textOfRow is not null && _textOfRow[row] >= 0 && double.IsNaN(_values[row]);

    internal bool IsMissing(int row) => double.IsNaN(_values[row]) && !IsText(row);

    internal string Text(int row) => _textOfRow![row] < _texts.Count ? _texts[_textOfRow[row]] : OtherTexts;

    // The text of a row among those that are kept.
    private int Kept(int row) => _textOfRow is null ? NoText : _textOfRow[row] < _texts.Count ? _textOfRow[row] : MoreTexts;

    /// <summary>A cell for messages.</summary>
    internal string Show(int row) =>
        _textOfRow is not null && _textOfRow[row] >= 0 ? Text(row) : Show(_values[row]);

    /// <summary>The first row with a text cell, or −1.</summary>
    internal int FirstTextRow()
    {
        for (int row = 0; TextCount > 0 && row < _count; row++)
        {
            if (IsText(row))
            {
                return row;
            }
        }

        return -1;
    }

    /// <summary>The first missing row, or −1.</summary>
    internal int FirstMissingRow()
    {
        for (int row = 0; MissingCount > 0 && row < _count; row++)
        {
            if (IsMissing(row))
            {
                return row;
            }
        }

        return -1;
    }

    /// <summary>The number of different values, counted up to a limit.</summary>
    internal int CountDistinct(int limit)
    {
        if (limit == int.MaxValue && _textOfRow is null && CountAscending() is >= 0 and var different)
        {
            return different;
        }

        HashSet<double> numbers = [];
        for (int row = 0; row < _count && numbers.Count + _texts.Count < limit; row++)
        {
            if (!double.IsNaN(_values[row]) && (_textOfRow is null || _textOfRow[row] < 0))
            {
                numbers.Add(_values[row]);
            }
        }

        return numbers.Count + _texts.Count;
    }

    // How many numbers there are where each is greater than the one before, as the numbers of rows are; −1 elsewhere.
    private int CountAscending()
    {
        int count = 0;
        double last = double.NaN;
        foreach (double value in Values)
        {
            if (value <= last)
            {
                return -1;
            }

            count += double.IsNaN(value) ? 0 : 1;
            last = double.IsNaN(value) ? last : value;
        }

        return count;
    }

    private static (double Least, double Most) FindRange(ReadOnlySpan<double> values)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            least = value < least ? value : least; // NaN is neither
            most = value > most ? value : most;
        }

        return (least, most);
    }

    private static bool IsWhole(string text) => text.Length > 15 && text.AsSpan(text[0] == '-' ? 1 : 0).IndexOfAnyExceptInRange('0', '9') < 0;

    private int Code(ReadOnlySpan<char> text)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out int code))
        {
            if (_texts.Count >= MostTexts)
            {
                HasMoreTexts = true;
                ref int more = ref CollectionsMarshal.GetValueRefOrAddDefault(_more ??= [], Fingerprint(text), out bool isKnown);
                more = isKnown ? more : MostTexts + _more.Count - 1;
                return more;
            }

            code = _texts.Count;
            _texts.Add(text.ToString());
            _codes.Add(_texts[^1], code);
        }

        if (_textOfRow is null)
        {
            _textOfRow = new int[_values.Length];
            Array.Fill(_textOfRow, NoText);
        }

        return code;
    }

    // FNV-1a of 64 bits: of a million texts two agree once in forty million files.
    private static ulong Fingerprint(ReadOnlySpan<char> text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 0x100000001B3;
        }

        return hash;
    }

    private void Append(double value, int code)
    {
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, 2 * _count);
            if (_textOfRow is not null)
            {
                Array.Resize(ref _textOfRow, 2 * _count);
            }
        }

        _values[_count] = value;
        if (_textOfRow is not null)
        {
            _textOfRow[_count] = code;
        }

        _count++;
    }
}
