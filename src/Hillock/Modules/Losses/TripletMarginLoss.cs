using Hillock.Activations;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The margin of triplets; see <see cref="F.TripletMargin"/>.</summary>
/// <param name="reduction">What becomes of the losses of single triplets.</param>
/// <param name="margin">By how much the negative must be farther than the positive, above 0.</param>
/// <param name="p">The order of the norm, above 0.</param>
/// <param name="epsilon">What is added to each signed difference.</param>
/// <param name="swap">Whether the positive may take the anchor's place.</param>
public sealed class TripletMarginLoss(Reduction reduction = Reduction.Mean, double margin = 1, double p = 2, double epsilon = 1e-6, bool swap = false)
    : ReducedLoss(reduction)
{
    /// <summary>By how much the negative must be farther than the positive.</summary>
    public double Margin { get; } = Check.Positive(margin);

    /// <summary>The order of the norm.</summary>
    public double P { get; } = p > 0 ? p : throw new ArgumentOutOfRangeException(nameof(p), p, "TripletMarginLoss expects an order above 0.");

    /// <summary>What is added to each signed difference.</summary>
    public double Epsilon { get; } = Check.Finite(epsilon);

    /// <summary>Whether the positive may take the anchor's place.</summary>
    public bool Swap { get; } = swap;

    /// <summary>Computes the loss.</summary>
    /// <param name="anchor">The anchors.</param>
    /// <param name="positive">Of the anchors' kind.</param>
    /// <param name="negative">Of another kind.</param>
    public Tensor Forward(Tensor anchor, Tensor positive, Tensor negative) =>
        F.TripletMargin(anchor, positive, negative, Reduction, Margin, P, Epsilon, Swap, EmptyMean);
}
