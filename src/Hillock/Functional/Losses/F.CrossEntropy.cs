using System.Buffers;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// The cross-entropy of logits, fused with the logarithm of the softmax: <c>−w_t·ln softmax(x)_t</c> of class indices <c>t</c>, or
    /// <c>−Σ w_c·p_c·ln softmax(x)_c</c> of class probabilities <c>p</c>.
    /// </summary>
    /// <param name="logits">The logits <c>x</c>: <c>[rows, classes]</c>, <c>[classes]</c>, or <c>[rows, classes, ...]</c> with further axes.</param>
    /// <param name="targets">
    /// The class <c>t</c> of each row, whole numbers: <c>[rows]</c>, <c>[]</c>, or <c>[rows, ...]</c>. Or probabilities, not below 0, of the logits' shape and
    /// type, through which gradients flow too.
    /// </param>
    /// <param name="reduction">
    /// What becomes of the losses of the rows. The mean divides by the sum of the weights of the targets not ignored; with probabilities by the number of rows.
    /// </param>
    /// <param name="weight">The weight of each class, <c>[classes]</c>; 1 when left out.</param>
    /// <param name="ignoreIndex">
    /// Rows with this target count for nothing, whatever their logits: their loss and their gradient are 0. Of no use with probabilities.
    /// </param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes, from 0 to 1.</param>
    /// <param name="emptyMean">What the mean is if there are no rows, all are ignored, or the weights add up to 0.</param>
    /// <returns>
    /// One number, or with <see cref="Reduction.None"/> a loss for each row. Semantics as PyTorch's, but a class of probability 0 counts for nothing also where
    /// its logit is −∞.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, or a target is not a class or a probability; the message names its place and value.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is out of range.</exception>
    /// <example>
    /// <code>
    /// Tensor logits = Tensor.From([2f, 0, 0, 2], [2, 2]);
    /// Console.WriteLine(F.CrossEntropy(logits, Tensor.From([0L, 1]))); // float32 [] 0.1269
    /// </code>
    /// </example>
    public static Tensor CrossEntropy(
        Tensor logits, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null, long ignoreIndex = -100, double labelSmoothing = 0,
        EmptyMean emptyMean = EmptyMean.NaN)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (!(labelSmoothing is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "CrossEntropy expects a label smoothing from 0 to 1.");
        }

        LossReduction.Check(reduction, nameof(CrossEntropy));
        if (targets.DataType.IsFloatingPoint() && targets.Shape.Equals(logits.Shape) && logits.Rank > 0)
        {
            return SoftCrossEntropy(logits, targets, reduction, ignoreIndex, weight, labelSmoothing, emptyMean);
        }

        ClassTargets.CheckShapes(logits, targets, weight, nameof(CrossEntropy), "logits");
        Tensor classes = ClassTargets.Indices(targets);
        if (logits.Rank == 2)
        {
            return CrossEntropyOfRows(logits, classes, targets.Shape, reduction, ignoreIndex, weight, labelSmoothing, emptyMean);
        }

        Tensor rows = logits.Rank == 1 ? logits.Unsqueeze(0) : ClassesLast(logits);
        Tensor loss = CrossEntropyOfRows(rows, classes.Reshape(classes.Length), targets.Shape, reduction, ignoreIndex, weight, labelSmoothing, emptyMean);
        return reduction == Reduction.None ? loss.Reshape(targets.Shape) : loss;
    }

    private static Tensor CrossEntropyOfRows(
        Tensor x, Tensor targets, Shape shape, Reduction reduction, long ignoreIndex, Tensor? weight, double smoothing, EmptyMean emptyMean)
    {
        if (Widening.IsNarrow(x.DataType))
        {
            // The difference of a probability and a smoothed target cancels; without smoothing nothing does.
            return Widening.Apply(
                smoothing == 0 ? DataType.Float32 : DataType.Float64, x, (targets, shape, reduction, ignoreIndex, weight, smoothing, emptyMean),
                static (wide, s) => CrossEntropyOfRows(wide, s.targets, s.shape, s.reduction, s.ignoreIndex, s.weight, s.smoothing, s.emptyMean));
        }

        double[] weights = weight?.ToArray<double>() ?? [];
        double divisor = ClassTargets.Weight(targets, shape, x.Shape.Dimensions[1], weights, ignoreIndex, nameof(CrossEntropy));
        double scale = LossReduction.Scale(reduction, divisor, emptyMean, nameof(CrossEntropy));
        double weightSum = weight is null ? x.Shape.Dimensions[1] : Reduce.Sum((ReadOnlySpan<double>)weights);
        CrossEntropySettings settings = new CrossEntropySettings(ignoreIndex, smoothing, scale, weightSum);
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
            : Tensor.Full(Shape.Scalar, LossReduction.Reduce(own, reduction, divisor, scale), x.DataType);
        ArrayPool<double>.Shared.Return(losses);
        GC.KeepAlive(source);
        GC.KeepAlive(targets);
        GC.KeepAlive(dx);
        return dx is null ? loss : loss.By(new CrossEntropyNode(x, targets, dx, weights, settings));
    }

    private static Tensor Unreduced(ReadOnlySpan<double> losses, DataType type)
    {
        Tensor result = Tensor.Empty(losses.Length, type);
        Conversion.Write(losses, result, 0);
        GC.KeepAlive(result);
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
        Tensor rows = Permute(logits, order).Contiguous();
        return rows.Reshape(rows.Shape.Rows, rows.Shape[-1]);
    }
}
