namespace Hillock.Data;

/// <summary>
/// What stands between a table and a network: <see cref="Standardization"/> of the numeric columns, then <see cref="OneHotEncoding"/> of the categorical ones,
/// both fitted on the training part alone.
/// </summary>
public sealed class Preprocessing
{
    private readonly string[] _classNames;
    private readonly string _targetName;

    internal Preprocessing(Standardization standardization, OneHotEncoding encoding, IReadOnlyList<string> classNames, string targetName)
    {
        Standardization = standardization;
        Encoding = encoding;
        _classNames = [.. classNames];
        _targetName = targetName;
    }

    private Preprocessing(Standardization standardization, OneHotEncoding encoding, TabularData training)
        : this(standardization, encoding, training.ClassNames, training.TargetName)
    {
    }

    /// <summary>The first step.</summary>
    public Standardization Standardization { get; }

    /// <summary>The second step.</summary>
    public OneHotEncoding Encoding { get; }

    internal IReadOnlyList<string> ClassNames => _classNames;

    internal string TargetName => _targetName;

    /// <summary>Fits both steps.</summary>
    /// <param name="training">The training part.</param>
    /// <param name="imputeMissing">
    /// Whether missing features are allowed. A missing number then becomes the training mean, a missing category a value of its own.
    /// </param>
    /// <returns>The transformation.</returns>
    /// <exception cref="ArgumentException">No rows, or a missing number when they are not allowed.</exception>
    public static Preprocessing Fit(TabularData training, bool imputeMissing = false)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new(Standardization.Fit(training, imputeMissing), OneHotEncoding.Fit(training, imputeMissing), training);
    }

    /// <summary>Transforms a table with the columns of the training part into one without missing values and categories.</summary>
    /// <param name="data">The training part itself, a held-out part, or another file, with a target or without.</param>
    /// <returns>A new table with the same rows; its classes are numbered as in the training part.</returns>
    /// <remarks>
    /// Columns, categories and classes are found by their names: the order of the columns does not matter, nor how a file numbers its classes.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// Other columns, a class that the training part does not have, or a missing number when they are not allowed.
    /// </exception>
    public TabularData Apply(TabularData data)
    {
        TabularData transformed = Encoding.Apply(Standardization.Apply(data));
        return TargetAlignment.Align(transformed, _classNames, _targetName);
    }

    /// <summary>A table without rows that has the columns of the training part: what a file of new rows is read like (<c>CsvTabularOptions.Like</c>).</summary>
    /// <param name="withTarget">Whether the file has the target too.</param>
    public TabularData Columns(bool withTarget = false)
    {
        TabularColumn[] columns = [.. Standardization.Inputs];
        return TabularData.OfColumns(
            [.. columns.Select(static _ => Array.Empty<double>())], columns, 0, [], [.. _classNames], [], withTarget ? _targetName : "", "the training data");
    }

    /// <summary>Fits both steps on some rows, which are not copied.</summary>
    internal static Preprocessing Fit(TabularData data, int[] rows, bool imputeMissing) =>
        new(Standardization.Fit(data, rows, imputeMissing), OneHotEncoding.Fit(data, rows, imputeMissing), data);

    /// <summary>Writes the features of some rows as the network takes them, row after row, with no copy of the table on the way.</summary>
    /// <param name="data">The table that both steps were fitted on.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="inputs">Room for as many rows of <see cref="Encoding"/>'s columns.</param>
    internal void Inputs(TabularData data, ReadOnlySpan<int> rows, Span<float> inputs)
    {
        int columns = Encoding.Columns.Count;
        double[] source = new double[data.ColumnCount];
        float[] standardised = new float[source.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Standardization.Apply(data, rows[i], source, standardised);
            for (int column = 0; column < source.Length; column++)
            {
                source[column] = standardised[column];
            }

            Encoding.Apply(data, source, inputs.Slice(i * columns, columns));
        }
    }
}
