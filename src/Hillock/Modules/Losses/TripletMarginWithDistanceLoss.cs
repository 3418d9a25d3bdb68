using Hillock.Activations;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The margin of triplets with a distance of one's own; see <see cref="F.TripletMarginWithDistance"/>.</summary>
/// <param name="distance">The distance, made of differentiable operations; <see cref="F.PairwiseDistance"/> when left out.</param>
/// <param name="reduction">What becomes of the losses of single triplets.</param>
/// <param name="margin">By how much the negative must be farther than the positive, above 0.</param>
/// <param name="swap">Whether the positive may take the anchor's place.</param>
public sealed class TripletMarginWithDistanceLoss(
    Func<Tensor, Tensor, Tensor>? distance = null, Reduction reduction = Reduction.Mean, double margin = 1, bool swap = false) : ReducedLoss(reduction)
{
    /// <summary>By how much the negative must be farther than the positive.</summary>
    public double Margin { get; } = Check.Positive(margin);

    /// <summary>Whether the positive may take the anchor's place.</summary>
    public bool Swap { get; } = swap;

    /// <summary>Computes the loss.</summary>
    /// <param name="anchor">The anchors.</param>
    /// <param name="positive">Of the anchors' kind.</param>
    /// <param name="negative">Of another kind.</param>
    public Tensor Forward(Tensor anchor, Tensor positive, Tensor negative) =>
        F.TripletMarginWithDistance(anchor, positive, negative, distance, Reduction, Margin, Swap, EmptyMean);
}
