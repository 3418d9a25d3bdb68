namespace Hillock.Data;

/// <summary>
/// Shifts and scales every numeric column to mean 0 and standard deviation 1: <c>(x − mean) / deviation</c>, with the mean
/// and deviation of the training part alone, so that nothing of the held-out part leaks into training.
/// </summary>
/// <remarks>
/// The deviation is the population's (division by the count), as in scikit-learn's <c>StandardScaler</c>. A column that is
/// constant in the training part becomes 0 everywhere. Categorical columns pass unchanged. Sums run in double over ascending
/// rows, the deviation in a second pass around the mean; the numbers of files are float64 until here, so that seconds since 1970
/// or metres of a map keep what they differ by.
/// </remarks>
public sealed class Standardization
{
    private readonly double[] _mean;
    private readonly double[] _deviation;
    private readonly TabularColumn[] _columns;

    private Standardization(double[] mean, double[] deviation, TabularColumn[] columns, bool imputesMissing)
    {
        _mean = mean;
        _deviation = deviation;
        _columns = columns;
        ImputesMissing = imputesMissing;
    }

    /// <summary>The mean of each column in the training part, missing values left out; 0 for a categorical column.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The standard deviation of each column in the training part; 0 for a constant column, 1 for a categorical one.</summary>
    public ReadOnlySpan<double> Deviation => _deviation;

    internal IReadOnlyList<TabularColumn> Inputs => _columns;

    /// <summary>Whether a missing value is replaced by the training mean (and so becomes 0).</summary>
    public bool ImputesMissing { get; }

    /// <summary>Takes means and deviations from the training part.</summary>
    /// <param name="training">The training part, at least one row.</param>
    /// <param name="imputeMissing">Whether missing values are allowed; they then become the training mean.</param>
    /// <returns>The transformation.</returns>
    /// <exception cref="ArgumentException">No rows, or a missing value when they are not allowed.</exception>
    public static Standardization Fit(TabularData training, bool imputeMissing = false)
    {
        ArgumentNullException.ThrowIfNull(training);
        return Fit(training, null, imputeMissing);
    }

    /// <summary>Makes one of what another was.</summary>
    internal static Standardization Restore(double[] mean, double[] deviation, TabularColumn[] columns, bool imputesMissing) =>
        new(mean, deviation, columns, imputesMissing);

    /// <summary>Takes means and deviations from some rows; null for all.</summary>
    internal static Standardization Fit(TabularData training, int[]? rows, bool imputeMissing)
    {
        if ((rows?.Length ?? training.RowCount) == 0)
        {
            throw new ArgumentException("Standardization needs at least one training row but got none.", nameof(training));
        }

        (double[] mean, double[] deviation) = Moments(training, rows, imputeMissing);
        for (int column = 0; column < mean.Length; column++)
        {
            if (training.Columns[column].IsCategorical)
            {
                (mean[column], deviation[column]) = (0, 1);
            }
        }

        return new Standardization(mean, deviation, [.. training.Columns], imputeMissing);
    }

    /// <summary>Transforms a table with the columns of the training part.</summary>
    /// <param name="data">The training part itself or a held-out part.</param>
    /// <returns>A new table with the same rows and targets.</returns>
    /// <remarks>Columns are found by their names, in whatever order they are.</remarks>
    /// <exception cref="ArgumentException">Other columns, or a missing value when they are not allowed.</exception>
    public TabularData Apply(TabularData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data = data.Reordered(_columns, "Standardization was fitted", nameof(data));
        float[] result = new float[checked(data.RowCount * _columns.Length)];
        double[] source = new double[_columns.Length];
        for (int row = 0; row < data.RowCount; row++)
        {
            Apply(data, row, source, result.AsSpan(row * _columns.Length, _columns.Length));
        }

        return data.WithFeatures(result, [.. data.Columns]);
    }

    /// <summary>Transforms one row of a table whose columns are in order.</summary>
    /// <param name="data">The table.</param>
    /// <param name="row">The row.</param>
    /// <param name="source">Room for the numbers as they are.</param>
    /// <param name="target">Room for the standardised ones.</param>
    internal void Apply(TabularData data, int row, Span<double> source, Span<float> target)
    {
        data.CopyRow(row, source);
        for (int column = 0; column < target.Length; column++)
        {
            double value = source[column];
            if (_columns[column].IsCategorical)
            {
                target[column] = (float)value;
            }
            else if (!double.IsNaN(value))
            {
                target[column] = _deviation[column] == 0 ? 0 : (float)((value - _mean[column]) / _deviation[column]);
            }
            else if (!ImputesMissing)
            {
                throw Missing(data, row, column, nameof(data));
            }
            else
            {
                target[column] = 0;
            }
        }
    }

    private static (double[] Mean, double[] Deviation) Moments(TabularData data, int[]? rows, bool imputeMissing) =>
        ColumnMoments.Of(data.ColumnCount, rows?.Length ?? data.RowCount, (place, values) =>
        {
            int row = rows?[place] ?? place;
            data.CopyRow(row, values);
            for (int column = 0; column < values.Length && !imputeMissing; column++)
            {
                if (double.IsNaN(values[column]) && !data.Columns[column].IsCategorical)
                {
                    throw Missing(data, row, column, "training");
                }
            }
        });

    private static ArgumentException Missing(TabularData data, int row, int column, string argument) =>
        new($"Row {row} of column \"{data.Columns[column].Name}\" is missing (NaN); remove it, or fit with imputeMissing: true.", argument);
}
