using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>The hinge of distances; see <see cref="HingeEmbedding"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="margin">The distance from which pairs of different kinds cost nothing.</param>
public sealed class HingeEmbeddingLoss(Reduction reduction = Reduction.Mean, double margin = 1)
    : ElementwiseLoss<HingeEmbedding>(new(margin), reduction);
