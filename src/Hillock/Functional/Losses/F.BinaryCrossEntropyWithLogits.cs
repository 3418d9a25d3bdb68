using System.Runtime.CompilerServices;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The binary cross-entropy of logits: <c>(1 − t)·softplus(x) + p·t·softplus(−x)</c>.</summary>
    /// <remarks>
    /// Without overflow or cancellation: an easy negative keeps its loss <c>eˣ</c>, and infinite logits give the limits. Targets outside 0 to 1 are
    /// allowed. See <see cref="Losses.BinaryCrossEntropyWithLogits"/>.
    /// </remarks>
    /// <param name="predictions">The logits <c>x</c>, of a floating-point type.</param>
    /// <param name="targets">The targets <c>t</c>, of the predictions' shape and type: nothing is broadcast.</param>
    /// <param name="reduction">What becomes of the losses of single elements.</param>
    /// <param name="weight">A weight for each element, of a shape that broadcasts to the predictions'; the mean divides by the number of elements all the same.</param>
    /// <param name="positiveWeight">The weight <c>p</c> of positive targets, of a shape that broadcasts to the predictions', such as one for each class.</param>
    /// <param name="emptyMean">What the mean of no elements is.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a tensor of the predictions' shape; with gradients of any order for predictions, targets and weights.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is NaN; the message names its place.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor predictions, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null, Tensor? positiveWeight = null, EmptyMean emptyMean = EmptyMean.NaN)
    {
        const string Name = nameof(BinaryCrossEntropyWithLogits);
        if (positiveWeight is null)
        {
            return WeightedLoss(default(BinaryCrossEntropyWithLogits), predictions, targets, weight, reduction, Name, emptyMean);
        }

        LossReduction.Check(reduction, Name);
        CheckLossOperands(predictions, targets, Name);
        return Widening.Apply(Widening.OfLoss(predictions.DataType), predictions, targets, (positiveWeight, weight, reduction, emptyMean), static (x, t, s) =>
        {
            Tensor negative = ElementwiseLoss(default(NegativeTerm), x, t, Reduction.None, Name);
            Tensor positive = ElementwiseLoss(default(PositiveTerm), x, t, Reduction.None, Name);
            Tensor losses = Add(negative, Multiply(positive, WeightsFor(x, s.positiveWeight, Name, nameof(positiveWeight))));
            losses = s.weight is null ? losses : Multiply(losses, WeightsFor(x, s.weight, Name, nameof(weight)));
            return LossReduction.Reduce(losses, s.reduction, losses.Length, s.emptyMean, Name);
        });
    }

    private readonly struct NegativeTerm : IElementwiseLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x, T t) where T : struct, IReal<T> => Share(T.One - t, x);

        /// <summary><c>share·softplus(x)</c> with <c>0·∞ = 0</c>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static T Share<T>(T share, T x)
            where T : struct, IReal<T>
        {
            T none = T.Abs(share) <= T.Zero;
            return T.Line(share, T.Softplus(T.Select(none, T.Min(T.Const(float.MaxValue, double.MaxValue), x), x)).Rounded);
        }
    }

    private readonly struct PositiveTerm : IElementwiseLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x, T t) where T : struct, IReal<T> => NegativeTerm.Share(t, -x);
    }
}
