using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>
/// Which share of the rows taken for positive is so (precision), and which share of the positive rows is found (recall), at every threshold of a score. It
/// begins where nothing is taken, with a recall of 0 and a precision of 1 by convention, and has a point for each different score.
/// </summary>
public sealed class PrecisionRecallCurve
{
    private PrecisionRecallCurve(RankedScores ranked)
    {
        (Positives, Negatives, AveragePrecision) = (ranked.Positives, ranked.Negatives, ranked.AveragePrecision);
        double[] thresholds = [double.PositiveInfinity, .. ranked.Groups.Select(group => group.Score)];
        double[] precisions = new double[thresholds.Length], recalls = new double[thresholds.Length];
        (precisions[0], recalls[0]) = (1, 0.0 / Positives);
        long right = 0, taken = 0;
        for (int i = 1; i < thresholds.Length; i++)
        {
            (double _, long positives, long negatives) = ranked.Groups[i - 1];
            right += positives;
            taken += positives + negatives;
            precisions[i] = (double)right / taken;
            recalls[i] = (double)right / Positives;
        }

        (Thresholds, Precisions, Recalls) = (thresholds, precisions, recalls);
    }

    /// <summary>From ∞ down: rows with at least this score are taken for positive.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Of the rows taken at each threshold the share that is positive.</summary>
    public IReadOnlyList<double> Precisions { get; }

    /// <summary>Of the positive rows the share that is taken at each threshold; NaN without any.</summary>
    public IReadOnlyList<double> Recalls { get; }

    /// <summary>The area below the curve as a sum of steps; see <see cref="Metrics.AveragePrecision"/>.</summary>
    public double AveragePrecision { get; }

    /// <summary>The positive rows.</summary>
    public long Positives { get; }

    /// <summary>The negative rows.</summary>
    public long Negatives { get; }

    /// <summary>Makes the curve.</summary>
    /// <param name="scores">A score for each row, such as a logit or a probability; infinite ones too.</param>
    /// <param name="targets">1 for positive rows, 0 for negative ones, of any type, in the same shape.</param>
    /// <exception cref="ArgumentException">The shapes or types do not fit, a target is not 0 or 1, or a score is NaN.</exception>
    public static PrecisionRecallCurve Of(Tensor scores, Tensor targets) => new(Metrics.Rank(scores, targets, nameof(PrecisionRecallCurve)));
}
