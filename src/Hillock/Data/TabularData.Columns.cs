using System.Globalization;

namespace Hillock.Data;

// Tables of columns in float64, groups and times of rows, and tables brought into the order of another one.
public sealed partial class TabularData
{
    /// <summary>
    /// The group of each row, a number from 0: rows of a patient, a machine, a speaker, which a cross-validation keeps together. Empty where there are none.
    /// </summary>
    public ReadOnlySpan<int> Groups => GroupRows;

    /// <summary>The time of each row, after which a cross-validation orders them; empty where there are none.</summary>
    public ReadOnlySpan<double> Times => TimeRows;

    private int[] GroupRows { get; init; } = [];

    private double[] TimeRows { get; init; } = [];

    private int[] SourceRows { get; init; } = [];

    /// <summary>Creates a table of columns in float64 whose target is a class. Everything is copied.</summary>
    /// <param name="values">The numbers of each column, finite or NaN where missing.</param>
    /// <param name="columns">The feature columns, at least one.</param>
    /// <param name="classes">The class index of each row.</param>
    /// <param name="classNames">The names of at least two classes.</param>
    /// <param name="targetName">The target's name.</param>
    /// <param name="provenance">Where the data comes from.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">As <see cref="Classification"/> throws it.</exception>
    public static TabularData ClassificationFromColumns(
        IReadOnlyList<double[]> values, IReadOnlyList<TabularColumn> columns, ReadOnlySpan<int> classes, IReadOnlyList<string> classNames,
        string targetName = "class", string provenance = "memory")
    {
        RequireClasses(classes, classNames);
        return Create(Copy(values, columns, classes.Length), columns, classes.ToArray(), [.. classNames], [], targetName, provenance);
    }

    /// <summary>Creates a table of columns in float64 whose target is a real number. Everything is copied.</summary>
    /// <param name="values">The numbers of each column, finite or NaN where missing.</param>
    /// <param name="columns">The feature columns, at least one.</param>
    /// <param name="targets">The target of each row, finite.</param>
    /// <param name="targetName">The target's name.</param>
    /// <param name="provenance">Where the data comes from.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">As <see cref="Regression"/> throws it.</exception>
    public static TabularData RegressionFromColumns(
        IReadOnlyList<double[]> values, IReadOnlyList<TabularColumn> columns, ReadOnlySpan<double> targets, string targetName = "target",
        string provenance = "memory")
    {
        RequireFinite(targets);
        return Create(Copy(values, columns, targets.Length), columns, [], [], targets.ToArray(), targetName, provenance);
    }

    /// <summary>Creates a table of columns in float64 without a target, for predictions. Everything is copied.</summary>
    /// <param name="values">The numbers of each column, finite or NaN where missing; all of one length.</param>
    /// <param name="columns">The feature columns, at least one.</param>
    /// <param name="provenance">Where the data comes from.</param>
    /// <returns>The table, whose <see cref="HasTarget"/> is false.</returns>
    /// <exception cref="ArgumentException">Lengths that do not fit, an infinite feature, or a category out of range.</exception>
    public static TabularData WithoutTarget(IReadOnlyList<double[]> values, IReadOnlyList<TabularColumn> columns, string provenance = "memory")
    {
        ArgumentNullException.ThrowIfNull(values);
        return Create(Copy(values, columns, values.Count == 0 ? 0 : values[0].Length), columns, [], [], [], "", provenance);
    }

    /// <summary>The same table with a group for each row.</summary>
    /// <param name="groups">The group of each row, at least 0.</param>
    /// <exception cref="ArgumentException">There are more or fewer than rows, or one is negative.</exception>
    public TabularData WithGroups(ReadOnlySpan<int> groups)
    {
        RequireRows(groups.Length, nameof(groups));
        foreach (int group in groups)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(group, nameof(groups));
        }

