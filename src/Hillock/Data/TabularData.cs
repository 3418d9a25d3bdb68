using System.Globalization;
using Hillock.Kernels;

namespace Hillock.Data;

/// <summary>
/// A table ready for learning: features with named columns, and one target a row, either a class or a real number; or none, where a target is to be
/// predicted. Immutable.
/// </summary>
/// <remarks>
/// <para>
/// Features are finite, or NaN where a value is missing. A categorical column (<see cref="TabularColumn.IsCategorical"/>)
/// holds category indices; <see cref="OneHotEncoding"/> turns it into columns of 0 and 1.
/// </para>
/// <para>
/// Files give features in float64 (<see cref="Value"/>), which <see cref="Standardization"/> takes as they are; <see cref="Features"/> rounds them to float32.
/// </para>
/// </remarks>
public sealed partial class TabularData
{
    private readonly FeatureTable _features;
    private readonly TabularColumn[] _columns;
    private readonly int[] _classes;
    private readonly string[] _classNames;
    private readonly double[] _targets;

    private TabularData(
        FeatureTable features, TabularColumn[] columns, int[] classes, string[] classNames, double[] targets, string targetName, string provenance)
    {
        _features = features;
        _columns = columns;
        _classes = classes;
        _classNames = classNames;
        _targets = targets;
        TargetName = targetName;
        Provenance = provenance;
    }

    /// <summary>The number of rows (samples).</summary>
    public int RowCount => _features.RowCount;

    /// <summary>The number of feature columns.</summary>
    public int ColumnCount => _columns.Length;

    /// <summary>The feature columns.</summary>
    public IReadOnlyList<TabularColumn> Columns => _columns;

    /// <summary>All features as float32, row after row: <c>RowCount × ColumnCount</c> numbers.</summary>
    public ReadOnlySpan<float> Features => _features.Rows;

    /// <summary>Whether there is a target; without one, the table is there for predictions.</summary>
    public bool HasTarget => RowCount == 0 || _classes.Length + _targets.Length > 0;

    /// <summary>Whether the target is a class (<see cref="Classes"/>) or else a real number (<see cref="Targets"/>).</summary>
    public bool IsClassification => _classNames.Length > 0;

    /// <summary>The class of each row, an index into <see cref="ClassNames"/>; empty for a real target.</summary>
    public ReadOnlySpan<int> Classes => _classes;

    /// <summary>The classes' names; empty for a real target.</summary>
    public IReadOnlyList<string> ClassNames => _classNames;

    /// <summary>The real target of each row; empty for a classification.</summary>
    public ReadOnlySpan<double> Targets => _targets;

