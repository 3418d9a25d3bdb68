using Hillock.Kernels;

namespace Hillock.Data;

/// <summary>
/// Replaces every categorical column by one column of 0 and 1 for each category that occurs in the training part, named
/// <c>column=category</c>. A category not seen in training becomes all zeros, and so does a missing value, unless missing is a value of its own.
/// </summary>
public sealed class OneHotEncoding
{
    private readonly TabularColumn[] _inputs;
    private readonly TabularColumn[] _outputs;
    private readonly int[][] _slots; // for each input column and category: the output column, or -1 when not seen in training
    private readonly int[] _firstOutput;
    private readonly CategoryMatch[] _matches; // a part of the same table numbers categories alike; another table's are found by name
    private readonly int[] _missing; // for each input column the output column of a missing category, or -1

    private OneHotEncoding(TabularColumn[] inputs, TabularColumn[] outputs, int[][] slots, int[] firstOutput, int[] missing)
    {
        _missing = missing;
        _matches = Array.ConvertAll(inputs, static input => new CategoryMatch(input));
        _inputs = inputs;
        _outputs = outputs;
        _slots = slots;
        _firstOutput = firstOutput;
    }

    /// <summary>The columns after the encoding, all numeric.</summary>
    public IReadOnlyList<TabularColumn> Columns => _outputs;

    /// <summary>Takes the categories from the training part.</summary>
    /// <param name="training">The training part.</param>
    /// <param name="missingIsValue">
    /// Whether a missing category is a value of its own, <c>column=(missing)</c>, where the training part has one; otherwise it becomes all zeros.
    /// </param>
    /// <returns>The transformation; it changes nothing when no column is categorical.</returns>
    /// <exception cref="ArgumentException">Every column is categorical and missing throughout, so that none would be left.</exception>
    public static OneHotEncoding Fit(TabularData training, bool missingIsValue = false)
    {
        ArgumentNullException.ThrowIfNull(training);
        return Fit(training, null, missingIsValue);
    }

    /// <summary>Takes the categories from some rows; null for all.</summary>
    internal static OneHotEncoding Fit(TabularData training, int[]? rows, bool missingIsValue) =>
        Fit([.. training.Columns], rows?.Length ?? training.RowCount, (i, column) => training.Value(rows?[i] ?? i, column), missingIsValue);

    /// <summary>Takes the categories from rows of which the features are asked for.</summary>
    /// <param name="training">The columns of the training part.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="valueOf">The feature of a row and a column of categories.</param>
    /// <param name="missingIsValue">Whether a missing category is a value of its own.</param>
    internal static OneHotEncoding Fit(TabularColumn[] training, int count, Func<int, int, double> valueOf, bool missingIsValue)
    {
        bool[][] seen = new bool[training.Length][];
        bool[] missing = new bool[training.Length];
        for (int column = 0; column < seen.Length; column++)
        {
            TabularColumn input = training[column];
            seen[column] = new bool[input.Categories.Count];
            for (int i = 0; i < count && input.IsCategorical; i++)
            {
                double value = valueOf(i, column);
                if (double.IsNaN(value))
                {
                    missing[column] = missingIsValue;
                }
                else
                {
                    seen[column][(int)value] = true;
                }
            }
        }

        if (training.All(static column => column.IsCategorical) && !missing.Contains(true) && !seen.Any(static column => column.Contains(true)))
        {
            throw new ArgumentException("Every column is categorical and missing in all training rows; no feature is left.", nameof(training));
        }

        return Restore(training, seen, missing);
    }

    /// <summary>Makes one of what another was.</summary>
    /// <param name="inputs">The columns before the encoding.</param>
    /// <param name="seen">For each column and category whether it has an output column.</param>
    /// <param name="missing">For each column whether a missing category has one.</param>
    internal static OneHotEncoding Restore(TabularColumn[] inputs, bool[][] seen, bool[] missing)
    {
        int[][] slots = new int[inputs.Length][];
        int[] first = new int[inputs.Length], missingOutputs = new int[inputs.Length];
        Array.Fill(missingOutputs, -1);
        List<TabularColumn> outputs = [];
        for (int column = 0; column < inputs.Length; column++)
        {
            TabularColumn input = inputs[column];
            first[column] = outputs.Count;
            slots[column] = new int[input.Categories.Count];
            if (!input.IsCategorical)
            {
                outputs.Add(input);
            }

            for (int category = 0; category < slots[column].Length; category++)
            {
                slots[column][category] = seen[column][category] ? outputs.Count : -1;
                if (seen[column][category])
                {
                    outputs.Add(TabularColumn.Numeric($"{input.Name}={input.Categories[category]}"));
                }
            }

            if (missing[column])
            {
                missingOutputs[column] = outputs.Count;
                outputs.Add(TabularColumn.Numeric($"{input.Name}=(missing)"));
            }
        }

        return new OneHotEncoding(inputs, [.. outputs], slots, first, missingOutputs);
    }

    /// <summary>Whether a category has an output column.</summary>
    internal bool Has(int column, int category) => _slots[column][category] >= 0;

    /// <summary>Whether a missing category has an output column.</summary>
    internal bool HasMissing(int column) => _missing[column] >= 0;

    /// <summary>Transforms a table with the columns of the training part.</summary>
    /// <param name="data">The training part itself or a held-out part.</param>
    /// <returns>A new table with the same rows and targets; numeric columns keep their values.</returns>
    /// <remarks>Columns are found by their names, in whatever order they are.</remarks>
    /// <exception cref="ArgumentException">Other columns than the training part's.</exception>
    public TabularData Apply(TabularData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data = data.Reordered(_inputs, "The encoding was fitted", nameof(data));
        return data.Changed(_outputs, (_, source, target) => Apply(data.Columns, source, target));
    }

    /// <summary>Transforms one row.</summary>
    /// <param name="columns">The columns of <paramref name="source"/>, in order.</param>
    /// <param name="source">The row's numbers and categories.</param>
    /// <param name="target">Room for the row of <see cref="Columns"/>.</param>
    internal void Apply(IReadOnlyList<TabularColumn> columns, ReadOnlySpan<double> source, Span<float> target)
    {
        target.Clear();
        for (int column = 0; column < _inputs.Length; column++)
        {
            double value = source[column];
            if (!_inputs[column].IsCategorical)
            {
                target[_firstOutput[column]] = (float)value;
            }
            else if (Slot(column, columns[column], value) is >= 0 and var slot)
            {
                target[slot] = 1;
            }
        }
    }

    private int Slot(int column, TabularColumn actual, double category) => double.IsNaN(category) ? _missing[column]
        : _matches[column].Find(actual, (int)category) is >= 0 and var known ? _slots[column][known] : -1;
}
