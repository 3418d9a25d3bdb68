namespace Hillock.Cli.Statistics;

/// <summary>The corrected resampled t-test: are two methods different, judged by their scores on the same folds?</summary>
/// <param name="Difference">The mean of first − second.</param>
/// <param name="Interval">Its confidence interval of 95 %, for this one comparison.</param>
/// <param name="Statistic">The difference over its corrected standard error; infinite when all folds agree on a difference.</param>
/// <param name="Probability">The two-sided probability of such a statistic if there is no difference.</param>
/// <remarks>Source: as <see cref="ResampledMean"/>. The test is paired: both arrays are ordered by fold.</remarks>
internal readonly record struct CorrectedResampledTTest(double Difference, Interval Interval, double Statistic, double Probability)
{
    /// <summary>Compares the scores of two methods.</summary>
    /// <param name="first">The scores of the first, one a fold.</param>
    /// <param name="second">The scores of the second on the same folds.</param>
    /// <param name="testToTrainingRatio">Held-out rows over training rows.</param>
    public static CorrectedResampledTTest Compare(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double testToTrainingRatio)
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
        double error = ResampledMean.StandardError(differences, testToTrainingRatio);
        // Equal differences on all folds: no variance to judge by, so no difference is certain to be none and another to be one.
        double statistic = mean == 0 ? 0 : mean / error;
        return new CorrectedResampledTTest(
            mean, ResampledMean.ConfidenceInterval(differences, testToTrainingRatio), statistic,
            Student.TwoSidedProbability(statistic, differences.Length - 1));
    }
}
