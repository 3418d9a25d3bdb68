using Hillock.Data;
using Hillock.Kernels;

namespace Hillock.Csv;

/// <summary>Checks the columns of a table and makes features and target of them.</summary>
internal sealed class CsvTabularBuilder
{
    private const int MaximumIntegerClasses = 20;

    private readonly CsvTable _table;
    private readonly CsvColumn[] _columns;
    private readonly CsvTabularOptions _options;
    private readonly CsvColumnFinder _find;
    private readonly CsvColumnPlan _plan;
    private readonly CsvColumnCheck _check;
    private readonly int _target;
    private int[]? _rows; // those with a target; null for all

    public CsvTabularBuilder(CsvTable table, CsvTabularOptions options, CsvColumnPlan plan)
    {
        _table = table;
        _columns = plan.Columns;
        _options = options;
        _find = new CsvColumnFinder(table, _columns);
        _plan = plan;
        _check = new CsvColumnCheck(table, _columns, options, _plan, _find);
        _target = _plan.Target;
    }

    public TabularData Build()
    {
        int[] features = [.. Enumerable.Range(0, _columns.Length).Where(i => _plan.Uses[i].Role == CsvColumnRole.Feature)];
        if (features.Length == 0)
        {
            throw _find.Fault(
                null, $"no feature column is left beside the target \"{CsvColumnFinder.Short(_columns[_target].Name)}\"",
                "the table needs at least two columns" + (_table.IsText ? $"; it was split at {CsvSample.Describe(_table.Delimiter)}" : ""));
        }

        if (_table.RowCount < 2)
        {
            throw _find.Fault(null, "there is only one row", "name a file with at least two rows");
        }

        _check.RequirePlausible(_target);
        RequireTargets();
        foreach (int column in features)
        {
            _check.RequirePlausible(column);
        }

        if (!_options.AllowMissing)
        {
            _check.RequireComplete(features);
        }

        List<TabularColumn> columns = [];
        List<double[]> values = [];
        List<(TabularColumn Column, double[] Values)>[] made = new List<(TabularColumn Column, double[] Values)>[features.Length];
        Parallelism.For(features.Length, i => made[i] = Make(features[i]));
        for (int i = 0; i < features.Length; i++)
        {
            foreach ((TabularColumn column, double[] numbers) in made[i])
            {
                columns.Add(column);
                values.Add(numbers);
                RememberedFormats.Remember(column, _columns[features[i]], _columns[_target]);
            }
        }

        TabularData data = WithFolds(IsClassTarget() ? BuildClasses(columns, values) : BuildReal(columns, values));
        return _rows is null ? data : data.WithSourceRows(_rows);
    }

    private int RowCount => _rows?.Length ?? _table.RowCount;

    private void RequireTargets()
    {
        CsvColumn target = _columns[_target];
        if (target.FirstMissingRow() is not (>= 0 and var missing))
        {
            return;
        }

        if (!_options.AllowMissing)
        {
            throw _find.Fault(
                _find.Place(_target, missing), "the target is missing",
                "remove the row, choose another target column, or allow missing values, which leaves such rows out");
        }

        _rows = [.. Enumerable.Range(0, _table.RowCount).Where(row => !target.IsMissing(row))];
        if (_rows.Length < 2)
        {
            throw _find.Fault(_find.Name(_target), $"the target is missing in all but {_rows.Length} rows", "choose another target column");
        }
    }

    private TabularData BuildClasses(List<TabularColumn> columns, List<double[]> values)
    {
        CsvColumn target = _columns[_target];
        (string[]? names, int[]? classes) = HasDeclaredClasses ? ReadDeclaredClasses() : target.ToCategories();
        if (names.Length > CsvTabularOptions.UsualMaximumCategories)
        {
            throw _find.Fault(
                _find.Name(_target), $"the target has {names.Length} different values, more than {CsvTabularOptions.UsualMaximumCategories} classes",
                "choose another target column, or take it as a real number");
        }

        RequireTwoValues();
        return TabularData.OfColumns([.. values], [.. columns], RowCount, Take(classes), names, [], target.Name, _table.Source);
    }

    private TabularData BuildReal(List<TabularColumn> columns, List<double[]> values)
    {
        CsvColumn target = _columns[_target];
        if (target.FirstTextRow() is >= 0 and var text)
        {
            throw _find.Fault(
                _find.Place(_target, text), $"\"{_find.Text(_target, text)}\" is not a number", "correct the cell, or take the target as a class");
        }

        RequireTwoValues();
        for (int row = 0; row < _table.RowCount; row++)
        {
            if (double.IsInfinity(target.Values[row]))
            {
                throw _find.Fault(_find.Place(_target, row), "the target is infinite", "remove the row, or choose another target column");
            }
        }

        return TabularData.OfColumns(
            [.. values], [.. columns], RowCount, [], [], Take(target.Values[.._table.RowCount].ToArray()), target.Name, _table.Source);
    }

