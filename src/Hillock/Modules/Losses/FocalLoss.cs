using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>The focal loss of logits; see <see cref="Focal"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="alpha">The weight of positive elements, from 0 to 1; with a negative number all weigh 1.</param>
/// <param name="gamma">How strongly easy elements are discounted, 0 or more.</param>
public sealed class FocalLoss(Reduction reduction = Reduction.Mean, double alpha = 0.25, double gamma = 2)
    : ElementwiseLoss<Focal>(new(alpha, gamma), reduction);
