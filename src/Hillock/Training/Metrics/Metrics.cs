using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Scores of predictions, in double precision. No score depends on the order of the rows, in no bit of it.</summary>
/// <remarks>
/// Each takes all predictions at once. For data in batches there are <see cref="ConfusionMatrix"/>, <see cref="RunningAccuracy"/>,
/// <see cref="RunningLogLoss"/>, <see cref="RunningCalibration"/> and <see cref="RunningRegression"/>, which give the same numbers.
/// </remarks>
public static partial class Metrics
{
    /// <summary>The share of rows whose largest logit is the target's; the first of equal ones counts. A row with a NaN is wrong.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>, or <c>[rows, classes, ...]</c> with further axes.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers.</param>
    /// <returns>From 0 to 1; NaN without rows.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static double Accuracy(Tensor logits, Tensor targets)
    {
        ClassRows rows = ClassRows.Of(logits, targets, null, nameof(Accuracy));
        int[] predicted = PredictedClasses.Of(rows.Predictions);
        int right = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            right += predicted[i] == rows.Targets[i] ? 1 : 0;
        }

        return (double)right / predicted.Length;
    }

    /// <summary>
    /// The share of rows whose target is among the <paramref name="k"/> largest logits; of equal ones those of the first classes count. A row with a NaN is
    /// wrong.
    /// </summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>, or <c>[rows, classes, ...]</c> with further axes.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers.</param>
    /// <param name="k">How many classes are guessed, from 1; all of them if there are no more.</param>
    /// <returns>From 0 to 1; NaN without rows.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public static double TopKAccuracy(Tensor logits, Tensor targets, int k)
    {
        RunningAccuracy running = new RunningAccuracy(k);
        running.Add(logits, targets);
        return running.Value;
    }

    /// <summary>
    /// The share of elements on the right side of a boundary, where targets are 0 or 1: those above ½ are right where the prediction is above the boundary.
    /// </summary>
    /// <param name="predictions">The predictions. A NaN is wrong.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <param name="boundary">From where on a prediction means 1: 0 for logits, ½ for probabilities.</param>
    /// <returns>From 0 to 1; NaN without elements.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a target is NaN.</exception>
    public static double BinaryAccuracy(Tensor predictions, Tensor targets, double boundary = 0)
    {
        RunningRegression.CheckShapes(predictions, targets, nameof(BinaryAccuracy));
        double[] x = predictions.ToArray<double>();
        double[] t = targets.ToArray<double>();
        int wrong = Array.FindIndex(t, double.IsNaN);
        if (wrong >= 0)
        {
            throw new ArgumentException($"BinaryAccuracy expects targets that are numbers but targets{targets.Shape.PlaceOf(wrong)} is NaN.", nameof(targets));
        }

        int right = 0;
        for (int i = 0; i < x.Length; i++)
        {
            right += !double.IsNaN(x[i]) && x[i] > boundary == t[i] > 0.5 ? 1 : 0;
        }

        return (double)right / x.Length;
    }

    /// <summary>The mean, over the classes that occur, of the share of their rows that is right: what a rare class counts as much in as a common one.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>, or <c>[rows, classes, ...]</c> with further axes.</param>
    /// <param name="targets">The classes, <c>[rows]</c> or <c>[rows, ...]</c>, whole numbers.</param>
    /// <returns>From 0 to 1; NaN without rows.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static double BalancedAccuracy(Tensor logits, Tensor targets)
    {
        ClassRows rows = ClassRows.Of(logits, targets, null, nameof(BalancedAccuracy));
        int[] predicted = PredictedClasses.Of(rows.Predictions);
        long[] count = new long[rows.Classes], right = new long[rows.Classes];
        for (int i = 0; i < predicted.Length; i++)
        {
            count[rows.Targets[i]]++;
            right[rows.Targets[i]] += predicted[i] == rows.Targets[i] ? 1 : 0;
        }

        return MeanShare(right, count);
    }

    /// <summary>The mean of the shares, where there is something to have a share of.</summary>
    internal static double MeanShare(ReadOnlySpan<long> parts, ReadOnlySpan<long> wholes)
    {
        double sum = 0;
        int classes = 0;
        for (int i = 0; i < wholes.Length; i++)
        {
            if (wholes[i] > 0)
            {
                sum += (double)parts[i] / wholes[i];
                classes++;
            }
        }

        return sum / classes;
    }
}
