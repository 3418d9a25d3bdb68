using System.Globalization;
using System.Text;
using Hillock.Csv.Cells;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>
/// Makes a table of columns that come from elsewhere than text, such as a database or another kind of file: with the same rules for missing values, kinds,
/// roles and targets as a table of a CSV file.
/// </summary>
/// <remarks>
/// Columns may be filled one after the other or side by side; in the end they are of one length. Texts are read like cells of a CSV file: what they are
/// is found out of the first ones, which <see cref="LookAt"/> is shown before any is added.
/// </remarks>
/// <example>
/// <code>
/// CsvTableBuilder builder = new("sensors", [("place", CsvCellKind.Text), ("celsius", CsvCellKind.Number)]);
/// foreach ((string place, double? celsius) in new (string, double?)[] { ("roof", 21.5), ("cellar", null), ("roof", 23) })
/// {
///     builder.AddText(0, place);
///     builder.AddNumber(1, celsius ?? double.NaN);
/// }
///
/// CsvTable table = builder.Build();
/// Console.WriteLine($"{table.RowCount} rows, {table.Columns[1].MissingCount} missing"); // 3 rows, 1 missing
/// </code>
/// </example>
public sealed class CsvTableBuilder
{
    private const double MostExact = 1L << 53;
    private const int MostLookedAt = 1000;
    private const int ShortText = 256;

    private readonly string _source;
    private readonly CsvReadOptions _options;
    private readonly MissingWords _missing;
    private readonly ColumnReader[] _cells;
    private readonly CsvColumn[] _columns;
    private readonly CsvCellKind[] _kinds;
    private readonly IReadOnlyDictionary<string, string[]> _repeatedNames;
    private readonly List<string>?[] _first; // the first texts of each column, until it is known how they are written
    private readonly List<string> _notes = [];
    private bool _isDetected;

    /// <summary>Begins a table.</summary>
    /// <param name="source">Its name, for messages.</param>
    /// <param name="columns">The columns: their names, and what their cells are. A name that occurs twice gets a number.</param>
    /// <param name="options">
    /// How texts are read, which words are missing values and how many rows there may be; what concerns the division of a text into cells has no
    /// meaning here.
    /// </param>
    /// <exception cref="DataFormatException">There are no columns.</exception>
    /// <exception cref="ArgumentException">A kind is unknown.</exception>
    public CsvTableBuilder(string source, IReadOnlyList<(string Name, CsvCellKind Kind)> columns, CsvReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new DataFormatException(source, null, "the table has no columns", "name one with at least two");
        }

