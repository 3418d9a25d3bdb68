using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The negative log-likelihood <c>−w_y·x_y</c> of log-probabilities <c>x</c> and class indices <c>y</c>.</summary>
    /// <param name="predictions">The log-probabilities: <c>[rows, classes]</c>, <c>[classes]</c>, or <c>[rows, classes, ...]</c> with further axes.</param>
    /// <param name="targets">The class of each row, whole numbers: <c>[rows]</c>, <c>[]</c>, or <c>[rows, ...]</c>.</param>
    /// <param name="reduction">What becomes of the losses of the rows. The mean divides by the sum of the targets' weights.</param>
    /// <param name="weight">The weight of each class, <c>[classes]</c>; 1 when left out.</param>
    /// <param name="ignoreIndex">Rows with this target count for nothing.</param>
    /// <param name="emptyMean">What the mean is if there are no rows, all are ignored, or the weights add up to 0.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a loss for each row, 0 of an ignored one. Semantics as PyTorch's.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public static Tensor NegativeLogLikelihood(
        Tensor predictions, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null, long ignoreIndex = -100,
        EmptyMean emptyMean = EmptyMean.NaN)
    {
        const string Name = nameof(NegativeLogLikelihood);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        LossReduction.Check(reduction, Name);
        ClassTargets.CheckShapes(predictions, targets, weight, Name, "log-probabilities");
        int axis = predictions.Rank == 1 ? 0 : 1;
        int classes = predictions.Shape[axis];
        Tensor indices = ClassTargets.Indices(targets);
        double[] weights = weight?.ToArray<double>() ?? [];
        double divisor = ClassTargets.Weight(indices, targets.Shape, classes, weights, ignoreIndex, Name);
        if (indices.Length == 0)
        {
            return LossReduction.Reduce(Reshape(predictions, targets.Shape), reduction, 0, emptyMean, Name);
        }

        if (classes == 0)
        {
            // All rows are ignored: no other target has been let through.
            return LossReduction.Reduce(Sum(predictions, axis), reduction, 0, emptyMean, Name);
        }

        DataType least = Widening.OfLoss(predictions.DataType);
        (Tensor kept, Tensor factors) = KeptRows(indices, weights, ignoreIndex, least);
        Tensor safe = Where(kept, indices, 0);
        return Widening.Apply(least, Gather(predictions, axis, safe.Unsqueeze(axis)).Squeeze(axis), (kept, factors, reduction, divisor, emptyMean),
            static (picked, s) =>
        {
            Tensor losses = Where(s.kept, Multiply(picked, s.factors), 0);
            return LossReduction.Reduce(losses, s.reduction, s.divisor, s.emptyMean, Name);
        });
    }

    /// <summary>Which rows are not ignored, and the negated weights of all rows.</summary>
    private static (Tensor Kept, Tensor Factors) KeptRows(Tensor targets, double[] weights, long ignoreIndex, DataType type)
    {
        ReadOnlySpan<long> span = targets.Span<long>();
        bool[] kept = new bool[span.Length];
        double[] factors = new double[span.Length];
        for (int i = 0; i < span.Length; i++)
        {
            kept[i] = span[i] != ignoreIndex;
            factors[i] = !kept[i] ? 0 : weights.Length == 0 ? -1 : -weights[span[i]];
        }

        GC.KeepAlive(targets);
        return (Tensor.From(kept, targets.Shape), Tensor.From(factors, targets.Shape).To(type));
    }
}
