using System.Numerics;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Scores of predictions, in double precision.</summary>
public static class Metrics
{
    /// <summary>The share of rows whose largest logit is the target's; the first of equal ones counts. A row with a NaN is wrong.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>.</param>
    /// <param name="targets">The classes, <c>[rows]</c>, of type Int64.</param>
    /// <returns>From 0 to 1; NaN without rows.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static double Accuracy(Tensor logits, Tensor targets)
    {
        int[] predicted = Predict(logits, targets);
        ReadOnlySpan<long> expected = targets.Span<long>();
        int right = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            right += predicted[i] == expected[i] ? 1 : 0;
        }

        GC.KeepAlive(targets);
        return (double)right / predicted.Length;
    }

    /// <summary>The mean, over the classes that occur, of the share of their rows that is right: what a rare class counts as much in as a common one.</summary>
    /// <param name="logits">The logits, <c>[rows, classes]</c>.</param>
    /// <param name="targets">The classes, <c>[rows]</c>, of type Int64.</param>
    /// <returns>From 0 to 1; NaN without rows.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static double BalancedAccuracy(Tensor logits, Tensor targets)
    {
        int[] predicted = Predict(logits, targets);
        ReadOnlySpan<long> expected = targets.Span<long>();
        var rows = new int[logits.Shape[1]];
        var right = new int[rows.Length];
        for (int i = 0; i < predicted.Length; i++)
        {
            rows[expected[i]]++;
            right[expected[i]] += predicted[i] == expected[i] ? 1 : 0;
        }

        GC.KeepAlive(targets);
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
    /// <returns>At most 1; 0 for predicting the mean; NaN where all targets are equal.</returns>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    public static double RSquared(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (!predictions.Shape.Equals(targets.Shape))
        {
            throw new ArgumentException($"RSquared expects targets of the predictions' shape {predictions.Shape} but got {targets.Shape}; reshape one of them.", nameof(targets));
        }

        double[] x = predictions.ToArray<double>();
        double[] t = targets.ToArray<double>();
        double mean = t.Sum() / t.Length;
        double residual = 0;
        double total = 0;
        for (int i = 0; i < t.Length; i++)
        {
            residual += (t[i] - x[i]) * (t[i] - x[i]);
            total += (t[i] - mean) * (t[i] - mean);
        }

        return total == 0 ? double.NaN : 1 - (residual / total);
    }

    private static int[] Predict(Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (logits.Rank != 2 || targets.Rank != 1 || logits.Shape[0] != targets.Shape[0] || targets.DataType != DataType.Int64)
        {
            throw new ArgumentException(
                $"Accuracy expects logits of [rows, classes] and int64 targets of [rows] but got {logits.Shape} and {targets.DataType.Name()} {targets.Shape}.", nameof(targets));
        }

        Tensor source = logits.Detach().Contiguous();
        var predicted = new int[logits.Shape[0]];
        if (source.DataType == DataType.Float32)
        {
            Predict(source.Span<float>(), predicted);
        }
        else
        {
            Predict(source.To(DataType.Float64).Span<double>(), predicted);
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
