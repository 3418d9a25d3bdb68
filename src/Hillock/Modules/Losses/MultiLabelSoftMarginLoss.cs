using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The binary cross-entropy of several labels; see <see cref="F.MultiLabelSoftMargin"/>.</summary>
public sealed class MultiLabelSoftMarginLoss : Loss
{
    private readonly Tensor? _weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the losses of the rows.</param>
    /// <param name="weight">The weight of each class, or null.</param>
    public MultiLabelSoftMarginLoss(Reduction reduction = Reduction.Mean, Tensor? weight = null)
        : base(reduction) => _weight = weight is null ? null : RegisterBuffer("weight", weight);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
        F.MultiLabelSoftMargin(predictions, targets, Reduction, _weight, EmptyMean);
}
