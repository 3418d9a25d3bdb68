using MathNet.Numerics.Distributions;

namespace Hillock.Cli.Statistics;

/// <summary>
/// The confidence interval of a score on rows that were not trained on, for one trained network: what other rows of the same kind may give. What another
/// training may give is not in it.
/// </summary>
internal static class TestRowsInterval
{
    /// <summary>Of a share of rows: Wilson's interval (1927), which cannot leave 0 to 1.</summary>
    /// <param name="right">The rows that are right; need not be whole.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="level">The level of confidence.</param>
    public static Interval OfShare(double right, int rows, double level = 0.95) => ShareInterval.Wilson(right / rows, rows, Quantile(level));

    /// <summary>
    /// Of the mean of the classes' shares, a balanced accuracy: the distances of each class's Wilson interval from its share are added by their squares
    /// (G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine 27, 2008).
    /// </summary>
    /// <param name="classes">The rows of each class that are right, and all of them; classes without rows are left out.</param>
    /// <param name="level">The level of confidence.</param>
    public static Interval OfMeanShare(IReadOnlyList<(int Right, int Rows)> classes, double level = 0.95)
    {
        (int Right, int Rows)[] present = [.. classes.Where(item => item.Rows > 0)];
        double sum = 0, below = 0, above = 0;
        foreach ((int right, int rows) in present)
        {
            double share = (double)right / rows;
            Interval interval = OfShare(right, rows, level);
            sum += share;
            below += Math.Pow(share - interval.Low, 2);
            above += Math.Pow(interval.High - share, 2);
        }

        return new Interval(Math.Max(0, (sum - Math.Sqrt(below)) / present.Length), Math.Min(1, (sum + Math.Sqrt(above)) / present.Length));
    }

    /// <summary>
    /// Of R² = 1 − Σe²/Σd²: the variance of a ratio of means, <c>Σ(e² − q·d²)²/(n·(n − 1)·mean(d²)²)</c> with <c>q = Σe²/Σd²</c> (W. G. Cochran, "Sampling
    /// Techniques", 3rd edition, 1977, section 6.4); it ends at 1.
    /// </summary>
    /// <param name="score">R² of all rows.</param>
    /// <param name="sample">Of some rows, e: how far the prediction is off, and d: the distance of the target from the mean that R² measures by.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="level">The level of confidence.</param>
    /// <returns><see langword="null"/> for fewer than two rows, or equal targets.</returns>
    public static Interval? OfRSquared(double score, IReadOnlyList<(double Error, double Distance)> sample, int rows, double level = 0.95)
    {
        double errors = sample.Sum(row => row.Error * row.Error), distances = sample.Sum(row => row.Distance * row.Distance);
        if (sample.Count < 2 || distances == 0)
        {
            return null;
        }

        double ratio = errors / distances, mean = distances / sample.Count;
        double variance = sample.Sum(row => Math.Pow((row.Error * row.Error) - (ratio * row.Distance * row.Distance), 2)) / (sample.Count - 1);
        double half = Quantile(level) * Math.Sqrt(variance / rows) / mean;
        return new Interval(score - half, Math.Min(1, score + half));
    }

    private static double Quantile(double level) => Normal.InvCDF(0, 1, (1 + level) / 2);
}
