using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The binary cross-entropy of probabilities; see <see cref="BinaryCrossEntropy"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="weight">A weight for each element, of a shape that broadcasts to the predictions', or null.</param>
public sealed class BinaryCrossEntropyLoss(Reduction reduction = Reduction.Mean, Tensor? weight = null)
    : ElementwiseLoss<BinaryCrossEntropy>(new(), reduction, weight)
{
    /// <inheritdoc/>
    public override double? Boundary => 0.5;
}
