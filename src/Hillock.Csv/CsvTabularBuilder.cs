using System.Globalization;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>Checks the columns of a table and makes features and target of them.</summary>
internal sealed class CsvTabularBuilder
{
    private const int MaximumCategories = 1000;
    private const int MaximumIntegerClasses = 20;
    private const double MostlyNumeric = 0.9;
    private const int NamedColumns = 20; // so many column names are listed in an error message

    private readonly CsvTable _table;
    private readonly CsvColumn[] _columns;
    private readonly CsvTabularOptions _options;
    private readonly int _target;
    private readonly HashSet<int> _categorical;

    public CsvTabularBuilder(CsvTable table, CsvColumn[] columns, CsvTabularOptions options)
    {
        _table = table;
        _columns = columns;
        _options = options;
        _target = options.Target is null ? columns.Length - 1 : IndexOf(options.Target, "target column");
        _categorical = [.. options.Categorical.Select(name => IndexOf(name, "categorical column"))];
    }

    public TabularData Build()
    {
        HashSet<int> ignored = [.. _options.Ignore.Select(name => IndexOf(name, "column to ignore"))];
        if (ignored.Contains(_target))
        {
            throw Fault(null, $"the target column \"{_columns[_target].Name}\" is to be ignored as well", "choose another target");
        }

        int[] features = [.. Enumerable.Range(0, _columns.Length).Where(i => i != _target && !ignored.Contains(i))];
        if (features.Length == 0)
        {
            throw Fault(
                null, $"no feature column is left beside the target \"{_columns[_target].Name}\"",
                $"the table needs at least two columns; it was split at {Describe(_table.Delimiter)}");
        }

        if (_table.RowCount < 2)
        {
            throw Fault(null, "there is only one row", "name a file with at least two rows");
        }

        RequirePlausible(_target);
        if (_columns[_target].FirstMissingRow() is >= 0 and var missing)
        {
            throw Fault(Place(_target, missing), "the target is missing", "remove the row, or choose another target column");
        }

        foreach (int column in features)
        {
            RequirePlausible(column);
        }

        if (!_options.AllowMissing)
        {
            RequireComplete(features);
        }

        float[] matrix = new float[checked(_table.RowCount * features.Length)];
        TabularColumn[] columns = new TabularColumn[features.Length];
        for (int i = 0; i < features.Length; i++)
        {
            columns[i] = Fill(features[i], matrix.AsSpan(i), features.Length);
        }

        return IsClassTarget() ? BuildClasses(matrix, columns) : BuildReal(matrix, columns);
    }

    private TabularData BuildClasses(float[] matrix, TabularColumn[] columns)
    {
        CsvColumn target = _columns[_target];
        (string[]? names, int[]? classes) = HasDeclaredClasses ? ReadDeclaredClasses() : target.ToCategories();
        if (names.Length > MaximumCategories)
        {
            throw Fault(
                $"column \"{target.Name}\"", $"the target has {names.Length} different values, more than {MaximumCategories} classes",
                "choose another target column, or take it as a real number");
        }

        RequireTwoValues();
        return TabularData.Classification(matrix, columns, classes, names, target.Name, _table.Source);
    }

    private TabularData BuildReal(float[] matrix, TabularColumn[] columns)
    {
        CsvColumn target = _columns[_target];
        if (target.FirstTextRow() is >= 0 and var text)
        {
            throw Fault(Place(_target, text), $"\"{target.Text(text)}\" is not a number", "correct the cell, or take the target as a class");
        }

        RequireTwoValues();
        for (int row = 0; row < _table.RowCount; row++)
        {
            if (double.IsInfinity(target.Values[row]))
            {
                throw Fault(Place(_target, row), "the target is infinite", "remove the row, or choose another target column");
            }
        }

        return TabularData.Regression(matrix, columns, target.Values, target.Name, _table.Source);
    }

    private void RequireTwoValues()
    {
        CsvColumn target = _columns[_target];
        if (target.CountDistinct(2) < 2)
        {
            string value = target.Texts.Count > 0 ? target.Texts[0] : target.Values[0].ToString(CultureInfo.InvariantCulture);
            throw Fault($"column \"{target.Name}\"", $"the target is \"{value}\" in every row", "choose a target column with at least two values");
        }
    }

    private bool HasDeclaredClasses => _table.ClassNames.Count > 0 && _target == _columns.Length - 1;

    private bool IsClassTarget()
    {
        if (_options.TargetKind != CsvTargetKind.Auto)
        {
            return _options.TargetKind == CsvTargetKind.Class;
        }

        CsvColumn target = _columns[_target];
        if (target.Kind == CsvColumnKind.Categorical || HasDeclaredClasses)
        {
            return true;
        }

        foreach (double value in target.Values)
        {
            if (value != Math.Floor(value) || double.IsInfinity(value))
            {
                return false;
            }
        }

        int distinct = target.CountDistinct(MaximumIntegerClasses + 1);
        return distinct <= MaximumIntegerClasses && 2 * distinct <= _table.RowCount;
    }

