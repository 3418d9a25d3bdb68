using Hillock.Tensors;

namespace Hillock.Training;

/// <content>Scores of predicted numbers. <see cref="RunningRegression"/> has them for predictions in batches, and says what gives NaN.</content>
public static partial class Metrics
{
    /// <summary>The share of the targets' variance that the predictions explain: <c>1 − Σ(t − x)²/Σ(t − mean)²</c>.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <returns>
    /// At most 1; 0 for predicting the mean; −∞ where a prediction is infinite; NaN where all targets are equal, a target is not finite, or a prediction is
    /// NaN.
    /// </returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double RSquared(Tensor predictions, Tensor targets) => Compare(predictions, targets, nameof(RSquared)).RSquared;

    /// <summary>R² without what a constant shift of the predictions costs: <c>1 − Var(t − x)/Var(t)</c>.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <returns>At most 1; NaN where all targets are equal, or anything is not finite.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double ExplainedVariance(Tensor predictions, Tensor targets) =>
        Compare(predictions, targets, nameof(ExplainedVariance)).ExplainedVariance;

    /// <summary>The mean distance of predictions from targets: <c>mean |t − x|</c>.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <returns>From 0; NaN without numbers or with a NaN among them.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double MeanAbsoluteError(Tensor predictions, Tensor targets) =>
        Compare(predictions, targets, nameof(MeanAbsoluteError)).MeanAbsoluteError;

    /// <summary>The root of the mean squared distance: <c>√(mean (t − x)²)</c>, in the unit of the targets.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <returns>From 0; NaN without numbers or with a NaN among them.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double RootMeanSquaredError(Tensor predictions, Tensor targets) =>
        Compare(predictions, targets, nameof(RootMeanSquaredError)).RootMeanSquaredError;

    /// <summary>The mean distance as a share of the target: <c>mean |t − x| / max(|t|, 2⁻⁵²)</c>.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets, as many. One of 0 makes the mean enormous.</param>
    /// <returns>From 0, a share and not per cent; NaN without numbers, with a NaN or an infinite target among them.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double MeanAbsolutePercentageError(Tensor predictions, Tensor targets) =>
        Compare(predictions, targets, nameof(MeanAbsolutePercentageError)).MeanAbsolutePercentageError;

    /// <summary>The median distance of predictions from targets, which no outlier moves; of an even number the mean of the two in the middle.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <returns>From 0; NaN without numbers or with a NaN among the distances.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double MedianAbsoluteError(Tensor predictions, Tensor targets)
    {
        RunningRegression.CheckShapes(predictions, targets, nameof(MedianAbsoluteError));
        double[] distances = [.. predictions.ToArray<double>().Zip(targets.ToArray<double>(), (x, t) => Math.Abs(t - x))];
        return Array.Exists(distances, double.IsNaN) ? double.NaN : Median.Of(distances);
    }

    /// <summary>The mean of scores with weights; those that are NaN are left out.</summary>
    internal static double Mean(IEnumerable<double> scores, IEnumerable<double> weights)
    {
        double sum = 0, all = 0;
        foreach ((double score, double weight) in scores.Zip(weights))
        {
            if (!double.IsNaN(score))
            {
                sum += weight * score;
                all += weight;
            }
        }

        return sum / all;
    }

    private static RunningRegression Compare(Tensor predictions, Tensor targets, string name)
    {
        RunningRegression.CheckShapes(predictions, targets, name);
        RunningRegression running = new RunningRegression();
        running.Add(predictions, targets);
        return running;
    }
}
