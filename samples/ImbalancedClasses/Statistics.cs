namespace Hillock.Samples.ImbalancedClasses;

/// <summary>Means with confidence intervals.</summary>
internal static class Statistics
{
    /// <summary>The mean and half the width of its 95 % confidence interval, from the normal distribution.</summary>
    internal static string Text(IEnumerable<double> values)
    {
        double[] sample = [.. values];
        double mean = sample.Average();
        double variance = sample.Sum(value => (value - mean) * (value - mean)) / (sample.Length - 1);
        return $"{mean:F4} ± {1.96 * Math.Sqrt(variance / sample.Length):F4}";
    }
}
