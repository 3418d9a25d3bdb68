namespace Hillock.Data;

/// <summary>
/// Shifts and scales every numeric column to mean 0 and standard deviation 1: <c>(x − mean) / deviation</c>, with the mean
/// and deviation of the training part alone, so that nothing of the held-out part leaks into training.
/// </summary>
/// <remarks>
/// The deviation is the population's (division by the count), as in scikit-learn's <c>StandardScaler</c>. A column that is
/// constant in the training part becomes 0 everywhere. Categorical columns pass unchanged. Sums run in double over ascending
/// rows, the deviation in a second pass around the mean.
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
        if (training.RowCount == 0)
            throw new ArgumentException("Standardization needs at least one training row but got none.", nameof(training));
        var mean = new double[training.ColumnCount];
        var deviation = new double[training.ColumnCount];
        for (var column = 0; column < mean.Length; column++)
        {
            if (training.Columns[column].IsCategorical)
                deviation[column] = 1;
            else
                (mean[column], deviation[column]) = Moments(training, column, imputeMissing);
        }

        return new Standardization(mean, deviation, [.. training.Columns], imputeMissing);
    }

    /// <summary>Transforms a table with the columns of the training part.</summary>
    /// <param name="data">The training part itself or a held-out part.</param>
    /// <returns>A new table with the same rows and targets.</returns>
    /// <exception cref="ArgumentException">Other columns, or a missing value when they are not allowed.</exception>
    public TabularData Apply(TabularData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ColumnCount != _columns.Length)
            throw new ArgumentException(
                $"Standardization was fitted on {_columns.Length} columns but got {data.ColumnCount}; pass a part of the same table.", nameof(data));

        var source = data.Features;
        var result = new float[source.Length];
        for (var column = 0; column < _columns.Length; column++)
        {
            var categorical = _columns[column].IsCategorical;
            for (var row = 0; row < data.RowCount; row++)
            {
                var i = row * _columns.Length + column;
                var value = source[i];
                if (categorical)
                    result[i] = value;
                else if (!float.IsNaN(value))
                    result[i] = _deviation[column] == 0 ? 0 : (float)((value - _mean[column]) / _deviation[column]);
                else if (!ImputesMissing)
                    throw Missing(data, row, column, nameof(data));
            }
        }

        return data.WithFeatures(result, _columns);
    }

    private static (double Mean, double Deviation) Moments(TabularData data, int column, bool imputeMissing)
    {
        var values = data.Features;
        double sum = 0, minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        var count = 0;
        for (int i = column, row = 0; i < values.Length; i += data.ColumnCount, row++)
        {
            double value = values[i];
            if (double.IsNaN(value))
            {
                if (!imputeMissing)
                    throw Missing(data, row, column, "training");
                continue;
            }

            sum += value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
            count++;
        }

        if (count == 0)
            return (0, 0);
        if (minimum == maximum)
            return (minimum, 0); // not from the sums, whose rounding could leave a tiny deviation

        var mean = sum / count;
        double squares = 0;
        for (var i = column; i < values.Length; i += data.ColumnCount)
        {
            if (float.IsNaN(values[i]))
                continue;
            var difference = values[i] - mean;
            squares += difference * difference;
        }

        return (mean, Math.Sqrt(squares / count));
    }

    private static ArgumentException Missing(TabularData data, int row, int column, string argument) =>
        new($"Row {row} of column \"{data.Columns[column].Name}\" is missing (NaN); remove it, or fit with imputeMissing: true.", argument);
}
