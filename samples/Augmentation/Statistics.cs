namespace Hillock.Samples.Augmentation;

/// <summary>Means with confidence intervals of few values.</summary>
internal static class Statistics
{
    /// <summary>The 0.975 quantile of Student's distribution with 1 to 9 degrees of freedom; beyond, that of the normal distribution is near.</summary>
    private static readonly double[] Quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

    /// <summary>The mean and half the width of its 95 % confidence interval.</summary>
    internal static string Text(IReadOnlyCollection<double> values)
    {
        double mean = values.Average(), variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        double quantile = values.Count - 2 < Quantiles.Length ? Quantiles[values.Count - 2] : 1.96;
        return $"{mean:F4} ± {quantile * Math.Sqrt(variance / values.Count):F4}";
    }
}
