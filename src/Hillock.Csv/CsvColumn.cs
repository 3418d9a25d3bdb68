using System.Globalization;

namespace Hillock.Csv;

/// <summary>A column of a <see cref="CsvTable"/>.</summary>
public sealed class CsvColumn
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private double[] _values = new double[64];
    private int[]? _textOfRow; // index into _texts, or -1; created with the first text cell
    private int _count;

    internal CsvColumn(string name) => Name = name;

    /// <summary>The column's name.</summary>
    public string Name { get; internal set; }

    /// <summary>Whether all cells are numbers or missing.</summary>
    public CsvColumnKind Kind => _textOfRow is null ? CsvColumnKind.Numeric : CsvColumnKind.Categorical;

    /// <summary>The number of missing cells.</summary>
    public int MissingCount { get; private set; }

    /// <summary>The number of cells that are text.</summary>
    public int TextCount { get; private set; }

    /// <summary>The numbers; NaN where a cell is missing or text.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _count);

    /// <summary>The different texts in the order of their appearance.</summary>
    internal IReadOnlyList<string> Texts => _texts;

    internal void AddMissing()
    {
        MissingCount++;
        Append(double.NaN, -1);
    }

    internal void AddNumber(double value) => Append(value, -1);

    /// <summary>Adds a text cell; returns whether the text is new in this column.</summary>
    internal bool AddText(ReadOnlySpan<char> text)
    {
        TextCount++;
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        bool isNew = !lookup.TryGetValue(text, out int code);
        if (isNew)
        {
            code = _texts.Count;
            _texts.Add(text.ToString());
            _codes.Add(_texts[^1], code);
        }

        if (_textOfRow is null)
        {
            _textOfRow = new int[_values.Length];
            Array.Fill(_textOfRow, -1);
        }

        Append(double.NaN, code);
        return isNew;
    }

    internal bool IsText(int row) => _textOfRow is not null && _textOfRow[row] >= 0;

    internal bool IsMissing(int row) => double.IsNaN(_values[row]) && !IsText(row);

    internal string Text(int row) => _texts[_textOfRow![row]];

    /// <summary>The first row with a text cell, or −1.</summary>
    internal int FirstTextRow() => _textOfRow is null ? -1 : Array.FindIndex(_textOfRow, 0, _count, static code => code >= 0);

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

    /// <summary>
    /// The column as categories: the different numbers in ascending order, then the different texts in ordinal order, and
    /// the index of each row's, −1 when missing. A number is named by its value: <c>1</c> and <c>1.0</c> are one category.
    /// </summary>
    internal (string[] Names, int[] Indices) ToCategories()
    {
        SortedDictionary<double, int> numbers = [];
        foreach (double value in Values)
        {
            if (!double.IsNaN(value))
            {
                numbers[value + 0.0] = 0; // -0 and 0 are one category
            }
        }

        List<string> names = [];
        foreach (double value in numbers.Keys.ToArray())
        {
            numbers[value] = names.Count;
            names.Add(value.ToString(CultureInfo.InvariantCulture));
        }

        int[] order = new int[_texts.Count];
        foreach (string? text in _texts.Order(StringComparer.Ordinal))
        {
            order[_codes[text]] = names.Count;
            names.Add(text);
        }

        int[] indices = new int[_count];
        for (int row = 0; row < indices.Length; row++)
        {
            indices[row] = IsText(row) ? order[_textOfRow![row]] : double.IsNaN(_values[row]) ? -1 : numbers[_values[row] + 0.0];
        }

        return ([.. names], indices);
    }

    /// <summary>The number of different values, counted up to a limit.</summary>
    internal int CountDistinct(int limit)
    {
        HashSet<double> numbers = [];
        foreach (double value in Values)
        {
            if (!double.IsNaN(value) && numbers.Add(value) && numbers.Count + _texts.Count >= limit)
            {
                break;
            }
        }

        return numbers.Count + _texts.Count;
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
