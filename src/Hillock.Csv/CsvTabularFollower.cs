using Hillock.Data;

namespace Hillock.Csv;

/// <summary>Makes of a table what another one was made of: a file for tests or predictions follows the one for training.</summary>
internal sealed class CsvTabularFollower
{
    private readonly CsvTable _table;
    private readonly CsvColumn[] _columns;
    private readonly TabularData _like;
    private readonly CsvColumnFinder _find;
    private readonly string _target;

    public CsvTabularFollower(CsvTable table, CsvColumn[] columns, CsvTabularOptions options)
    {
        (_table, _columns, _like) = (table, columns, options.Like!);
        _find = new CsvColumnFinder(table, columns);
        _target = options.Target is { } given ? columns[_find.IndexOf(given, "target column")].Name : _like.TargetName;
        AllowMissing = options.AllowMissing;
    }

    private bool AllowMissing { get; }

    public TabularData Build()
    {
        int rows = _table.RowCount;
        TabularColumn[] columns = new TabularColumn[_like.ColumnCount];
        double[][] values = new double[columns.Length][];
        for (int i = 0; i < columns.Length; i++)
        {
            RequireKnown(FileName(_like.Columns[i].Name));
            (columns[i], values[i]) = Take(_like.Columns[i]);
            RequireComplete(columns[i].Name, values[i]);
        }

        RequireKnown(_target);
        string[] classNames = [.. _like.ClassNames];
        int target = Array.FindIndex(_columns, column => column.Name == _target);
        if (target < 0 || _columns[target].MissingCount == rows)
        {
            return TabularData.OfColumns(values, columns, rows, [], classNames, [], _like.TargetName, _table.Source);
        }

        int[] kept = [.. Enumerable.Range(0, rows).Where(row => !AllowMissing || !_columns[target].IsMissing(row))];
        values = Array.ConvertAll(values, column => Of(column, kept));
        TabularData data = classNames.Length > 0
            ? TabularData.OfColumns(values, columns, kept.Length, Of(Classes(target, classNames), kept), classNames, [], _like.TargetName, _table.Source)
            : TabularData.OfColumns(values, columns, kept.Length, [], [], Of(Numbers(target), kept), _like.TargetName, _table.Source);
        return kept.Length == rows ? data : data.WithSourceRows(kept);
    }

    private static T[] Of<T>(T[] values, int[] rows) => rows.Length == values.Length ? values : Array.ConvertAll(rows, row => values[row]);

    private (TabularColumn Column, double[] Values) Take(TabularColumn expected)
    {
        int index = Array.FindIndex(_columns, column => column.Name == expected.Name);
        if (index < 0 && Part(expected.Name) is { } part)
        {
            return (expected, part);
        }

        if (index < 0 && RememberedFormats.Find(_table.Options with { Like = _like }, DateOf(expected.Name))?.Date is { } date)
        {
            int own = Array.FindIndex(_columns, column => column.Name == DateOf(expected.Name));
            if (own >= 0 && _columns[own].FirstTextRow() is >= 0 and var row)
            {
                throw _find.Fault(
                    _find.Place(own, row), $"\"{_find.Text(own, row)}\" is not a date of {date.Name}, as they are in {CsvColumnFinder.Short(_like.Provenance)}",
                    "write both files' dates alike; year-month-day leaves no doubt");
            }
        }

        if (index < 0)
        {
            string names = string.Join(", ", _columns.Take(20).Select(static column => CsvColumnFinder.Short(column.Name)));
            throw _find.Fault(
                null, $"there is no column \"{CsvColumnFinder.Short(FileName(expected.Name))}\", which {CsvColumnFinder.Short(_like.Provenance)} has",
                $"name a file with the same columns, in any order; here they are {names}");
        }

        return expected.IsCategorical ? Categories(index, expected) : (expected, Numeric(index));
    }

    private double[]? Part(string name)
    {
        CsvColumn? column = Array.Find(_columns, column => column.Name == DateOf(name) && column.Kind == CsvColumnKind.Date);
        return column is null ? null : DateParts.Named(column, _table.RowCount, name[(column.Name.Length + 1)..]);
    }

    // Where the other table has the name over several columns too, these are called alike.
    private void RequireKnown(string name)
    {
        if (_table.RepeatedNames.TryGetValue(name, out string[]? same) && !same.All(one => one == name || IsKnown(one)))
        {
            _find.RequireOne(name, CsvColumnFinder.FollowedRole);
        }
    }

    private bool IsKnown(string name) =>
        _like.TargetName == name || _like.Columns.Any(column => column.Name == name) || _table.Options.Formats.Any(format => format.Column == name);

    // A part of a date is none of the file's columns.
    private string FileName(string name) =>
        !Array.Exists(_columns, column => column.Name == name) && RememberedFormats.Find(_table.Options with { Like = _like }, DateOf(name))?.Date is not null
            ? DateOf(name) : name;

    // The column whose part is named behind a point.
    private static string DateOf(string part) => part[..Math.Max(0, part.LastIndexOf('.'))];

