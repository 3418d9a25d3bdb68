using Hillock.Activations;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The loss of the angle between vectors; see <see cref="F.CosineEmbedding"/>.</summary>
/// <param name="reduction">What becomes of the losses of single pairs.</param>
/// <param name="margin">The cosine up to which pairs of different kinds cost nothing.</param>
public sealed class CosineEmbeddingLoss(Reduction reduction = Reduction.Mean, double margin = 0) : ReducedLoss(reduction)
{
    /// <summary>The cosine up to which pairs of different kinds cost nothing.</summary>
    public double Margin { get; } = Check.Finite(margin);

    /// <summary>Computes the loss.</summary>
    /// <param name="first">The first of each pair.</param>
    /// <param name="second">The second of each pair.</param>
    /// <param name="targets">−1 or 1 for each pair.</param>
    public Tensor Forward(Tensor first, Tensor second, Tensor targets) => F.CosineEmbedding(first, second, targets, Reduction, Margin, EmptyMean);
}
