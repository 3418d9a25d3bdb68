namespace Hillock.Cli.Statistics;

/// <summary>Mean and variance of a few numbers.</summary>
internal static class Sample
{
    /// <summary>The arithmetic mean.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("The mean of no values is not defined.", nameof(values));
        }

        double sum = 0.0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>The unbiased variance: divides by <c>n − 1</c>.</summary>
    public static double Variance(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            throw new ArgumentException("A variance needs at least two values.", nameof(values));
        }

        double mean = Mean(values);
        double sum = 0.0;
        foreach (double value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum / (values.Length - 1);
    }
}