    private (string[] Names, int[] Classes) ReadDeclaredClasses()
    {
        ReadOnlySpan<double> values = _columns[_target].Values;
        int[] classes = new int[values.Length];
        for (int row = 0; row < classes.Length; row++)
        {
            if (!(values[row] >= 0 && values[row] < _table.ClassNames.Count && values[row] == Math.Floor(values[row])))
            {
                throw Fault(
                    Place(_target, row),
                    $"the first line names {_table.ClassNames.Count} classes, 0 to {_table.ClassNames.Count - 1}, but this is {Show(_target, row)}",
                    "correct the cell or the first line");
            }

            classes[row] = (int)values[row];
        }

        return ([.. _table.ClassNames], classes);
    }

    private TabularColumn Fill(int index, Span<float> destination, int stride)
    {
        CsvColumn column = _columns[index];
        if (column.Kind == CsvColumnKind.Numeric && !_categorical.Contains(index))
        {
            for (int row = 0; row < _table.RowCount; row++)
            {
                float value = (float)column.Values[row];
                if (float.IsInfinity(value))
                {
                    throw Fault(
                        Place(index, row), $"{Show(index, row)} is not a finite float32 number", "correct or remove the row, or rescale the column");
                }

                destination[row * stride] = value;
            }

            return TabularColumn.Numeric(column.Name);
        }

        (string[]? names, int[]? indices) = column.ToCategories();
        if (names.Length > MaximumCategories)
        {
            throw Fault(
                $"column \"{column.Name}\"", $"it has {names.Length} different values, more than {MaximumCategories} categories",
                "ignore the column, or group its values");
        }

        for (int row = 0; row < indices.Length; row++)
        {
            destination[row * stride] = indices[row] < 0 ? float.NaN : indices[row];
        }

        return names.Length > 0 ? TabularColumn.Categorical(column.Name, names) : TabularColumn.Numeric(column.Name);
    }

    // One stray text must not silently turn a column of numbers into categories.
    private void RequirePlausible(int index)
    {
        CsvColumn column = _columns[index];
        if (column.Kind == CsvColumnKind.Numeric || _categorical.Contains(index) || (index == _target && _options.TargetKind == CsvTargetKind.Class))
        {
            return;
        }

        int present = _table.RowCount - column.MissingCount;
        int numbers = present - column.TextCount;
        int row = column.FirstTextRow();
        if (numbers >= MostlyNumeric * present || (column.TextCount == 1 && numbers >= 2))
        {
            throw Fault(
                Place(index, row), $"\"{column.Text(row)}\" is not a number, but {numbers} of the column's {present} cells are",
                index == _target
                    ? "correct the cell or remove the row, or take the target as a class"
                    : "correct the cell, leave it empty if the value is missing, or declare the column categorical");
        }

        if (column.Texts.All(IsCommaNumber))
        {
            throw Fault(Place(index, row), $"\"{column.Text(row)}\" has a comma in a number", "write decimals with a point, and no thousands separators");
        }
    }

    private void RequireComplete(int[] features)
    {
        int first = -1, firstColumn = -1;
        foreach (int column in features)
        {
            if (_columns[column].FirstMissingRow() is >= 0 and var row && (first < 0 || row < first))
            {
                (first, firstColumn) = (row, column);
            }
        }

        if (first >= 0)
        {
            throw Fault(
                Place(firstColumn, first), "the value is missing",
                "fill it in, remove the row, ignore the column, or allow missing values, which become the mean of the training part");
        }
    }

    private int IndexOf(string name, string role)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Name == name)
            {
                return i;
            }
        }

        if (int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index)
            && index >= -_columns.Length && index < _columns.Length)
        {
            return index < 0 ? index + _columns.Length : index;
        }

        int[] similar = [.. Enumerable.Range(0, _columns.Length).Where(i => string.Equals(_columns[i].Name, name, StringComparison.OrdinalIgnoreCase))];
        if (similar.Length == 1)
        {
            return similar[0];
        }

        string names = string.Join(", ", _columns.Take(NamedColumns).Select(static column => column.Name));
        string more = _columns.Length > NamedColumns ? $" and {_columns.Length - NamedColumns} more, the last {_columns[^1].Name}" : "";
        throw Fault(
            null, $"there is no {role} \"{name}\"", $"the columns are {names}{more}, or their indices {-_columns.Length} to {_columns.Length - 1}");
    }

    private string Show(int column, int row) =>
        _columns[column].IsText(row) ? $"\"{_columns[column].Text(row)}\"" : _columns[column].Values[row].ToString(CultureInfo.InvariantCulture);

    private string Place(int column, int row) => $"line {_table.LineOf(row)}, column \"{_columns[column].Name}\"";

    private DataFormatException Fault(string? place, string problem, string remedy) => new(_table.Source, place, problem, remedy);

    private static bool IsCommaNumber(string text) => text.Contains(',') && text.All(static c => char.IsAsciiDigit(c) || c is ',' or '.' or '-');

    private static string Describe(char delimiter) => delimiter switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        ' ' => "spaces",
        _ => $"'{delimiter}'",
    };
}
