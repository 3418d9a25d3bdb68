using System.Buffers;
using System.Globalization;
using System.Numerics;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The cross-entropy <c>−ln softmax(x)ₜ</c> of logits and class indices, fused with the logarithm of the softmax.</summary>
    /// <param name="logits">The logits <c>x</c>: <c>[rows, classes]</c>, <c>[classes]</c>, or <c>[rows, classes, ...]</c> with further axes.</param>
    /// <param name="targets">The class <c>t</c> of each row, whole numbers: <c>[rows]</c>, <c>[]</c>, or <c>[rows, ...]</c>.</param>
    /// <param name="reduction">What becomes of the losses of the rows. The mean divides by the sum of the targets' weights; without any it is NaN.</param>
    /// <param name="ignoreIndex">Rows with this target count for nothing.</param>
    /// <param name="weight">The weight of each class, <c>[classes]</c>; 1 when left out.</param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes, from 0 to 1.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a loss for each row. Semantics as PyTorch's.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is out of range.</exception>
    public static Tensor CrossEntropy(
        Tensor logits, Tensor targets, Reduction reduction = Reduction.Mean, long ignoreIndex = -100, Tensor? weight = null, double labelSmoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (!(labelSmoothing is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "CrossEntropy expects a label smoothing from 0 to 1.");
        }

        CheckCrossEntropyShapes(logits, targets, weight);
        Tensor classes = targets.DataType == DataType.Int64 ? targets.Contiguous() : targets.To(DataType.Int64);
        if (logits.Rank == 2)
        {
            return CrossEntropyOfRows(logits, classes, reduction, ignoreIndex, weight, labelSmoothing);
        }

        Tensor rows = logits.Rank == 1 ? logits.Unsqueeze(0) : ClassesLast(logits);
        Tensor loss = CrossEntropyOfRows(rows, classes.Reshape(classes.Length), reduction, ignoreIndex, weight, labelSmoothing);
        return reduction == Reduction.None ? loss.Reshape(targets.Shape) : loss;
    }

    private static Tensor CrossEntropyOfRows(Tensor x, Tensor targets, Reduction reduction, long ignoreIndex, Tensor? weight, double smoothing)
    {
        if (x.DataType is DataType.Float16 or DataType.BFloat16)
        {
            return CrossEntropyOfRows(x.To(DataType.Float32), targets, reduction, ignoreIndex, weight, smoothing).To(x.DataType);
        }

        double[] weights = weight?.ToArray<double>() ?? [];
        double denominator = reduction == Reduction.Mean ? TargetWeight(targets, x.Shape.Dimensions[1], weights, ignoreIndex) : TargetWeight(targets, x.Shape.Dimensions[1], [], ignoreIndex);
        double scale = reduction == Reduction.Mean ? 1 / denominator : 1;
        double weightSum = weight is null ? x.Shape.Dimensions[1] : Reduce.Sum((ReadOnlySpan<double>)weights);
        var settings = new CrossEntropySettings(ignoreIndex, smoothing, scale, weightSum);
        Tensor source = x.Detach().Contiguous();
        Tensor? dx = Tracks(x) ? Tensor.Empty(x.Shape, x.DataType) : null;
        int rows = targets.Length;
        double[] losses = ArrayPool<double>.Shared.Rent(rows);
        Span<double> own = losses.AsSpan(0, rows);
        if (x.DataType == DataType.Float32)
        {
            CrossEntropyRows.Run(source.Span<float>(), targets.Span<long>(), weights, own, dx is null ? default : dx.Span<float>(), settings);
        }
        else
        {
            CrossEntropyRows.Run(source.Span<double>(), targets.Span<long>(), weights, own, dx is null ? default : dx.Span<double>(), settings);
        }

        Tensor loss = reduction == Reduction.None
            ? Unreduced(own, x.DataType)
            : Tensor.Full(Shape.Scalar, Reduce.Sum((ReadOnlySpan<double>)own) * scale, x.DataType);
        ArrayPool<double>.Shared.Return(losses);
        GC.KeepAlive(source);
        GC.KeepAlive(targets);
        return dx is null ? loss : loss.By(new CrossEntropyNode(x, targets, dx, weights, settings));
    }

    private static Tensor Unreduced(ReadOnlySpan<double> losses, DataType type)
    {
        Tensor result = Tensor.Empty(losses.Length, type);
        Conversion.Write(losses, result, 0);
        return result;
    }

    /// <summary>Moves the classes of <c>[rows, classes, ...]</c> to the end and joins the other axes.</summary>
    private static Tensor ClassesLast(Tensor logits)
    {
        Span<int> order = stackalloc int[logits.Rank];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i == 0 ? 0 : i + 1;
        }

        order[^1] = 1;
        return Permute(logits, order).Contiguous().Reshape(logits.Length / Math.Max(1, logits.Shape[1]), logits.Shape[1]);
    }

    /// <summary>Checks that the targets are classes and adds their weights.</summary>
    private static double TargetWeight(Tensor targets, int classes, double[] weights, long ignoreIndex)
    {
        ReadOnlySpan<long> span = targets.Span<long>();
        double sum = 0;
        long count = 0;
        for (int i = 0; i < span.Length; i++)
        {
            long target = span[i];
            if (target == ignoreIndex)
            {
                continue;
            }

            if ((ulong)target >= (ulong)classes)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"CrossEntropy expects targets from 0 to {classes - 1}, or {ignoreIndex} for rows to ignore, but targets[{i}] is {target}; number the classes from 0, or widen the logits' axis of classes."), nameof(targets));
            }

            count++;
            sum += weights.Length > 0 ? weights[target] : 0;
        }

        GC.KeepAlive(targets);
        return weights.Length > 0 ? sum : count;
    }

    private static void CheckCrossEntropyShapes(Tensor logits, Tensor targets, Tensor? weight)
    {
        if (!logits.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(logits.DataType);
        }

        if (targets.DataType.IsFloatingPoint() || targets.DataType == DataType.Bool)
        {
            throw new ArgumentException($"CrossEntropy expects targets that are class indices, of type int64, but got {targets.DataType.Name()}; use To(DataType.Int64).", nameof(targets));
        }

        int classAxis = logits.Rank == 1 ? 0 : 1;
        bool fits = logits.Rank > 0 && targets.Rank == logits.Rank - 1;
        for (int i = 0; fits && i < targets.Rank; i++)
        {
            fits = targets.Shape.Dimensions[i] == logits.Shape.Dimensions[i < classAxis ? i : i + 1];
        }

        if (!fits)
        {
            throw new ArgumentException(
                $"CrossEntropy expects logits of [rows, classes] and targets of [rows] but got {logits.Shape} and {targets.Shape}" +
                $"{(targets.Shape.Equals(logits.Shape) ? "; turn one-hot targets into class indices" : targets.Rank == logits.Rank && targets.Shape[-1] == 1 ? "; use targets.Squeeze(-1)" : "; there must be one class for each row")}.", nameof(targets));
        }

        if (weight is not null && (weight.Rank != 1 || weight.Length != logits.Shape.Dimensions[classAxis]))
        {
            throw new ArgumentException($"CrossEntropy expects one weight for each of {logits.Shape.Dimensions[classAxis]} classes but got the shape {weight.Shape}.", nameof(weight));
        }
    }
}
