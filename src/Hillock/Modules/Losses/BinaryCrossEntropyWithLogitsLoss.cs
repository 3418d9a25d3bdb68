using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The binary cross-entropy of logits; see <see cref="F.BinaryCrossEntropyWithLogits"/>.</summary>
public sealed class BinaryCrossEntropyWithLogitsLoss : Loss
{
    private readonly Tensor? _weight;
    private readonly Tensor? _positiveWeight;

    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the losses of single elements.</param>
    /// <param name="weight">A weight for each element, of a shape that broadcasts to the predictions', or null.</param>
    /// <param name="positiveWeight">The weight of positive targets, of a shape that broadcasts to the predictions', or null.</param>
    public BinaryCrossEntropyWithLogitsLoss(Reduction reduction = Reduction.Mean, Tensor? weight = null, Tensor? positiveWeight = null)
        : base(reduction)
    {
        _weight = weight is null ? null : RegisterBuffer("weight", weight);
        _positiveWeight = positiveWeight is null ? null : RegisterBuffer("pos_weight", positiveWeight);
    }

    /// <inheritdoc/>
    public override double? Boundary => 0;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
        F.BinaryCrossEntropyWithLogits(predictions, targets, Reduction, _weight, _positiveWeight, EmptyMean);
}
