namespace Hillock.Data;

/// <summary>
/// What stands between a table and a network, all of it fitted on the training part alone: <see cref="Standardization"/> of the numeric columns; of the
/// categorical ones <see cref="RareCategories"/> and <see cref="TargetEncoding"/>, where the options ask for them, then <see cref="OneHotEncoding"/>.
/// </summary>
public sealed class Preprocessing
{
    private readonly string[] _classNames;
    private readonly string _targetName;

    internal Preprocessing(
        Standardization standardization, OneHotEncoding encoding, IReadOnlyList<string> classNames, string targetName, RareCategories? rare = null,
        TargetEncoding? target = null)
    {
        Standardization = standardization;
        Rare = rare;
        Target = target;
        Encoding = encoding;
        _classNames = [.. classNames];
        _targetName = targetName;
    }

    /// <summary>The first step.</summary>
    public Standardization Standardization { get; }

    /// <summary>The grouping of rare categories; <see langword="null"/> where nobody asked for it.</summary>
    public RareCategories? Rare { get; }

    /// <summary>The encoding of columns of many categories by the target; <see langword="null"/> where nobody asked for it.</summary>
    public TargetEncoding? Target { get; }

    /// <summary>The last step, after which there are numbers alone.</summary>
    public OneHotEncoding Encoding { get; }

    internal IReadOnlyList<string> ClassNames => _classNames;

    internal string TargetName => _targetName;

    /// <summary>Fits standardisation and one-hot encoding.</summary>
    /// <param name="training">The training part.</param>
    /// <param name="imputeMissing">
    /// Whether missing features are allowed. A missing number then becomes the training mean, a missing category a value of its own.
    /// </param>
    /// <returns>The transformation.</returns>
    /// <exception cref="ArgumentException">No rows, or a missing number when they are not allowed.</exception>
    public static Preprocessing Fit(TabularData training, bool imputeMissing = false) =>
        Fit(training, new PreprocessingOptions { ImputeMissing = imputeMissing });