    private TabularData WithFolds(TabularData data)
    {
        int group = Index(CsvColumnRole.Group), time = Index(CsvColumnRole.Time);
        if (group >= 0)
        {
            _check.RequireComplete([group], foldsNeedIt: true);
            data = data.WithGroups(Take(_columns[group].HasMoreTexts ? _columns[group].GroupIndices() : _columns[group].ToCategories().Indices));
        }

        if (time >= 0)
        {
            _check.RequireComplete([time], foldsNeedIt: true);
            if (_columns[time].FirstTextRow() is >= 0 and var text)
            {
                throw _find.Fault(_find.Place(time, text), $"\"{_find.Text(time, text)}\" is neither a number nor a date",
                    "choose another column for the time");
            }

            data = data.WithTimes(Take(_columns[time].Values[.._table.RowCount].ToArray()));
        }

        return data;
    }

    private int Index(CsvColumnRole role)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_plan.Uses[i].Role == role)
            {
                return i;
            }
        }

        return -1;
    }

    private void RequireTwoValues()
    {
        CsvColumn target = _columns[_target];
        if (target.CountDistinct(2) < 2)
        {
            throw _find.Fault(
                _find.Name(_target), $"the target is \"{CsvColumnFinder.Short(target.Show(_rows?[0] ?? 0))}\" in every row",
                "choose a target column with at least two values");
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
        if (target.Kind == CsvColumnKind.Categorical || HasDeclaredClasses || _plan.IsDeclaredCategorical(_target))
        {
            return true;
        }

        if (target.Kind == CsvColumnKind.Date || _plan.IsDeclaredNumeric(_target))
        {
            return false;
        }

        foreach (double value in target.Values)
        {
            if (!double.IsNaN(value) && (value != Math.Floor(value) || double.IsInfinity(value)))
            {
                return false;
            }
        }

        int distinct = target.CountDistinct(MaximumIntegerClasses + 1);
        return distinct <= MaximumIntegerClasses && 2 * distinct <= RowCount;
    }

    private (string[] Names, int[] Classes) ReadDeclaredClasses()
    {
        ReadOnlySpan<double> values = _columns[_target].Values;
        int[] classes = new int[values.Length];
        for (int row = 0; row < classes.Length; row++)
        {
            if (_columns[_target].IsMissing(row))
            {
                classes[row] = -1;
                continue;
            }

            if (!(values[row] >= 0 && values[row] < _table.ClassNames.Count && values[row] == Math.Floor(values[row])))
            {
                throw _find.Fault(
                    _find.Place(_target, row),
                    $"the first line names {_table.ClassNames.Count} classes, 0 to {_table.ClassNames.Count - 1}, but this is {_find.Show(_target, row)}",
                    "correct the cell or the first line");
            }

            classes[row] = (int)values[row];
        }

        return ([.. _table.ClassNames], classes);
    }

    private List<(TabularColumn Column, double[] Values)> Make(int index)
    {
        CsvColumn column = _columns[index];
        CsvColumnUse use = _plan.Uses[index];
        if (use.Kind == CsvColumnKind.Numeric)
        {
            _check.RequireFinite(index);
            return [(TabularColumn.Numeric(column.Name), _rows is null ? column.Numbers : Take(column.Numbers))];
        }

        if (use.IsDivided)
        {
            return [.. DateParts.Of(column, _table.RowCount).Select(part => (TabularColumn.Numeric(part.Name), Take(part.Values)))];
        }

        bool words = !_plan.IsDeclaredCategorical(index) && column.HasWordsForMissing;
        (string[]? names, int[]? indices) = column.ToCategories(words ? column.IsWordForMissing : null);
        if (names.Length > _options.MaximumCategories)
        {
            throw _find.Fault(
                _find.Name(index), $"it has {names.Length} different values, more than {_options.MaximumCategories} categories",
                "ignore the column, or group its values");
        }

        return
        [
            (names.Length > 0 ? TabularColumn.Categorical(column.Name, names) : TabularColumn.Numeric(column.Name),
                Take(Array.ConvertAll(indices, static i => i < 0 ? double.NaN : i))),
        ];
    }

    private T[] Take<T>(T[] values) => _rows is null ? values : Array.ConvertAll(_rows, row => values[row]);
}
