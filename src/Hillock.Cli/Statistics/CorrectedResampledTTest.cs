namespace Hillock.Cli.Statistics;

/// <summary>The corrected resampled t-test: are two methods different, judged by their scores on the same folds?</summary>
/// <param name="Difference">The mean of first − second.</param>
/// <param name="Interval">Its confidence interval of 95 %, for this one comparison.</param>
/// <param name="Statistic">The difference over its corrected standard error.</param>
/// <param name="Probability">The two-sided probability of such a statistic if there is no difference.</param>
/// <remarks>
/// Source: as <see cref="ResampledMean"/>. The test is paired: both arrays are ordered by fold. Folds that agree by chance would leave no variance to judge by,
/// so the variance has a floor, <see cref="RowFloor"/>.
/// </remarks>
internal readonly record struct CorrectedResampledTTest(double Difference, Interval Interval, double Statistic, double Probability)
{
    /// <summary>
    /// The fewest scores that carry a test. Two have one degree of freedom: at 5 % a difference would have to be 13 times its standard error, and at the 1 %
    /// that Holm's correction for five asks for, 64 times. No real difference is found so, and whatever is found is an accident of two equal numbers.
    /// </summary>
    public const int FewestScores = 3;

    /// <summary>Compares the scores of two methods.</summary>
    /// <param name="first">The scores of the first, one a fold.</param>
    /// <param name="second">The scores of the second on the same folds.</param>
    /// <param name="testToTrainingRatio">Held-out rows over training rows.</param>
    /// <param name="unit">The most that one held-out row changes a score by; 0 where there is no such bound.</param>
    public static CorrectedResampledTTest Compare(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, double testToTrainingRatio, double unit = 0)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"The test is paired but got {first.Length} and {second.Length} scores; pass both of every fold.", nameof(second));
        }

        double[] differences = new double[first.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = first[i] - second[i];
        }

        double mean = Sample.Mean(differences);
        double error = ResampledMean.StandardError(differences, testToTrainingRatio, RowFloor.OfDifference(mean, unit));

        // Without a floor, equal differences leave no variance: no difference is certain to be none and another to be one.
        double statistic = mean == 0 ? 0 : mean / error;
        double half = Student.CriticalValue(0.95, differences.Length - 1) * error;
        return new CorrectedResampledTTest(
            mean, new Interval(mean - half, mean + half), statistic, Student.TwoSidedProbability(statistic, differences.Length - 1));
    }
}