        return With(groups: groups.ToArray());
    }

    /// <summary>The same table with a time for each row.</summary>
    /// <param name="times">The time of each row, a number of whatever unit.</param>
    /// <exception cref="ArgumentException">There are more or fewer than rows, or one is NaN.</exception>
    public TabularData WithTimes(ReadOnlySpan<double> times)
    {
        RequireRows(times.Length, nameof(times));
        for (int row = 0; row < times.Length; row++)
        {
            if (double.IsNaN(times[row]))
            {
                throw new ArgumentException($"Row {row} has no time (NaN); leave the row out.", nameof(times));
            }
        }

        return With(times: times.ToArray());
    }

    /// <summary>
    /// The rows of this table as a part of another one: the columns in the other's order, found by their names, and the classes numbered as they are there.
    /// Two files number their classes and categories each by itself; this makes them comparable.
    /// </summary>
    /// <param name="other">The table to follow, usually the training part.</param>
    /// <returns>This table itself where nothing is to be changed.</returns>
    /// <exception cref="ArgumentException">A column or a class is not to be found in the other table.</exception>
    public TabularData AlignedTo(TabularData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        TabularData ordered = Reordered(other._columns, "this table was to follow", nameof(other));
        return TargetAlignment.Align(ordered, other._classNames, other.TargetName);
    }

    /// <summary>The rows of this table followed by those of another one, which is brought into its order (<see cref="AlignedTo"/>).</summary>
    /// <param name="other">The rows that follow; with a target if this table has one.</param>
    /// <returns>A new table, without groups and times.</returns>
    /// <exception cref="ArgumentException">A column or a class of the other table is not to be found here, or only one has a target.</exception>
    public TabularData Followed(TabularData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other = other.AlignedTo(this);
        if (HasTarget != other.HasTarget)
        {
            throw new ArgumentException($"One table has the target {TargetName}, the other has none; leave it out of both.", nameof(other));
        }

        double[][] values = new double[ColumnCount][];
        TabularColumn[] columns = new TabularColumn[ColumnCount];
        for (int column = 0; column < values.Length; column++)
        {
            double[] joined = values[column] = new double[RowCount + other.RowCount];
            (columns[column], int[]? places) = TabularColumn.Joined(_columns[column], other._columns[column]);
            for (int row = 0; row < joined.Length; row++)
            {
                double value = row < RowCount ? _features[row, column] : other._features[row - RowCount, column];
                joined[row] = row < RowCount || places is null || double.IsNaN(value) ? value : places[(int)value];
            }
        }

        return OfColumns(
            values, columns, RowCount + other.RowCount, [.. _classes, .. other._classes], _classNames, [.. _targets, .. other._targets], TargetName,
                Provenance);
    }

    /// <summary>The table with the columns in some order, found by their names.</summary>
    internal TabularData Reordered(TabularColumn[] expected, string what, string parameter)
    {
        int[]? places = ColumnAlignment.Find(expected, this, what, parameter);
        return places is null ? this : With(_features.Pick(places), [.. places.Select(place => _columns[place])]);
    }

    /// <summary>The same features with a target of another kind or other numbers.</summary>
    internal TabularData WithTarget(int[] classes, string[] classNames, double[] targets) =>
        With(classes: classes, classNames: classNames, targets: targets);

    /// <summary>The same table, whose reader left out rows: where each of them was.</summary>
    /// <param name="rows">The place of each row at the source, from 0.</param>
    /// <exception cref="ArgumentException">There are more or fewer than rows, or one is negative.</exception>
    public TabularData WithSourceRows(ReadOnlySpan<int> rows)
    {
        RequireRows(rows.Length, nameof(rows));
        foreach (int row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(rows));
        }

        return With(sourceRows: rows.ToArray());
    }

    /// <summary>
    /// Creates a table over arrays that it keeps, for readers of large files: nothing is copied, so the arrays are not to be changed afterwards.
    /// </summary>
    /// <param name="values">The numbers of each column, finite or NaN where missing; an array may be longer than there are rows.</param>
    /// <param name="columns">The feature columns, at least one.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The class index of each row; empty where the target is no class.</param>
    /// <param name="classNames">The names of the classes; empty where the target is no class.</param>
    /// <param name="targets">The target of each row, finite; empty where the target is no number.</param>
    /// <param name="targetName">The target's name; "" without a target.</param>
    /// <param name="provenance">Where the data comes from.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">Lengths that do not fit, an infinite feature, or a category or class out of range.</exception>
    public static TabularData OfColumns(
        double[][] values, TabularColumn[] columns, int rows, int[] classes, string[] classNames, double[] targets, string targetName, string provenance)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(targets);
        RequireColumns(columns.Length, nameof(columns));
        for (int i = 0; i < columns.Length; i++)
        {
            if (i >= values.Length || values[i].Length < rows)
            {
                throw new ArgumentException(
                    $"Column \"{columns[i].Name}\" has {(i < values.Length ? values[i].Length : 0)} numbers but there are {rows} rows.", nameof(values));
            }
        }

        if (classNames.Length > 0)
        {
            RequireClasses(classes, classNames);
        }

        if ((classes.Length > 0 && classes.Length != rows) || (targets.Length > 0 && targets.Length != rows))
        {
            throw new ArgumentException(
                $"A target has as many elements as there are rows, {rows}, but got {classes.Length} classes and {targets.Length} numbers.", nameof(targets));
        }

        RequireFinite(targets);
        return Create(new FeatureColumns(values, rows), columns, classes, classNames, targets, targetName, provenance);
    }

    private static FeatureColumns Copy(IReadOnlyList<double[]> values, IReadOnlyList<TabularColumn> columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(columns);
        RequireColumns(columns.Count, nameof(columns));
        if (values.Count != columns.Count)
        {
            throw new ArgumentException($"{columns.Count} columns need as many arrays but got {values.Count}.", nameof(values));
        }

        double[][] copies = new double[values.Count][];
        for (int i = 0; i < copies.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(values[i], nameof(values));
            copies[i] = values[i].Length == rows
                ? [.. values[i]]
                : throw new ArgumentException($"Column \"{columns[i].Name}\" has {values[i].Length} numbers but there are {rows} rows.", nameof(values));
        }

        return new FeatureColumns(copies, rows);
    }

    private static void RequireClasses(ReadOnlySpan<int> classes, IReadOnlyList<string> classNames)
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
    }

    private static void RequireFinite(ReadOnlySpan<double> targets)
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
    }

    private void RequireRows(int count, string parameter)
    {
        if (count != RowCount)
        {
            throw new ArgumentException($"The table has {RowCount} rows but got {count} {parameter}; give one for each row.", parameter);
        }
    }

    /// <summary>What is made of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="source">Its numbers and categories, which may be changed.</param>
    /// <param name="target">Room for its new features.</param>
    internal delegate void RowChange(int row, Span<double> source, Span<float> target);

    /// <summary>A table with the same rows and targets, and other features.</summary>
    /// <param name="outputs">The new columns.</param>
    /// <param name="change">Makes a row's new features of its features.</param>
    internal TabularData Changed(TabularColumn[] outputs, RowChange change)
    {
        float[] result = new float[checked(RowCount * outputs.Length)];
        double[] source = new double[ColumnCount];
        for (int row = 0; row < RowCount; row++)
        {
            CopyRow(row, source);
            change(row, source, result.AsSpan(row * outputs.Length, outputs.Length));
        }

        return WithFeatures(result, outputs);
    }
}
