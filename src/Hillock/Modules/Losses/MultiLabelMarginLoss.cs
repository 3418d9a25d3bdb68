using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The hinge of several labels; see <see cref="F.MultiLabelMargin"/>.</summary>
/// <param name="reduction">What becomes of the losses of the rows.</param>
public sealed class MultiLabelMarginLoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets) => F.MultiLabelMargin(predictions, targets, Reduction, EmptyMean);
}
