namespace Hillock.Data;

/// <summary>
/// Replaces columns of many categories by what the target does in the rows of each: how far its mean lies from the mean of all rows, in standard deviations,
/// and nearer to 0 the fewer rows there are. Of classes, it is the share of each class; of two, that of the second.
/// </summary>
/// <remarks>
/// <para>
/// As scikit-learn's <c>TargetEncoder</c>, with the mean of all rows at 0 and the target's standard deviation at 1. A category that the training part does
/// not have is 0, the mean of all; so is a missing value, unless the training part has missing values too, whose rows then have a mean of their own.
/// </para>
/// <para>
/// A row of the training part must not see its own target: <see cref="ApplyToTraining"/> divides the rows into folds, at random by the seed, and encodes
/// each by the others, whose mean is at 0. A column that is different in every row so becomes 0 everywhere.
/// </para>
/// </remarks>
public sealed class TargetEncoding
{
    private readonly TabularColumn[] _inputs;
    private readonly TabularColumn[] _outputs;
    private readonly int[] _first; // for each input column its first output column
    private readonly int _width; // output columns of an encoded column
    private readonly double[]?[] _means; // for each encoded column its categories' numbers, those of a missing value at the end
    private readonly double[][]?[] _foldMeans; // the same for each fold
    private readonly int[] _foldOfRow; // of the training part; empty where it is not known
    private readonly CategoryMatch[] _matches;

    private TargetEncoding(
        TabularColumn[] inputs, double[]?[] means, double[][]?[] foldMeans, int[] foldOfRow, IReadOnlyList<string> classNames, string targetName)
    {
        (_inputs, _means, _foldMeans, _foldOfRow) = (inputs, means, foldMeans, foldOfRow);
        _width = Width(classNames.Count);
        _first = new int[inputs.Length];
        _matches = Array.ConvertAll(inputs, static column => new CategoryMatch(column));
        List<TabularColumn> outputs = [];
        for (int column = 0; column < inputs.Length; column++)
        {
            _first[column] = outputs.Count;
            if (means[column] is null)
            {
                outputs.Add(inputs[column]);
                continue;
            }

            for (int output = 0; output < _width; output++)
            {
                string of = classNames.Count == 0 ? targetName : $"{targetName}={classNames[_width == 1 ? 1 : output]}";
                outputs.Add(TabularColumn.Numeric($"{inputs[column].Name}~{of}"));
            }
        }

        _outputs = [.. outputs];
    }

    /// <summary>The columns after the encoding: <c>column~target</c> for a column of many categories, <c>column~target=class</c> for classes.</summary>
    public IReadOnlyList<TabularColumn> Columns => _outputs;

    /// <summary>Takes the means from the training part.</summary>
    /// <param name="training">The training part, with a target.</param>
    /// <param name="options">Which columns, and how; the encoding is taken to be <see cref="CategoryEncoding.Target"/>.</param>
    /// <returns>The transformation; it changes nothing where no column has as many categories.</returns>
    /// <exception cref="ArgumentException">No rows, or no target.</exception>
    public static TargetEncoding Fit(TabularData training, PreprocessingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        return Fit(training, null, null, options ?? new());
    }

    /// <summary>Takes them from some rows; null for all.</summary>
    internal static TargetEncoding Fit(TabularData training, int[]? rows, RareCategories? rare, PreprocessingOptions options)
    {
        int count = rows?.Length ?? training.RowCount;
        if (count == 0 || !training.HasTarget)
        {
            throw new ArgumentException(
                "Target encoding needs training rows with a target but got none; encode categories as columns of 0 and 1.",
                nameof(training));
        }

        TabularColumn[] inputs = [.. rare?.Columns ?? training.Columns];
        double[][] targets = Targets(training, rows, count);
        int[] foldOfRow = Folds(training, rows, count, options);
        double[]?[] means = new double[inputs.Length][];
        double[][]?[] foldMeans = new double[inputs.Length][][];
        for (int column = 0; column < inputs.Length; column++)
        {
            if (!inputs[column].IsCategorical || inputs[column].Categories.Count < options.FewestCategories)
            {
                continue;
            }

            int[] codes = new int[count];
            bool[] seen = new bool[inputs[column].Categories.Count + 1];
            for (int i = 0; i < count; i++)
            {
                double value = training.Value(rows?[i] ?? i, column);
                value = rare?.Apply(training.Columns, column, value) ?? value;
                codes[i] = double.IsNaN(value) ? inputs[column].Categories.Count : (int)value;
                seen[codes[i]] = true;
            }

            // What only other rows have decides on nothing: those that are held out are to be as if they were not there.
            if (seen.AsSpan(..^1).Count(true) < options.FewestCategories)
            {
                continue;
            }

            means[column] = Means(codes, targets, inputs[column].Categories.Count + 1, static _ => false, options.Smoothing);
            foldMeans[column] = [.. Enumerable.Range(0, foldOfRow.Max() + 1).Select(fold =>
                Means(codes, targets, inputs[column].Categories.Count + 1, row => foldOfRow[row] == fold, options.Smoothing))];
        }

        return new TargetEncoding(inputs, means, foldMeans, foldOfRow, training.ClassNames, training.TargetName);
    }

    /// <summary>Makes one of what another was; it cannot be applied to the training part.</summary>
    internal static TargetEncoding Restore(TabularColumn[] inputs, double[]?[] means, IReadOnlyList<string> classNames, string targetName) =>
        new(inputs, means, new double[inputs.Length][][], [], classNames, targetName);

    /// <summary>How many columns one becomes.</summary>
    internal static int Width(int classes) => classes <= 2 ? 1 : classes;