        _source = source;
        _options = (options ?? new()) with { HasHeader = true, Delimiter = null, Encoding = null };
        _missing = new MissingWords(_options);
        _kinds = [.. columns.Select(static column => column.Kind)];
        _first = [.. _kinds.Select(static kind => kind == CsvCellKind.Text ? new List<string>() : null)];
        string[] given = [.. columns.Select(static column => column.Name)], names = CsvHeader.Name(given);
        _repeatedNames = CsvHeader.Repeated(given, names);
        _columns = [.. names.Select((name, i) => new CsvColumn(name) { Format = FormatOf(_kinds[i]), IsUnnamed = columns[i].Name.Length == 0 })];
        _cells = Array.ConvertAll(_columns, column => new ColumnReader(column, _missing, Encoding.UTF8, source, "row", remembers: false));
    }

    /// <summary>Shows the first cells of a column of text, of which it is found out how its numbers or dates are written. They are not added.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="cells">Its first cells; a thousand are looked at.</param>
    /// <exception cref="ArgumentException">The column is none of text.</exception>
    /// <exception cref="InvalidOperationException">Cells were added already.</exception>
    public void LookAt(int column, IEnumerable<string> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (_isDetected)
        {
            throw new InvalidOperationException("Cells were added already; look at the first ones before.");
        }

        Require(column, CsvCellKind.Text);
        _first[column]!.AddRange(cells.Take(MostLookedAt - _first[column]!.Count));
    }

    /// <summary>Makes room for rows that are expected.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="rows">How many.</param>
    public void Reserve(int column, int rows)
    {
        if (_columns[column].Count == 0 && rows <= _options.MaximumRows)
        {
            _columns[column].Reserve(rows);
        }
    }

    /// <summary>The number of cells that a column has so far.</summary>
    /// <param name="column">The column, from 0.</param>
    public int CountOf(int column) => _columns[column].Count;

    /// <summary>Adds a number, or a date, a time or a duration as one.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="value">The number; NaN is a missing value.</param>
    /// <exception cref="ArgumentException">The column is one of text.</exception>
    /// <exception cref="DataFormatException">There are more rows than allowed, or a date is none between the years 1 and 9999.</exception>
    public void AddNumber(int column, double value)
    {
        CsvColumn own = Next(column);
        if (double.IsNaN(value) || _missing.IsMissing(value))
        {
            own.AddMissing();
            return;
        }

        if (_kinds[column] != CsvCellKind.Number)
        {
            RequireTime(column, value);
        }

        own.AddNumber(value);
    }

    /// <summary>Adds numbers.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="values">The numbers; NaN is a missing value.</param>
    /// <exception cref="ArgumentException">The column is one of text.</exception>
    /// <exception cref="DataFormatException">There are more rows than allowed, or a date is none between the years 1 and 9999.</exception>
    public void AddNumbers(int column, ReadOnlySpan<double> values)
    {
        if (_kinds[column] == CsvCellKind.Number && !_missing.HasNumbers && values.Length <= _options.MaximumRows - _columns[column].Count)
        {
            Detect();
            _columns[column].AddNumbers(values);
            return;
        }

        foreach (double value in values)
        {
            AddNumber(column, value);
        }
    }

    /// <summary>
    /// Adds a whole number, whose digits are kept where a double does not have all of them: as a category it is another one than its neighbours.
    /// </summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">The column is one of text.</exception>
    /// <exception cref="DataFormatException">There are more rows than allowed.</exception>
    public void AddWhole(int column, Int128 value)
    {
        if (value > -(Int128)MostExact && value < (Int128)MostExact)
        {
            AddNumber(column, (long)value);
            return;
        }

        string digits = value.ToString(CultureInfo.InvariantCulture);
        double nearest = double.Parse(digits, CultureInfo.InvariantCulture);
        CsvColumn own = Next(column);
        if (_missing.IsMissing(nearest))
        {
            own.AddMissing();
        }
        else
        {
            own.AddWhole(nearest, digits);
        }
    }

    /// <summary>Adds a text.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="text">The text; an empty one is a missing value.</param>
    /// <exception cref="ArgumentException">The column is none of text.</exception>
    /// <exception cref="DataFormatException">There are more rows than allowed.</exception>
    public void AddText(int column, ReadOnlySpan<char> text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = stackalloc byte[most <= ShortText ? ShortText : 0];
        bytes = most <= ShortText ? bytes : new byte[most];
        AddText(column, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>Adds a text.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="text">The text as UTF-8; an empty one is a missing value.</param>
    /// <exception cref="ArgumentException">The column is none of text.</exception>
    /// <exception cref="DataFormatException">There are more rows than allowed, or the text is not UTF-8.</exception>
    public void AddText(int column, ReadOnlySpan<byte> text)
    {
        Require(column, CsvCellKind.Text);
        int row = Next(column).Count + 1;
        _cells[column].Read(text.Trim(" \t"u8), row);
    }

    /// <summary>Adds missing values.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="DataFormatException">There are more rows than allowed.</exception>
    public void AddMissing(int column, int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            Next(column).AddMissing();
        }
    }

    /// <summary>Adds to <see cref="CsvTable.Notes"/> what should be known of how the columns were read.</summary>
    /// <param name="note">A sentence without its full stop.</param>
    public void AddNote(string note) => _notes.Add(note);

    /// <summary>The table. Nothing may be added after.</summary>
    /// <returns>The table.</returns>
    /// <exception cref="DataFormatException">There are no rows, or columns of different lengths.</exception>
    public CsvTable Build()
    {
        Detect();
        int rows = _columns[0].Count;
        if (Array.Find(_columns, column => column.Count != rows) is { } other)
        {
            throw new DataFormatException(
                _source, $"column \"{CsvColumnFinder.Short(other.Name)}\"",
                FormattableString.Invariant($"it has {other.Count} cells but \"{CsvColumnFinder.Short(_columns[0].Name)}\" has {rows}"),
                "give all columns one length");
        }

        if (rows == 0)
        {
            throw new DataFormatException(_source, null, "the table has no rows", "name one with at least two");
        }

        foreach (CsvColumn column in _columns)
        {
            column.Finish(_missing);
        }

        return new CsvTable(_source, _options, _columns, rows, _repeatedNames, _notes);
    }

    // The formats are found of the texts alone: what else there is has its kind.
    private void Detect()
    {
        if (_isDetected)
        {
            return;
        }

        _isDetected = true;
        int[] texts = [.. Enumerable.Range(0, _columns.Length).Where(i => _kinds[i] == CsvCellKind.Text)];
        int rows = texts.Length == 0 ? 0 : texts.Max(i => _first[i]!.Count);
        string[][] cells = [.. Enumerable.Range(0, rows).Select(row => texts.Select(i => row < _first[i]!.Count ? _first[i]![row].Trim() : "").ToArray())];
        ColumnFormat[] formats = ColumnFormats.Detect(cells, texts.Length, _options, ',', _missing);
        for (int i = 0; i < texts.Length; i++)
        {
            CsvColumn column = _columns[texts[i]];
            column.Format = RememberedFormats.Find(_options, column.Name) ?? formats[i];
            _first[texts[i]] = null;
        }
    }

    private CsvColumn Next(int column)
    {
        Detect();
        CsvColumn own = _columns[column];
        return own.Count < _options.MaximumRows ? own : throw new DataFormatException(
            _source, null, string.Create(CultureInfo.InvariantCulture, $"there are more than {_options.MaximumRows:N0} rows"),
            "raise the limit of rows if they are meant to be read");
    }

    private void Require(int column, CsvCellKind kind)
    {
        if (_kinds[column] != kind)
        {
            throw new ArgumentException($"The column \"{_columns[column].Name}\" holds {_kinds[column]}, not {kind}; name another one.", nameof(column));
        }
    }

    // Days that are none of the calendar would be no date in any message.
    private void RequireTime(int column, double value)
    {
        Require(column, _kinds[column] == CsvCellKind.Text ? CsvCellKind.Number : _kinds[column]);
        (double least, double most) = _kinds[column] switch
        {
            CsvCellKind.Date => ((DateTime.MinValue - DateTime.UnixEpoch).TotalDays, (DateTime.MaxValue - DateTime.UnixEpoch).TotalDays),
            CsvCellKind.TimeOfDay => (0, 1),
            _ => (-TimeSpan.MaxValue.TotalDays, TimeSpan.MaxValue.TotalDays),
        };
        if (!(value >= least && value <= most))
        {
            throw new DataFormatException(
                _source, FormattableString.Invariant($"row {_columns[column].Count + 1}, column \"{CsvColumnFinder.Short(_columns[column].Name)}\""),
                _kinds[column] == CsvCellKind.Date ? FormattableString.Invariant($"{value} days since 1970 are no date between the years 1 and 9999")
                    : FormattableString.Invariant($"{value} days are no {(_kinds[column] == CsvCellKind.TimeOfDay ? "time of a day" : "duration")}"),
                "correct the value, make it null if it is missing, or leave the column out");
        }
    }

    private static ColumnFormat FormatOf(CsvCellKind kind) => kind switch
    {
        CsvCellKind.Text or CsvCellKind.Number => ColumnFormat.Plain,
        CsvCellKind.Date => new ColumnFormat(null, DateFormat.Typed),
        CsvCellKind.TimeOfDay => new ColumnFormat(null, DateFormat.TypedTimes),
        CsvCellKind.Duration => new ColumnFormat(null, DateFormat.Durations),
        _ => throw new ArgumentException($"The kind {kind} of cells is unknown; take one of {string.Join(", ", Enum.GetNames<CsvCellKind>())}.", nameof(kind)),
    };
}
