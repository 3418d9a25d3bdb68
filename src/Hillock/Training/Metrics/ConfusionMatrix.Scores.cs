using System.Numerics;

namespace Hillock.Training;

/// <content>The scores.</content>
public sealed partial class ConfusionMatrix
{
    /// <summary>The share of rows that is right; NaN without rows.</summary>
    public double Accuracy => (double)Right().Sum() / Rows;

    /// <summary>The mean recall of the classes that occur among the targets; NaN without rows.</summary>
    public double BalancedAccuracy => Metrics.MeanShare(Right(), TargetRows());

    /// <summary>
    /// Matthews' correlation coefficient, of any number of classes: with <c>s</c> rows, <c>c</c> of them right, and of each class <c>t</c> rows and <c>p</c>
    /// predictions <c>(c·s − Σ t·p) / √((s² − Σ p²)·(s² − Σ t²))</c>. 0 is what guessing gives, also where a class is very common.
    /// </summary>
    /// <value>From −1 to 1; 0 where all targets, or all predictions, are of one class; NaN without rows.</value>
    /// <remarks>Gorodkin, "Comparing two K-category assignments by a K-category correlation coefficient" (2004).</remarks>
    public double MatthewsCorrelation
    {
        get
        {
            BigInteger rows = Rows;
            long[] targets = TargetRows(), predictions = PredictedRows();
            BigInteger both = Products(targets, predictions), ofTargets = rows * rows - Products(targets, targets);
            BigInteger covariance = (rows * Right().Sum()) - both, spread = (rows * rows - Products(predictions, predictions)) * ofTargets;
            return rows.IsZero ? double.NaN : spread.IsZero ? 0 : covariance.Sign * Quotient.Sqrt(covariance * covariance, spread);
        }
    }

    /// <summary>
    /// Cohen's kappa, <c>1 − observed / expected</c>: how much of the disagreement that chance would give is not there. With <c>w</c> the weight of a wrong
    /// class it is <c>1 − s·Σ w·count / Σ w·t·p</c>, with <c>s</c> rows, and of each class <c>t</c> rows and <c>p</c> predictions.
    /// </summary>
    /// <param name="weights">How much a wrong class counts; a row that predicted nothing as much as the farthest.</param>
    /// <returns>At most 1; 0 for what chance gives; NaN without rows, or where all targets and predictions are of one class.</returns>
    /// <remarks>Cohen, "Weighted kappa" (1968).</remarks>
    public double CohensKappa(KappaWeights weights = KappaWeights.None)
    {
        long[] targets = TargetRows(), predictions = PredictedRows();
        BigInteger observed = 0, expected = 0;
        for (int i = 0; i < Classes; i++)
        {
            for (int j = 0; j < _width; j++)
            {
                long distance = j < Classes ? Math.Abs(i - j) : Math.Max(1, Classes - 1);
                long weight = weights switch
                {
                    KappaWeights.Linear => distance,
                    KappaWeights.Quadratic => distance * distance,
                    _ => Math.Min(distance, 1),
                };
                observed += (BigInteger)weight * _counts[(i * _width) + j];
                expected += (BigInteger)weight * targets[i] * predictions[j];
            }
        }

        return Quotient.Of(expected - (observed * Rows), expected);
    }

    /// <summary>The scores of each class.</summary>
    /// <param name="zeroDivision">
    /// What a quotient gives whose divisor is 0, from 0 to 1 or NaN: the precision of a class that is never predicted, the recall of one that does not occur,
    /// and F1 where both is so.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="zeroDivision"/> is out of range.</exception>
    public IReadOnlyList<ClassScores> Scores(double zeroDivision = 0)
    {
        CheckZeroDivision(zeroDivision);
        long[] right = Right(), targets = TargetRows(), predictions = PredictedRows();
        return [.. Enumerable.Range(0, Classes).Select(i => Score(right[i], predictions[i], targets[i], zeroDivision))];
    }

    /// <summary>The scores of all classes together.</summary>
    /// <param name="averaging">How they are averaged.</param>
    /// <param name="zeroDivision">
    /// What a quotient gives whose divisor is 0, from 0 to 1, as in <see cref="Scores"/>; or NaN to leave such a class out of the mean.
    /// </param>
    /// <returns>The means, with all rows as support. Without rows each is <paramref name="zeroDivision"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="zeroDivision"/> is out of range.</exception>
    public ClassScores Average(Averaging averaging, double zeroDivision = 0)
    {
        CheckZeroDivision(zeroDivision);
        long rows = Rows;
        if (rows == 0 || averaging == Averaging.Micro)
        {
            return Score(Right().Sum(), PredictedRows()[..Classes].Sum(), rows, zeroDivision);
        }

        IReadOnlyList<ClassScores> scores = Scores(zeroDivision);
        double Mean(Func<ClassScores, double> score) =>
            Metrics.Mean(scores.Select(score), scores.Select(of => averaging == Averaging.Macro ? 1.0 : of.Support));
        return new ClassScores(Mean(of => of.Precision), Mean(of => of.Recall), Mean(of => of.F1), rows);
    }

    private static ClassScores Score(long right, long predicted, long rows, double zeroDivision) => new(
        predicted == 0 ? zeroDivision : (double)right / predicted,
        rows == 0 ? zeroDivision : (double)right / rows,
        predicted + rows == 0 ? zeroDivision : 2.0 * right / (predicted + rows),
        rows);

    private static void CheckZeroDivision(double zeroDivision)
    {
        if (zeroDivision is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(zeroDivision), zeroDivision,
                "Scores of classes expect for a division by zero a value from 0 to 1, or NaN to leave such classes out of means.");
        }
    }

    private static BigInteger Products(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        BigInteger sum = 0;
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            sum += (BigInteger)a[i] * b[i];
        }

        return sum;
    }

    private long[] Right() => [.. Enumerable.Range(0, Classes).Select(i => _counts[(i * _width) + i])];
}