    private double[] Numeric(int index)
    {
        CsvColumn column = _columns[index];
        double[] values = column.Values[.._table.RowCount].ToArray();
        for (int row = 0; row < values.Length; row++)
        {
            if (column.IsText(row) && !column.IsWordForMissing(column.Text(row)))
            {
                throw _find.Fault(
                    _find.Place(index, row), $"\"{_find.Text(index, row)}\" is not a number, as it is in {CsvColumnFinder.Short(_like.Provenance)}",
                    "correct the cell, leave it empty if the value is missing, or name the word as a missing value");
            }

            if (double.IsInfinity((float)values[row]))
            {
                throw _find.Fault(_find.Place(index, row), $"{_find.Show(index, row)} is not a finite float32 number", "correct or remove the row");
            }
        }

        return values;
    }

    // Categories that the training part does not have follow the others; the encoding leaves them all zeros.
    private (TabularColumn Column, double[] Values) Categories(int index, TabularColumn expected)
    {
        CsvColumn column = _columns[index];
        if (column.HasMoreTexts)
        {
            throw _find.Fault(
                _find.Name(index), $"it has more different words than are kept, but {expected.Categories.Count} in {CsvColumnFinder.Short(_like.Provenance)}",
                "correct the column, or ignore it in both files");
        }

        Dictionary<string, int> places = [];
        for (int i = 0; i < expected.Categories.Count; i++)
        {
            places.TryAdd(expected.Categories[i], i);
        }

        (string[] names, int[] indices) = column.ToCategories();
        List<string> all = [.. expected.Categories];
        double[] order = new double[names.Length];
        for (int i = 0; i < order.Length; i++)
        {
            if (places.TryGetValue(names[i], out int place) || (AsCode(names[i], expected.Categories) is { } code && places.TryGetValue(code, out place)))
            {
                order[i] = place;
            }
            else if (column.IsWordForMissing(names[i]))
            {
                order[i] = double.NaN;
            }
            else
            {
                order[i] = all.Count;
                all.Add(names[i]);
            }
        }

        TabularColumn own = all.Count == expected.Categories.Count ? expected : TabularColumn.Categorical(expected.Name, all);
        return (own, Array.ConvertAll(indices, i => i < 0 ? double.NaN : order[i]));
    }

    // A file without a code that begins with zero shows its codes as numbers.
    private static string? AsCode(string name, IReadOnlyList<string> codes)
    {
        if (codes.Count == 0 || !name.All(char.IsAsciiDigit) || !codes.All(code => code.All(char.IsAsciiDigit)))
        {
            return null;
        }

        string bare = name.TrimStart('0') is { Length: > 0 } digits ? digits : "0";
        return codes[0].Length > name.Length ? name.PadLeft(codes[0].Length, '0') : bare;
    }

    private int[] Classes(int target, string[] classNames)
    {
        CsvColumn column = _columns[target];
        (string[] names, int[] indices) = _table.ClassNames.Count > 0 && target == _columns.Length - 1
            ? ([.. _table.ClassNames], Array.ConvertAll(column.Values[.._table.RowCount].ToArray(), static value => double.IsNaN(value) ? -1 : (int)value))
            : column.ToCategories();
        int[] places = Array.ConvertAll(names, name => Array.IndexOf(classNames, name) is >= 0 and var place ? place
            : AsCode(name, classNames) is { } code ? Array.IndexOf(classNames, code) : -1);
        int[] classes = new int[indices.Length];
        for (int row = 0; row < classes.Length; row++)
        {
            if (indices[row] < 0 && AllowMissing)
            {
                continue;
            }

            RequireTarget(indices[row] < 0, target, row);
            classes[row] = (uint)indices[row] < (uint)places.Length ? places[indices[row]] : -1;
            if (classes[row] < 0)
            {
                throw _find.Fault(
                    _find.Place(target, row), $"the class {_find.Show(target, row)} does not occur in {CsvColumnFinder.Short(_like.Provenance)}",
                    $"remove the row, or train with that class; there are {string.Join(", ", classNames.Take(20).Select(CsvColumnFinder.Short))}");
            }
        }

        return classes;
    }

    private double[] Numbers(int target)
    {
        double[] values = Numeric(target);
        for (int row = 0; row < values.Length; row++)
        {
            RequireTarget(double.IsNaN(values[row]) && !AllowMissing, target, row);
        }

        return values;
    }

    private void RequireTarget(bool isMissing, int target, int row)
    {
        if (isMissing)
        {
            throw _find.Fault(_find.Place(target, row), "the target is missing, but not in every row", "remove the row, or leave the target out of all rows");
        }
    }

    private void RequireComplete(string name, double[] values)
    {
        int row = AllowMissing ? -1 : Array.FindIndex(values, double.IsNaN);
        if (row >= 0)
        {
            throw _find.Fault(
                $"{_table.PlaceOf(row)}, column \"{CsvColumnFinder.Short(FileName(name))}\"", "the value is missing",
                "fill it in, remove the row, or allow missing values, where numbers become the mean of the training part and words a value of their own");
        }
    }
}
