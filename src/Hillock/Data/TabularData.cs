using System.Globalization;

namespace Hillock.Data;

/// <summary>
/// A table ready for learning: a row-major matrix of float features with named columns, and one target a row, either a
/// class or a real number. Immutable.
/// </summary>
/// <remarks>
/// Features are finite, or NaN where a value is missing. A categorical column (<see cref="TabularColumn.IsCategorical"/>)
/// holds category indices; <see cref="OneHotEncoding"/> turns it into columns of 0 and 1.
/// </remarks>
public sealed class TabularData
{
    private readonly float[] _features;
    private readonly TabularColumn[] _columns;
    private readonly int[] _classes;
    private readonly string[] _classNames;
    private readonly double[] _targets;

    private TabularData(
        float[] features, TabularColumn[] columns, int[] classes, string[] classNames, double[] targets, string targetName, string provenance)
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
    public int RowCount => Math.Max(_classes.Length, _targets.Length);

    /// <summary>The number of feature columns.</summary>
    public int ColumnCount => _columns.Length;

    /// <summary>The feature columns.</summary>
    public IReadOnlyList<TabularColumn> Columns => _columns;

    /// <summary>All features, row after row: <c>RowCount × ColumnCount</c> numbers.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>Whether the target is a class (<see cref="Classes"/>) or else a real number (<see cref="Targets"/>).</summary>
    public bool IsClassification => _classNames.Length > 0;

    /// <summary>The class of each row, an index into <see cref="ClassNames"/>; empty for a real target.</summary>
    public ReadOnlySpan<int> Classes => _classes;

    /// <summary>The classes' names; empty for a real target.</summary>
    public IReadOnlyList<string> ClassNames => _classNames;

    /// <summary>The real target of each row; empty for a classification.</summary>
    public ReadOnlySpan<double> Targets => _targets;

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
        ArgumentNullException.ThrowIfNull(classNames);
        if (classNames.Count < 2)
        {
            throw new ArgumentException($"A classification needs at least 2 classes but got {classNames.Count}; check the target.", nameof(classNames));
        }

        for (int row = 0; row < classes.Length; row++)
        {
            if ((uint)classes[row] >= (uint)classNames.Count)
            {
                throw new ArgumentException(
                    $"Row {row} has class {classes[row]}, but there are {classNames.Count} classes, 0 to {classNames.Count - 1}; number them from 0.",
                    nameof(classes));
            }
        }

        return Create(features, columns, classes.ToArray(), [.. classNames], [], targetName, provenance);
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
        for (int row = 0; row < targets.Length; row++)
        {
            if (!double.IsFinite(targets[row]))
            {
                throw new ArgumentException(
                    $"Row {row} has the target {targets[row].ToString(CultureInfo.InvariantCulture)}; leave out the rows without a finite target.",
                    nameof(targets));
            }
        }

        return Create(features, columns, [], [], targets.ToArray(), targetName, provenance);
    }

    /// <summary>The features of one row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns><see cref="ColumnCount"/> numbers.</returns>
    public ReadOnlySpan<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _features.AsSpan(row * ColumnCount, ColumnCount);
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
        float[] features = new float[checked(rows.Length * ColumnCount)];
        CopyFeatures(rows, features);
        return new TabularData(
            features, _columns, Pick(_classes, rows, IsClassification), _classNames, Pick(_targets, rows, !IsClassification), TargetName, Provenance);
    }

    /// <summary>The same rows and targets with other features.</summary>
    internal TabularData WithFeatures(ReadOnlySpan<float> features, IReadOnlyList<TabularColumn> columns) =>
        Create(features, columns, _classes, _classNames, _targets, TargetName, Provenance);

    private static T[] Pick<T>(T[] values, ReadOnlySpan<int> rows, bool present)
    {
        if (!present)
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

    private static TabularData Create(
        ReadOnlySpan<float> features, IReadOnlyList<TabularColumn> columns, int[] classes, string[] classNames, double[] targets,
        string targetName, string provenance)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(targetName);
        ArgumentNullException.ThrowIfNull(provenance);
        int rows = Math.Max(classes.Length, targets.Length);
        if (columns.Count == 0)
        {
            throw new ArgumentException("A table needs at least one feature column but got none.", nameof(columns));
        }

        if (features.Length != (long)rows * columns.Count)
        {
            throw new ArgumentException(
                $"{rows} targets and {columns.Count} columns need {(long)rows * columns.Count} features but got {features.Length}.", nameof(features));
        }

        TabularColumn[] ownColumns = [.. columns];
        for (int i = 0, column = 0; i < features.Length; i++, column = column + 1 == ownColumns.Length ? 0 : column + 1)
        {
            if (Fault(features[i], ownColumns[column]) is { } fault)
            {
                throw new ArgumentException($"Row {i / ownColumns.Length} of column \"{ownColumns[column].Name}\" {fault}.", nameof(features));
            }
        }

        return new TabularData(features.ToArray(), ownColumns, classes, classNames, targets, targetName, provenance);
    }

    private static string? Fault(float value, TabularColumn column)
    {
        if (float.IsInfinity(value))
        {
            return "is infinite; replace it by a finite number, or by NaN if it is missing";
        }

        if (!column.IsCategorical || float.IsNaN(value) || (value >= 0 && value < column.Categories.Count && value == MathF.Floor(value)))
        {
            return null;
        }

        return $"has the category index {value.ToString(CultureInfo.InvariantCulture)}, but there are {column.Categories.Count} categories; number them from 0";
    }
}
