using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The margin of triplets: <c>max(0, d(a, p) − d(a, n) + margin)</c> with the distance <c>d(x, y) = ‖x − y + ε‖ₚ</c>.</summary>
    /// <remarks>
    /// At the hinge the gradient flows; a distance of 0 has none. With <paramref name="swap"/> the smaller of <c>d(a, n)</c> and <c>d(p, n)</c> counts, and
    /// equal ones share the gradient. Computed in float64 and rounded once.
    /// Source: Balntas, Riba, Ponsa, Mikolajczyk, "Learning local feature descriptors with triplets and shallow convolutional neural networks" (2016).
    /// </remarks>
    /// <param name="anchor">The anchors <c>a</c>, <c>[rows, features]</c> or <c>[features]</c>.</param>
    /// <param name="positive">Vectors <c>p</c> of the anchors' kind, of the same shape and type.</param>
    /// <param name="negative">Vectors <c>n</c> of another kind, of the same shape and type.</param>
    /// <param name="reduction">What becomes of the losses of single triplets.</param>
    /// <param name="margin">By how much the negative must be farther than the positive, above 0.</param>
    /// <param name="p">The order of the norm, above 0.</param>
    /// <param name="epsilon">What is added to each signed difference.</param>
    /// <param name="swap">Whether the positive may take the anchor's place.</param>
    /// <param name="emptyMean">What the mean of no triplets is.</param>
    /// <exception cref="ArgumentException">The shapes or types differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> or <paramref name="p"/> is not above 0.</exception>
    public static Tensor TripletMargin(
        Tensor anchor, Tensor positive, Tensor negative, Reduction reduction = Reduction.Mean, double margin = 1, double p = 2, double epsilon = 1e-6,
        bool swap = false,
        EmptyMean emptyMean = EmptyMean.NaN)
    {
        if (anchor is { Rank: 0 })
        {
            throw new ArgumentException($"{nameof(TripletMargin)} expects vectors along the last axis but got {anchor.Shape}.", nameof(anchor));
        }

        return Triplets(
            DataType.Float64, anchor, positive, negative, (p, epsilon), static (x, y, s) => PairwiseDistance(x, y, s.p, s.epsilon), reduction, margin, swap,
            emptyMean, nameof(TripletMargin));
    }

    /// <summary>The margin of triplets: <c>max(0, d(a, p) − d(a, n) + margin)</c> with a distance <c>d</c> of one's own.</summary>
    /// <param name="anchor">The anchors <c>a</c>.</param>
    /// <param name="positive">Objects <c>p</c> of the anchors' kind, of the same shape and type.</param>
    /// <param name="negative">Objects <c>n</c> of another kind, of the same shape and type.</param>
    /// <param name="distance">
    /// The distance, made of differentiable operations, which gets 16-bit types as float32; <see cref="PairwiseDistance"/> when left out.
    /// </param>
    /// <param name="reduction">What becomes of the losses of single triplets.</param>
    /// <param name="margin">By how much the negative must be farther than the positive, above 0.</param>
    /// <param name="swap">Whether the positive may take the anchor's place.</param>
    /// <param name="emptyMean">What the mean of no triplets is.</param>
    /// <exception cref="ArgumentException">The shapes or types differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is not above 0.</exception>
    public static Tensor TripletMarginWithDistance(
        Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, Reduction reduction = Reduction.Mean, double margin = 1,
        bool swap = false,
        EmptyMean emptyMean = EmptyMean.NaN) =>
        Triplets(
            distance is null ? DataType.Float64 : DataType.Float32, anchor, positive, negative, distance,
            static (x, y, own) => own is null ? PairwiseDistance(x, y) : own(x, y), reduction, margin, swap, emptyMean,
            nameof(TripletMarginWithDistance));

    private static Tensor Triplets<TState>(
        DataType least, Tensor anchor, Tensor positive, Tensor negative, TState state, Func<Tensor, Tensor, TState, Tensor> distance, Reduction reduction,
        double margin, bool swap, EmptyMean emptyMean, string name)
    {
        CheckSameShape(anchor, positive, name, nameof(anchor), nameof(positive));
        CheckSameShape(anchor, negative, name, nameof(anchor), nameof(negative));
        LossReduction.Check(reduction, name);
        Check.Positive(margin);
        return Widening.Apply(least, anchor, positive, negative, (state, distance, reduction, margin, swap, emptyMean, name), static (a, p, n, s) =>
        {
            Tensor near = s.distance(a, p, s.state).To(DataType.Float64);
            Tensor far = s.distance(a, n, s.state).To(DataType.Float64);
            if (s.swap)
            {
                far = Minimum(far, s.distance(p, n, s.state).To(DataType.Float64));
            }

            Tensor losses = Clamp(Add(Subtract(near, far), s.margin), 0);
            return LossReduction.Reduce(losses, s.reduction, losses.Length, s.emptyMean, s.name);
        });
    }
}
