using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>
/// Which share of the positive rows is found, and which share of the negative ones is taken for positive, at every threshold of a score: the receiver operating
/// characteristic. It begins at (0, 0), where nothing is taken, and has a point for each different score.
/// </summary>
public sealed class RocCurve
{
    private RocCurve(RankedScores ranked)
    {
        (Positives, Negatives, Area) = (ranked.Positives, ranked.Negatives, ranked.RocArea);
        double[] thresholds = [double.PositiveInfinity, .. ranked.Groups.Select(group => group.Score)];
        double[] right = new double[thresholds.Length], wrong = new double[thresholds.Length];
        long taken = 0, wronglyTaken = 0;
        for (int i = 0; i < thresholds.Length; i++)
        {
            (double _, long positives, long negatives) = i == 0 ? default : ranked.Groups[i - 1];
            taken += positives;
            wronglyTaken += negatives;
            right[i] = (double)taken / Positives;
            wrong[i] = (double)wronglyTaken / Negatives;
        }

        (Thresholds, TruePositiveRates, FalsePositiveRates) = (thresholds, right, wrong);
    }

    /// <summary>From ∞ down: rows with at least this score are taken for positive.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Of the positive rows the share that is taken at each threshold; NaN without any.</summary>
    public IReadOnlyList<double> TruePositiveRates { get; }

    /// <summary>Of the negative rows the share that is taken at each threshold; NaN without any.</summary>
    public IReadOnlyList<double> FalsePositiveRates { get; }

    /// <summary>The area below the curve; see <see cref="Metrics.RocAuc"/>.</summary>
    public double Area { get; }

    /// <summary>The positive rows.</summary>
    public long Positives { get; }

    /// <summary>The negative rows.</summary>
    public long Negatives { get; }

    /// <summary>Makes the curve.</summary>
    /// <param name="scores">A score for each row, such as a logit or a probability; infinite ones too.</param>
    /// <param name="targets">1 for positive rows, 0 for negative ones, of any type, in the same shape.</param>
    /// <exception cref="ArgumentException">The shapes or types do not fit, a target is not 0 or 1, or a score is NaN.</exception>
    public static RocCurve Of(Tensor scores, Tensor targets) => new(Metrics.Rank(scores, targets, nameof(RocCurve)));
}
