using System.Globalization;
using System.Numerics;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Scores of predictions, in double precision.</summary>
public static class Metrics
{
    /// <summary>The share of rows whose largest logit is the target's; the first of equal ones counts. A row with a NaN is wrong.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>.</param>
    /// <param name="targets">The classes, <c>[rows]</c>, whole numbers.</param>
    /// <returns>From 0 to 1; NaN without rows.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static double Accuracy(Tensor logits, Tensor targets)
    {
        long[] expected = Classes(logits, targets, nameof(Accuracy));
        int[] predicted = Predict(logits);
        int right = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            right += predicted[i] == expected[i] ? 1 : 0;
        }

        return (double)right / predicted.Length;
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
        CheckShapes(predictions, targets, nameof(BinaryAccuracy));
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
    /// <param name="logits">The logits, <c>[rows, classes]</c>.</param>
    /// <param name="targets">The classes, <c>[rows]</c>, whole numbers.</param>
    /// <returns>From 0 to 1; NaN without rows.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static double BalancedAccuracy(Tensor logits, Tensor targets)
    {
        long[] expected = Classes(logits, targets, nameof(BalancedAccuracy));
        int[] predicted = Predict(logits);
        int[] rows = new int[logits.Shape[1]];
        int[] right = new int[rows.Length];
        for (int i = 0; i < predicted.Length; i++)
        {
            rows[expected[i]]++;
            right[expected[i]] += predicted[i] == expected[i] ? 1 : 0;
        }

        double sum = 0;
        int classes = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] > 0)
            {
                sum += (double)right[i] / rows[i];
                classes++;
            }
        }

        return sum / classes;
    }

    /// <summary>The share of the targets' variance that the predictions explain: <c>1 − Σ(t − x)²/Σ(t − mean)²</c>.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <returns>
    /// At most 1; 0 for predicting the mean; −∞ where a prediction is infinite; NaN where all targets are equal, a target is not finite, or a prediction is
    /// NaN.
    /// </returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double RSquared(Tensor predictions, Tensor targets)
    {
        CheckShapes(predictions, targets, nameof(RSquared));
        double[] x = predictions.ToArray<double>();
        double[] t = targets.ToArray<double>();
        if (t.Length == 0 || Array.Exists(x, double.IsNaN) || Array.Exists(t, value => !double.IsFinite(value)) || Array.TrueForAll(t, value => value == t[0]))
        {
            return double.NaN;
        }

        if (Array.Exists(x, double.IsInfinity))
        {
            return double.NegativeInfinity;
        }

        // Distances to one of the targets, so that equal ones have none, and the mean rounds in the size of the distances. Halves of large numbers cannot
        // overflow.
        double share = t.Concat(x).Max(Math.Abs) > 1e307 ? 0.5 : 1;
        double[] errors = Scaled(t, i => (share * t[i]) - (share * x[i]), out int errorExponent);
        double[] distances = Scaled(t, i => (share * t[i]) - (share * t[0]), out int exponent);
        double mean = distances.Sum() / distances.Length;
        double residual = 0;
        double total = 0;
        for (int i = 0; i < t.Length; i++)
        {
            residual += errors[i] * errors[i];
            total += (distances[i] - mean) * (distances[i] - mean);
        }

        return 1 - Math.ScaleB(residual / total, 2 * (errorExponent - exponent));
    }

    private static void CheckShapes(Tensor predictions, Tensor targets, string name)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (!predictions.Shape.Equals(targets.Shape))
        {
            throw new ArgumentException(
                $"{name} expects targets of the predictions' shape {predictions.Shape} but got {targets.Shape}; reshape one of them.", nameof(targets));
        }
    }

    /// <summary>Numbers divided by a power of two so that the largest is about 1, and their squares neither overflow nor vanish.</summary>
    private static double[] Scaled(double[] like, Func<int, double> number, out int exponent)
    {
        double[] numbers = [.. Enumerable.Range(0, like.Length).Select(number)];
        double largest = numbers.Max(Math.Abs);
        int scale = exponent = largest == 0 ? 0 : Math.ILogB(largest);
        return Array.ConvertAll(numbers, value => Math.ScaleB(value, -scale));
    }

    private static long[] Classes(Tensor logits, Tensor targets, string name)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (logits.Rank != 2 || targets.Rank != 1 || logits.Shape[0] != targets.Shape[0]
            || targets.DataType is not (DataType.Int64 or DataType.Int32 or DataType.UInt8))
        {
            throw new ArgumentException(
                $"{name} expects logits of [rows, classes] and whole-number targets of [rows] but got {logits.Shape} and {targets.DataType.Name()} " +
                $"{targets.Shape}.", nameof(targets));
        }

        long[] classes = targets.ToArray<long>();
        int wrong = Array.FindIndex(classes, value => value < 0 || value >= logits.Shape[1]);
        return wrong < 0 ? classes : throw new ArgumentException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} expects {IndexRange.Text("targets", logits.Shape[1], "classes")} for the logits {logits.Shape} but targets[{wrong}] is " +
                $"{classes[wrong]}; leave out rows that are not to be scored."), nameof(targets));
    }

    private static int[] Predict(Tensor logits)
    {
        Tensor source = (logits.DataType == DataType.Float32 ? logits.Detach() : logits.Detach().To(DataType.Float64)).Contiguous();
        int[] predicted = new int[logits.Shape[0]];
        if (source.DataType == DataType.Float32)
        {
            Predict(source.Span<float>(), predicted);
        }
        else
        {
            Predict(source.Span<double>(), predicted);
        }

        GC.KeepAlive(source);
        return predicted;
    }

    private static void Predict<T>(ReadOnlySpan<T> logits, int[] predicted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = predicted.Length == 0 ? 0 : logits.Length / predicted.Length;
        for (int i = 0; i < predicted.Length; i++)
        {
            ReadOnlySpan<T> row = logits.Slice(i * classes, classes);
            int best = 0;
            bool valid = true;
            for (int j = 0; j < classes; j++)
            {
                valid &= !T.IsNaN(row[j]);
                best = row[j] > row[best] ? j : best;
            }

            predicted[i] = valid ? best : -1;
        }
    }
}
