using Hillock.Kernels;

namespace Hillock.Data;

/// <summary>
/// Replaces every categorical column by one column of 0 and 1 for each category that occurs in the training part, named
/// <c>column=category</c>. A missing value, or a category not seen in training, becomes all zeros.
/// </summary>
public sealed class OneHotEncoding
{
    private readonly TabularColumn[] _inputs;
    private readonly TabularColumn[] _outputs;
    private readonly int[][] _slots; // for each input column and category: the output column, or -1 when not seen in training
    private readonly int[] _firstOutput;

    private OneHotEncoding(TabularColumn[] inputs, TabularColumn[] outputs, int[][] slots, int[] firstOutput)
    {
        _inputs = inputs;
        _outputs = outputs;
        _slots = slots;
        _firstOutput = firstOutput;
    }

    /// <summary>The columns after the encoding, all numeric.</summary>
    public IReadOnlyList<TabularColumn> Columns => _outputs;

    /// <summary>Takes the categories from the training part.</summary>
    /// <param name="training">The training part.</param>
    /// <returns>The transformation; it changes nothing when no column is categorical.</returns>
    /// <exception cref="ArgumentException">Every column is categorical and missing throughout, so that none would be left.</exception>
    public static OneHotEncoding Fit(TabularData training)
    {
        ArgumentNullException.ThrowIfNull(training);
        int[][] slots = new int[training.ColumnCount][];
        int[] first = new int[training.ColumnCount];
        List<TabularColumn> outputs = [];
        for (int column = 0; column < slots.Length; column++)
        {
            TabularColumn input = training.Columns[column];
            first[column] = outputs.Count;
            if (!input.IsCategorical)
            {
                slots[column] = [];
                outputs.Add(input);
                continue;
            }

            bool[] seen = new bool[input.Categories.Count];
            for (int i = column; i < training.Features.Length; i = Partition.End(i, training.ColumnCount, training.Features.Length))
            {
                if (!float.IsNaN(training.Features[i]))
                {
                    seen[(int)training.Features[i]] = true;
                }
            }

            slots[column] = new int[seen.Length];
            for (int category = 0; category < seen.Length; category++)
            {
                slots[column][category] = seen[category] ? outputs.Count : -1;
                if (seen[category])
                {
                    outputs.Add(TabularColumn.Numeric($"{input.Name}={input.Categories[category]}"));
                }
            }
        }

        if (outputs.Count == 0)
        {
            throw new ArgumentException("Every column is categorical and missing in all training rows; no feature is left.", nameof(training));
        }

        return new OneHotEncoding([.. training.Columns], [.. outputs], slots, first);
    }

    /// <summary>Transforms a table with the columns of the training part.</summary>
    /// <param name="data">The training part itself or a held-out part.</param>
    /// <returns>A new table with the same rows and targets; numeric columns keep their values.</returns>
    /// <exception cref="ArgumentException">Other columns than the training part's.</exception>
    public TabularData Apply(TabularData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ColumnCount != _inputs.Length)
        {
            throw new ArgumentException(
                $"The encoding was fitted on {_inputs.Length} columns but got {data.ColumnCount}; pass a part of the same table.", nameof(data));
        }

        float[] result = new float[checked(data.RowCount * _outputs.Length)];
        for (int row = 0; row < data.RowCount; row++)
        {
            ReadOnlySpan<float> source = data.Row(row);
            Span<float> target = result.AsSpan(row * _outputs.Length, _outputs.Length);
            for (int column = 0; column < _inputs.Length; column++)
            {
                float value = source[column];
                if (!_inputs[column].IsCategorical)
                {
                    target[_firstOutput[column]] = value;
                }
                else if (!float.IsNaN(value) && Slot(column, data.Columns[column], (int)value) is >= 0 and var slot)
                {
                    target[slot] = 1;
                }
            }
        }

        return data.WithFeatures(result, _outputs);
    }

    // A part of the same table has the same category list; another table's indices are matched by name.
    private int Slot(int column, TabularColumn actual, int category)
    {
        TabularColumn expected = _inputs[column];
        if (ReferenceEquals(expected, actual))
        {
            return _slots[column][category];
        }

        if (!actual.IsCategorical)
        {
            throw new ArgumentException($"Column \"{actual.Name}\" was categorical in training but is numeric here; pass a part of the same table.");
        }

        for (int i = 0; i < expected.Categories.Count; i++)
        {
            if (expected.Categories[i] == actual.Categories[category])
            {
                return _slots[column][i];
            }
        }

        return -1;
    }
}