    /// <summary>The numbers of a column's categories, category after category, those of a missing value at the end; null where it is not encoded.</summary>
    internal double[]? Means(int column) => _means[column];

    /// <summary>The first output column of an input column.</summary>
    internal int First(int column) => _first[column];

    /// <summary>Transforms a table of other rows than the training part's.</summary>
    /// <param name="data">A held-out part, or another file.</param>
    /// <returns>A new table with the same rows and targets.</returns>
    /// <remarks>Columns are found by their names, in whatever order they are.</remarks>
    /// <exception cref="ArgumentException">Other columns than the training part's.</exception>
    public TabularData Apply(TabularData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Apply(data, static (_, _) => -1);
    }

    /// <summary>Transforms the training part, each row by means of other rows.</summary>
    /// <param name="training">The table that this was fitted on.</param>
    /// <returns>A new table with the same rows and targets.</returns>
    /// <exception cref="ArgumentException">A table of another number of rows, or other columns.</exception>
    /// <exception cref="InvalidOperationException">The training part is not known, as after reading from a file.</exception>
    public TabularData ApplyToTraining(TabularData training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (_foldOfRow.Length == 0)
        {
            throw new InvalidOperationException("The folds of the training part are not kept in files; fit the encoding anew to train with it.");
        }

        return training.RowCount == _foldOfRow.Length ? Apply(training, static (self, row) => self.FoldOf(row)) : throw new ArgumentException(
            $"The encoding was fitted on {_foldOfRow.Length} rows but got {training.RowCount}; pass the same table, or take Apply for others.",
            nameof(training));
    }

    /// <summary>The fold of a training row, by its place among those that the encoding was fitted on.</summary>
    internal int FoldOf(int place) => _foldOfRow[place];

    /// <summary>The columns of a table after the transformation.</summary>
    internal TabularColumn[] After(IReadOnlyList<TabularColumn> columns)
    {
        TabularColumn[] after = [.. _outputs];
        for (int column = 0; column < columns.Count; column++)
        {
            after[_first[column]] = _means[column] is null ? columns[column] : after[_first[column]];
        }

        return after;
    }

    /// <summary>Transforms one row.</summary>
    /// <param name="columns">The columns of the table, in order.</param>
    /// <param name="source">The row's numbers and categories.</param>
    /// <param name="fold">The fold whose rows are not to be looked at; −1 for none.</param>
    /// <param name="target">Room for the row of <see cref="Columns"/>.</param>
    internal void Apply(IReadOnlyList<TabularColumn> columns, ReadOnlySpan<double> source, int fold, Span<double> target)
    {
        for (int column = 0; column < source.Length; column++)
        {
            if ((fold < 0 ? _means[column] : _foldMeans[column]?[fold]) is not { } means)
            {
                target[_first[column]] = source[column];
                continue;
            }

            double value = source[column];
            int category = double.IsNaN(value) ? _inputs[column].Categories.Count : _matches[column].Find(columns[column], (int)value);
            for (int output = 0; output < _width; output++)
            {
                target[_first[column] + output] = category < 0 ? 0 : means[(category * _width) + output];
            }
        }
    }

    private TabularData Apply(TabularData data, Func<TargetEncoding, int, int> foldOf)
    {
        data = data.Reordered(_inputs, "The encoding was fitted", nameof(data));
        double[] encoded = new double[_outputs.Length];
        return data.Changed(After(data.Columns), (row, source, target) =>
        {
            Apply(data.Columns, source, foldOf(this, row), encoded);
            for (int column = 0; column < encoded.Length; column++)
            {
                target[column] = (float)encoded[column];
            }
        });
    }

    // Standardised: of classes one for each output, 1 where a row has it before.
    private static double[][] Targets(TabularData data, int[]? rows, int count)
    {
        int width = Width(data.ClassNames.Count);
        double[][] targets = new double[width][];
        for (int output = 0; output < width; output++)
        {
            int label = width == 1 ? 1 : output;
            double[] own = targets[output] = new double[count];
            for (int i = 0; i < count; i++)
            {
                int row = rows?[i] ?? i;
                own[i] = !data.IsClassification ? data.Targets[row] : data.Classes[row] == label ? 1 : 0;
            }

            (double[] mean, double[] deviation) = ColumnMoments.Of(1, count, (row, values) => values[0] = own[row]);
            for (int i = 0; i < count; i++)
            {
                own[i] = deviation[0] > 0 ? (own[i] - mean[0]) / deviation[0] : 0;
            }
        }

        return targets;
    }

    private static int[] Folds(TabularData data, int[]? rows, int count, PreprocessingOptions options)
    {
        int[] foldOfRow = new int[count];
        int folds = Math.Min(options.Folds, count);
        if (folds < 2)
        {
            return foldOfRow;
        }

        int[] classes = data.IsClassification ? [.. Enumerable.Range(0, count).Select(i => data.Classes[rows?[i] ?? i])] : [];
        IReadOnlyList<Fold> parts = data.IsClassification ? StratifiedKFold.Split(classes, folds, options.Seed, spreadRare: true)
            : KFold.Split(count, folds, options.Seed);
        for (int fold = 0; fold < parts.Count; fold++)
        {
            foreach (int row in parts[fold].HeldOut)
            {
                foldOfRow[row] = fold;
            }
        }

        return foldOfRow;
    }

    private static double[] Means(int[] codes, double[][] targets, int categories, Func<int, bool> without, double? smoothing)
    {
        double[] all = new double[categories * targets.Length], one = new double[categories];
        for (int output = 0; output < targets.Length; output++)
        {
            TargetMeans.Find(codes, targets[output], without, smoothing, one);
            for (int category = 0; category < categories; category++)
            {
                all[(category * targets.Length) + output] = one[category];
            }
        }

        return all;
    }
}
