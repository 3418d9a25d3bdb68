namespace Hillock.Data;

/// <summary>
/// Puts categories with few rows in the training part together: a network learns nothing of a category that two rows have, and little of a new one. A
/// category that the training part does not have goes there too, where its column has such a group.
/// </summary>
/// <remarks>
/// As scikit-learn's <c>OneHotEncoder</c> with <c>min_frequency</c> and <c>handle_unknown="infrequent_if_exist"</c>: a category of fewer rows than the number
/// given, or than the share of the training rows, is rare, one alone too. Missing values are no category and stay missing.
/// </remarks>
public sealed class RareCategories
{
    private const string Other = "(other)";

    private readonly TabularColumn[] _inputs;
    private readonly TabularColumn[] _outputs;
    private readonly bool[][] _rare;
    private readonly bool[][] _seen;
    private readonly int[]?[] _places; // for each column and category its place among those of the output; null for a column that stays as it is
    private readonly CategoryMatch[] _matches;

    private RareCategories(TabularColumn[] inputs, bool[][] seen, bool[][] rare)
    {
        (_inputs, _seen, _rare) = (inputs, seen, rare);
        _outputs = [.. inputs];
        _places = new int[inputs.Length][];
        _matches = Array.ConvertAll(inputs, static column => new CategoryMatch(column));
        for (int column = 0; column < inputs.Length; column++)
        {
            if (!rare[column].Contains(true))
            {
                continue;
            }

            List<string> kept = [];
            int[] places = _places[column] = new int[rare[column].Length];
            for (int category = 0; category < places.Length; category++)
            {
                bool isKept = seen[column][category] && !rare[column][category];
                places[category] = isKept ? kept.Count : -1;
                if (isKept)
                {
                    kept.Add(inputs[column].Categories[category]);
                }
            }

            string other = Other;
            while (kept.Contains(other))
            {
                other = $"({other})";
            }

            _places[column] = Array.ConvertAll(places, place => place < 0 ? kept.Count : place);
            _outputs[column] = TabularColumn.Categorical(inputs[column].Name, [.. kept, other]);
        }
    }

    /// <summary>The columns afterwards: of a column with rare categories those that are not, and <c>(other)</c> behind them.</summary>
    public IReadOnlyList<TabularColumn> Columns => _outputs;

    /// <summary>Finds the rare categories of the training part.</summary>
    /// <param name="training">The training part.</param>
    /// <param name="fewestRows">Categories of fewer rows are rare; 0 for none.</param>
    /// <param name="leastShare">Categories of a smaller share of the rows are rare; 0 for none.</param>
    /// <returns>The transformation; it changes nothing where no category is rare.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of rows, or a share that is none.</exception>
    public static RareCategories Fit(TabularData training, int fewestRows, double leastShare = 0)
    {
        ArgumentNullException.ThrowIfNull(training);
        PreprocessingOptions options = new() { RareRows = fewestRows, RareShare = leastShare };
        return Fit(training, null, options);
    }

    /// <summary>Finds them in some rows; null for all.</summary>
    internal static RareCategories Fit(TabularData training, int[]? rows, PreprocessingOptions options)
    {
        int count = rows?.Length ?? training.RowCount;
        bool[][] seen = new bool[training.ColumnCount][], rare = new bool[seen.Length][];
        for (int column = 0; column < seen.Length; column++)
        {
            int[] counts = new int[training.Columns[column].Categories.Count];
            for (int i = 0; i < count && counts.Length > 0; i++)
            {
                double value = training.Value(rows?[i] ?? i, column);
                if (!double.IsNaN(value))
                {
                    counts[(int)value]++;
                }
            }

            seen[column] = Array.ConvertAll(counts, static rows => rows > 0);
            rare[column] = Array.ConvertAll(counts, rows => rows > 0 && (rows < options.RareRows || rows < options.RareShare * count));
        }

        return new RareCategories([.. training.Columns], seen, rare);
    }

    /// <summary>Makes one of what another was.</summary>
    /// <param name="inputs">The columns before it.</param>
    /// <param name="seen">For each column and category whether the training part has it.</param>
    /// <param name="rare">For each column and category whether it is rare.</param>
    internal static RareCategories Restore(TabularColumn[] inputs, bool[][] seen, bool[][] rare) => new(inputs, seen, rare);

    /// <summary>The rare categories of a column, which are one afterwards; none where it stays as it is.</summary>
    /// <param name="column">The column's name.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IReadOnlyList<string> Of(string column)
    {
        int index = Array.FindIndex(_inputs, input => input.Name == column);
        return index < 0 ? throw new ArgumentException(
            $"There is no column \"{column}\" but {string.Join(", ", _inputs.Take(20).Select(static input => input.Name))}; name one of them.", nameof(column))
            : [.. _inputs[index].Categories.Where((_, category) => _rare[index][category])];
    }

    /// <summary>Whether a column has rare categories.</summary>
    internal bool Groups(int column) => _places[column] is not null;

    /// <summary>Whether the training part has a category.</summary>
    internal bool Has(int column, int category) => _seen[column][category];

    /// <summary>Transforms a table with the columns of the training part.</summary>
    /// <param name="data">The training part itself or a held-out part.</param>
    /// <returns>A new table with the same rows and targets.</returns>
    /// <remarks>Columns are found by their names, in whatever order they are.</remarks>
    /// <exception cref="ArgumentException">Other columns than the training part's.</exception>
    public TabularData Apply(TabularData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data = data.Reordered(_inputs, "The grouping was fitted", nameof(data));
        return data.Changed(After(data.Columns), (_, source, target) =>
        {
            Apply(data.Columns, source);
            for (int column = 0; column < source.Length; column++)
            {
                target[column] = (float)source[column];
            }
        });
    }

    /// <summary>The columns of a table after the transformation.</summary>
    internal TabularColumn[] After(IReadOnlyList<TabularColumn> columns) => [.. columns.Select((column, i) => Groups(i) ? _outputs[i] : column)];

    /// <summary>Transforms one row in its place.</summary>
    /// <param name="columns">The columns of the table, in order.</param>
    /// <param name="row">The row's numbers and categories.</param>
    internal void Apply(IReadOnlyList<TabularColumn> columns, Span<double> row)
    {
        for (int column = 0; column < row.Length; column++)
        {
            row[column] = Apply(columns, column, row[column]);
        }
    }

    /// <summary>Transforms one feature.</summary>
    internal double Apply(IReadOnlyList<TabularColumn> columns, int column, double value)
    {
        if (_places[column] is not { } places || double.IsNaN(value))
        {
            return value;
        }

        int category = _matches[column].Find(columns[column], (int)value);
        return category < 0 ? _outputs[column].Categories.Count - 1 : places[category];
    }
}