    /// <summary>Fits all steps.</summary>
    /// <param name="training">The training part.</param>
    /// <param name="options">What is done.</param>
    /// <returns>The transformation.</returns>
    /// <exception cref="ArgumentException">
    /// No rows, a missing number when they are not allowed, or no target when categories are to be encoded by it.
    /// </exception>
    public static Preprocessing Fit(TabularData training, PreprocessingOptions options)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        return Fit(training, null, options);
    }

    /// <summary>Transforms a table with the columns of the training part into one without missing values and categories.</summary>
    /// <param name="data">
    /// A held-out part or another file, with a target or without; the training part itself where categories are not encoded by the target.
    /// </param>
    /// <returns>A new table with the same rows; its classes are numbered as in the training part.</returns>
    /// <remarks>
    /// Columns, categories and classes are found by their names: the order of the columns does not matter, nor how a file numbers its classes.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// Other columns, a class that the training part does not have, or a missing number when they are not allowed.
    /// </exception>
    public TabularData Apply(TabularData data)
    {
        TabularData transformed = Standardization.Apply(data);
        transformed = Rare?.Apply(transformed) ?? transformed;
        transformed = Target?.Apply(transformed) ?? transformed;
        return TargetAlignment.Align(Encoding.Apply(transformed), _classNames, _targetName);
    }

    /// <summary>
    /// Transforms the training part as a network is to learn of it: as <see cref="Apply"/>, but with <see cref="TargetEncoding.ApplyToTraining"/>, by which no
    /// row sees its own target.
    /// </summary>
    /// <param name="training">The table that this was fitted on.</param>
    /// <returns>A new table with the same rows.</returns>
    /// <exception cref="ArgumentException">Another table.</exception>
    /// <exception cref="InvalidOperationException">There is a target encoding that was read from a file.</exception>
    public TabularData ApplyToTraining(TabularData training)
    {
        TabularData transformed = Standardization.Apply(training);
        transformed = Rare?.Apply(transformed) ?? transformed;
        transformed = Target?.ApplyToTraining(transformed) ?? transformed;
        return TargetAlignment.Align(Encoding.Apply(transformed), _classNames, _targetName);
    }

    /// <summary>A table without rows that has the columns of the training part: what a file of new rows is read like (<c>CsvTabularOptions.Like</c>).</summary>
    /// <param name="withTarget">Whether the file has the target too.</param>
    public TabularData Columns(bool withTarget = false)
    {
        TabularColumn[] columns = [.. Standardization.Inputs];
        return TabularData.OfColumns(
            [.. columns.Select(static _ => Array.Empty<double>())], columns, 0, [], [.. _classNames], [], withTarget ? _targetName : "", "the training data");
    }

    /// <summary>Fits all steps on some rows, which are not copied; null for all.</summary>
    internal static Preprocessing Fit(TabularData data, int[]? rows, PreprocessingOptions options)
    {
        Standardization standardization = Standardization.Fit(data, rows, options.ImputeMissing);
        RareCategories? rare = options.RareRows > 1 || options.RareShare > 0 ? RareCategories.Fit(data, rows, options) : null;
        TargetEncoding? target = options.Encoding == CategoryEncoding.Target ? TargetEncoding.Fit(data, rows, rare, options) : null;
        TabularColumn[] columns = rare is null ? [.. data.Columns] : rare.After(data.Columns);
        columns = target is null ? columns : target.After(columns);
        int[] sources = new int[columns.Length];
        for (int column = 0; column < data.ColumnCount; column++)
        {
            sources[target?.First(column) ?? column] = column;
        }

        OneHotEncoding encoding = OneHotEncoding.Fit(columns, rows?.Length ?? data.RowCount, ValueOf, options.ImputeMissing);
        return new(standardization, encoding, data.ClassNames, data.TargetName, rare, target);

        double ValueOf(int place, int column)
        {
            double value = data.Value(rows?[place] ?? place, sources[column]);
            return rare?.Apply(data.Columns, sources[column], value) ?? value;
        }
    }

    /// <summary>Writes the features of some rows as the network takes them, row after row, with no copy of the table on the way.</summary>
    /// <param name="data">The table that all steps were fitted on, or one with its columns in their order.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="inputs">Room for as many rows of <see cref="Encoding"/>'s columns.</param>
    /// <param name="isTraining">Whether they are the rows that all steps were fitted on, in their order, which see no target of their own.</param>
    internal void Inputs(TabularData data, ReadOnlySpan<int> rows, Span<float> inputs, bool isTraining = false)
    {
        int columns = Encoding.Columns.Count;
        double[] source = new double[data.ColumnCount], encoded = Target is null ? source : new double[Target.Columns.Count];
        float[] standardised = new float[source.Length];
        IReadOnlyList<TabularColumn> grouped = Rare?.After(data.Columns) ?? data.Columns, last = Target?.After(grouped) ?? grouped;
        for (int i = 0; i < rows.Length; i++)
        {
            Standardization.Apply(data, rows[i], source, standardised);
            for (int column = 0; column < source.Length; column++)
            {
                source[column] = standardised[column];
            }

            Rare?.Apply(data.Columns, source);
            Target?.Apply(grouped, source, isTraining ? Target.FoldOf(i) : -1, encoded);
            Encoding.Apply(last, encoded, inputs.Slice(i * columns, columns));
        }
    }

    /// <summary>Whether a category of a column occurs in the training part.</summary>
    internal bool Has(int column, int category) => Rare is not null && Rare.Groups(column) ? Rare.Has(column, category)
        : Target?.Means(column) is not null || Encoding.Has(Target?.First(column) ?? column, category);

    /// <summary>Whether a missing category of a column has a value of its own.</summary>
    internal bool HasMissing(int column) => Target?.Means(column) is null && Encoding.HasMissing(Target?.First(column) ?? column);
}
