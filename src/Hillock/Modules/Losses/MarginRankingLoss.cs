using Hillock.Activations;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The margin of a ranking; see <see cref="F.MarginRanking"/>.</summary>
/// <param name="reduction">What becomes of the losses of single pairs.</param>
/// <param name="margin">By how much the score that should be higher must be.</param>
public sealed class MarginRankingLoss(Reduction reduction = Reduction.Mean, double margin = 0) : ReducedLoss(reduction)
{
    /// <summary>By how much the score that should be higher must be.</summary>
    public double Margin { get; } = Check.Finite(margin);

    /// <summary>Computes the loss.</summary>
    /// <param name="first">The first of each pair.</param>
    /// <param name="second">The second of each pair.</param>
    /// <param name="targets">−1 or 1 for each pair.</param>
    public Tensor Forward(Tensor first, Tensor second, Tensor targets) => F.MarginRanking(first, second, targets, Reduction, Margin, EmptyMean);
}