    /// <summary>
    /// The place that a row had in what was read, from 0, however many rows before it were left out (<see cref="Select"/>, rows without a target): what a
    /// message about a row is to name.
    /// </summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>Its place at the source; the row itself where none was left out.</returns>
    public int SourceRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return SourceRows is [] ? row : SourceRows[row];
    }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <summary>Where the data comes from: a path, or a generator with its arguments.</summary>
    public string Provenance { get; }

    /// <summary>Creates a table whose target is a class. The spans are copied.</summary>
    /// <param name="features">The features, row after row.</param>
    /// <param name="columns">The feature columns, at least one.</param>
    /// <param name="classes">The class index of each row.</param>
    /// <param name="classNames">The names of at least two classes.</param>
    /// <param name="targetName">The target's name.</param>
    /// <param name="provenance">Where the data comes from.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths that do not fit, an infinite feature, a category or class out of range, or fewer than two classes.
    /// </exception>
    public static TabularData Classification(
        ReadOnlySpan<float> features, IReadOnlyList<TabularColumn> columns, ReadOnlySpan<int> classes,
        IReadOnlyList<string> classNames, string targetName = "class", string provenance = "memory")
    {
        RequireClasses(classes, classNames);
        return Create(Rows(features, columns, classes.Length), columns, classes.ToArray(), [.. classNames], [], targetName, provenance);
    }

    /// <summary>Creates a table whose target is a real number. The spans are copied.</summary>
    /// <param name="features">The features, row after row.</param>
    /// <param name="columns">The feature columns, at least one.</param>
    /// <param name="targets">The target of each row, finite.</param>
    /// <param name="targetName">The target's name.</param>
    /// <param name="provenance">Where the data comes from.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">Lengths that do not fit, an infinite feature, a category out of range, or a target that is not finite.</exception>
    public static TabularData Regression(
        ReadOnlySpan<float> features, IReadOnlyList<TabularColumn> columns, ReadOnlySpan<double> targets,
        string targetName = "target", string provenance = "memory")
    {
        RequireFinite(targets);
        return Create(Rows(features, columns, targets.Length), columns, [], [], targets.ToArray(), targetName, provenance);
    }

    /// <summary>One feature as it was given, in float64 where it comes from a file.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    /// <returns>The number, or the index of the category; NaN where it is missing.</returns>
    public double Value(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, ColumnCount);
        return _features[row, column];
    }

    /// <summary>The features of one row as float32.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns><see cref="ColumnCount"/> numbers.</returns>
    public ReadOnlySpan<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _features.Rows.AsSpan(row * ColumnCount, ColumnCount);
    }

    /// <summary>Copies the features of the given rows one after the other, as a minibatch needs them.</summary>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="destination">Room for exactly <c>rows.Length × ColumnCount</c> numbers.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void CopyFeatures(ReadOnlySpan<int> rows, Span<float> destination)
    {
        if (destination.Length != (long)rows.Length * ColumnCount)
        {
            throw new ArgumentException(
                $"{rows.Length} rows of {ColumnCount} features need {(long)rows.Length * ColumnCount} elements but the destination has {destination.Length}.",
                nameof(destination));
        }

        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(destination[(i * ColumnCount)..]);
        }
    }

    /// <summary>The table of the given rows; all columns and classes are kept, even those that no longer occur.</summary>
    /// <param name="rows">The rows, in any order.</param>
    /// <returns>A new table.</returns>
    public TabularData Select(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(rows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount, nameof(rows));
        }

        return With(
            _features.Select(rows), classes: Pick(_classes, rows), targets: Pick(_targets, rows), groups: Pick(GroupRows, rows), times: Pick(TimeRows, rows),
            sourceRows: SourceRows is [] ? rows.ToArray() : Pick(SourceRows, rows));
    }

    /// <summary>Copies the features of one row without rounding.</summary>
    internal void CopyRow(int row, Span<double> destination) => _features.CopyRow(row, destination);

    /// <summary>The same rows and targets with other features.</summary>
    internal TabularData WithFeatures(float[] features, TabularColumn[] columns) => With(new FeatureRows(features, RowCount, columns.Length), columns);

    /// <summary>The same table but for what is given.</summary>
    private TabularData With(
        FeatureTable? features = null, TabularColumn[]? columns = null, int[]? classes = null, string[]? classNames = null, double[]? targets = null,
        int[]? groups = null, double[]? times = null, int[]? sourceRows = null) =>
        new(
            features ?? _features, columns ?? _columns, classes ?? _classes, classNames ?? _classNames, targets ?? _targets, TargetName, Provenance)
        {
            GroupRows = groups ?? GroupRows,
            TimeRows = times ?? TimeRows,
            SourceRows = sourceRows ?? SourceRows,
        };

    private static T[] Pick<T>(T[] values, ReadOnlySpan<int> rows)
    {
        if (values.Length == 0)
        {
            return [];
        }

        T[] picked = new T[rows.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = values[rows[i]];
        }

        return picked;
    }

    private static FeatureRows Rows(ReadOnlySpan<float> features, IReadOnlyList<TabularColumn> columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        RequireColumns(columns.Count, nameof(columns));
        if (features.Length != (long)rows * columns.Count)
        {
            throw new ArgumentException(
                $"{rows} targets and {columns.Count} columns need {(long)rows * columns.Count} features but got {features.Length}.", nameof(features));
        }

        return new FeatureRows(features.ToArray(), rows, columns.Count);
    }

    private static void RequireColumns(int count, string name)
    {
        if (count == 0)
        {
            throw new ArgumentException("A table needs at least one feature column but got none.", name);
        }
    }

    private static TabularData Create(
        FeatureTable features, IReadOnlyList<TabularColumn> columns, int[] classes, string[] classNames, double[] targets,
        string targetName, string provenance)
    {
        ArgumentNullException.ThrowIfNull(targetName);
        ArgumentNullException.ThrowIfNull(provenance);
        TabularColumn[] ownColumns = [.. columns];
        bool[] isSound = new bool[ownColumns.Length];
        Parallelism.For(isSound.Length, column => isSound[column] = features.IsSound(column, ownColumns[column].Categories.Count));
        for (int row = 0; row < features.RowCount && isSound.Contains(false); row++)
        {
            for (int column = 0; column < ownColumns.Length; column++)
            {
                if (Fault(features[row, column], ownColumns[column]) is { } fault)
                {
                    throw new ArgumentException($"Row {row} of column \"{ownColumns[column].Name}\" {fault}.", nameof(features));
                }
            }
        }

        return new TabularData(features, ownColumns, classes, classNames, targets, targetName, provenance);
    }

    private static string? Fault(double value, TabularColumn column)
    {
        if (double.IsInfinity(value))
        {
            return "is infinite; replace it by a finite number, or by NaN if it is missing";
        }

        if (!column.IsCategorical || double.IsNaN(value) || (value >= 0 && value < column.Categories.Count && value == Math.Floor(value)))
        {
            return null;
        }

        return $"has the category index {value.ToString(CultureInfo.InvariantCulture)}, but there are {column.Categories.Count} categories; number them from 0";
    }
}
