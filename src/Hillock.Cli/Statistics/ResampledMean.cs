namespace Hillock.Cli.Statistics;

/// <summary>What the mean of cross-validated scores says, given that the training sets of the folds overlap.</summary>
/// <remarks>
/// The scores of k folds are not independent, so <c>s²/n</c> is too small a variance for their mean. Nadeau and Bengio
/// ("Inference for the generalization error", Machine Learning 52, 2003, section 5.1) correct it to
/// <c>s²·(1/n + testRows/trainingRows)</c>; the fraction is <c>1/(k − 1)</c> for k folds.
/// </remarks>
internal static class ResampledMean
{
    /// <summary>The corrected standard error of the mean.</summary>
    /// <param name="values">The values, one a fold.</param>
    /// <param name="testToTrainingRatio">Held-out rows over training rows.</param>
    /// <param name="floor">The least variance of a value; folds that agree more closely agree by chance.</param>
    public static double StandardError(ReadOnlySpan<double> values, double testToTrainingRatio, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(testToTrainingRatio);
        return Math.Sqrt(Math.Max(floor, Sample.Variance(values)) * (1.0 / values.Length + testToTrainingRatio));
    }

    /// <summary>The confidence interval of the mean: <c>mean ± t(n − 1)·standard error</c>.</summary>
    public static Interval ConfidenceInterval(ReadOnlySpan<double> values, double testToTrainingRatio, double level = 0.95)
    {
        double mean = Sample.Mean(values);
        double half = Student.CriticalValue(level, values.Length - 1) * StandardError(values, testToTrainingRatio);
        return new Interval(mean - half, mean + half);
    }
}
