using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Tensors;

namespace Extending;

/// <summary>
/// A loss of rows: <c>1 − (2Σpt + s)/(Σp + Σt + s)</c> of each row of logits, with <c>p = σ(x)</c>. Source: Milletari et al., "V-Net" (2016).
/// </summary>
/// <param name="reduction">What becomes of the losses of single rows.</param>
/// <param name="smoothing">What is added to numerator and denominator: <c>s</c>.</param>
public sealed class DiceLoss(Reduction reduction = Reduction.Mean, double smoothing = 1) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets)
    {
        Tensor p = F.Sigmoid(predictions);
        Tensor shared = (p * targets).Sum(-1), all = p.Sum(-1) + targets.Sum(-1);
        return Reduce(1 - (((2 * shared) + smoothing) / (all + smoothing)));
    }
}
