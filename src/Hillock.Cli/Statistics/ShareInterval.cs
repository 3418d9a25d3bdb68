namespace Hillock.Cli.Statistics;

/// <summary>The confidence interval of a mean share, such as an accuracy: it cannot leave 0 to 1.</summary>
/// <remarks>
/// Wilson's interval (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical Association 22,
/// 1927) with Student's t for the normal quantile and, for the rows, the effective number <c>p(1 − p)/variance of the mean</c> (E. L. Korn and B. I. Graubard,
/// "Confidence intervals for proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24, 1998). The variance
/// is that of <see cref="ResampledMean"/>, and no fold's is taken to be below <c>p(1 − p)/n</c>, that of n independent rows: for shares of 0 and 1, where both
/// vanish, the effective number is what that gives.
/// </remarks>
internal static class ShareInterval
{
    /// <summary>The interval.</summary>
    /// <param name="shares">The shares, one a fold.</param>
    /// <param name="testToTrainingRatio">Held-out rows over training rows.</param>
    /// <param name="unit">What one held-out row changes a share by, 1/n.</param>
    /// <param name="level">The level of confidence.</param>
    public static Interval Of(ReadOnlySpan<double> shares, double testToTrainingRatio, double unit, double level = 0.95)
    {
        double mean = Math.Clamp(Sample.Mean(shares), 0, 1);
        double product = mean * (1 - mean);
        double perFold = product > 0 ? Math.Max(unit, Sample.Variance(shares) / product) : unit;
        double rows = 1 / (perFold * (1.0 / shares.Length + testToTrainingRatio));
        return Wilson(mean, rows, Student.CriticalValue(level, shares.Length - 1));
    }

    /// <summary>Wilson's interval of one share.</summary>
    /// <param name="share">The share.</param>
    /// <param name="rows">Of how many rows; need not be whole.</param>
    /// <param name="quantile">The quantile of the error's distribution, in deviations.</param>
    internal static Interval Wilson(double share, double rows, double quantile)
    {
        double shrink = 1 + (quantile * quantile / rows);
        double middle = (share + (quantile * quantile / (2 * rows))) / shrink;
        double half = quantile / shrink * Math.Sqrt((share * (1 - share) / rows) + (quantile * quantile / (4 * rows * rows)));

        // At a share of 0 or 1 the ends are exactly there; rounding must not move them.
        return new Interval(share == 0 ? 0 : Math.Max(0, middle - half), share == 1 ? 1 : Math.Min(1, middle + half));
    }
}
