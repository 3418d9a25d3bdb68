namespace Hillock.Data;

/// <summary>Means and standard deviations of columns of numbers, missing ones (NaN) left out.</summary>
/// <remarks>
/// The deviation is the population's. Sums run in double over ascending rows, the deviation in a second pass around the mean. Three repairs: the mean of equal
/// numbers is that number, so that their deviation is exactly 0; what the second pass finds of a rounded mean is taken off, as in the two-pass algorithm with
/// correction (T. Chan, G. Golub and R. LeVeque, "Algorithms for computing the sample variance", The American Statistician, 1983); and numbers so large or so
/// small that their squares leave the range are scaled by a power of two, which changes no bit.
/// </remarks>
internal sealed class ColumnMoments
{
    private const double NoticeableError = 1e-8; // of the mean, in deviations: a float32 of 1 has neighbours at 6e-8
    private const double LeastPlain = 1e-100, GreatestPlain = 1e100;

    private readonly int _rows;
    private readonly Reader _read;
    private readonly double[] _values;
    private readonly double[] _minimum;
    private readonly double[] _maximum;
    private readonly int[] _counts;
    private readonly double[] _mean;
    private readonly double[] _deviation;

    private ColumnMoments(int columns, int rows, Reader read)
    {
        (_rows, _read) = (rows, read);
        (_values, _minimum, _maximum) = (new double[columns], new double[columns], new double[columns]);
        (_counts, _mean, _deviation) = (new int[columns], new double[columns], new double[columns]);
    }

    /// <summary>Writes the numbers of one row.</summary>
    internal delegate void Reader(int row, Span<double> values);

    /// <summary>The mean and the deviation of each column; both 0 for a column without numbers.</summary>
    internal static (double[] Mean, double[] Deviation) Of(int columns, int rows, Reader read)
    {
        ColumnMoments moments = new ColumnMoments(columns, rows, read);
        int[] exponents = new int[columns];
        moments.Sum(exponents);
        if (moments.FindExponents(exponents))
        {
            moments.Sum(exponents);
        }

        moments.Deviate(exponents);
        return (moments._mean, moments._deviation);
    }

    private void Sum(int[] exponents)
    {
        Array.Fill(_minimum, double.PositiveInfinity);
        Array.Fill(_maximum, double.NegativeInfinity);
        Array.Clear(_counts);
        Array.Clear(_mean);
        for (int row = 0; row < _rows; row++)
        {
            _read(row, _values);
            for (int column = 0; column < _values.Length; column++)
            {
                double value = Scaled(_values[column], -exponents[column]);
                if (!double.IsNaN(value))
                {
                    _mean[column] += value;
                    _minimum[column] = Math.Min(_minimum[column], value);
                    _maximum[column] = Math.Max(_maximum[column], value);
                    _counts[column]++;
                }
            }
        }

        for (int column = 0; column < _mean.Length; column++)
        {
            _mean[column] = _counts[column] == 0 ? 0 : _minimum[column] == _maximum[column] ? _minimum[column] : _mean[column] / _counts[column];
        }
    }

    // Whether there is a column to scale.
    private bool FindExponents(int[] exponents)
    {
        for (int column = 0; column < exponents.Length; column++)
        {
            double largest = _counts[column] == 0 ? 0 : Math.Max(Math.Abs(_minimum[column]), Math.Abs(_maximum[column]));
            exponents[column] = largest is > 0 and (< LeastPlain or > GreatestPlain) && double.IsFinite(largest) ? Math.ILogB(largest) : 0;
        }

        return Array.Exists(exponents, static exponent => exponent != 0);
    }

    private void Deviate(int[] exponents)
    {
        double[] rest = new double[_mean.Length];
        for (int row = 0; row < _rows; row++)
        {
            _read(row, _values);
            for (int column = 0; column < _values.Length; column++)
            {
                double difference = Scaled(_values[column], -exponents[column]) - _mean[column];
                if (!double.IsNaN(difference))
                {
                    _deviation[column] += difference * difference;
                    rest[column] += difference;
                }
            }
        }

        for (int column = 0; column < _mean.Length; column++)
        {
            double deviation = _counts[column] == 0 ? 0 : Math.Sqrt(_deviation[column] / _counts[column]);
            double error = _counts[column] == 0 ? 0 : rest[column] / _counts[column];
            if (Math.Abs(error) > NoticeableError * deviation)
            {
                _mean[column] += error;
                deviation = Math.Sqrt(Math.Max(0, (deviation * deviation) - (error * error)));
            }

            _mean[column] = Scaled(_mean[column], exponents[column]);
            _deviation[column] = Scaled(deviation, exponents[column]);
        }
    }

    private static double Scaled(double value, int exponent) => exponent == 0 ? value : Math.ScaleB(value, exponent);
}
