using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The mean squared error; see <see cref="F.MeanSquaredError"/>.</summary>
/// <param name="reduction">What becomes of the single squares.</param>
public sealed class MeanSquaredErrorLoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
{
    private protected override Tensor ForwardCore(Tensor predictions, Tensor targets) => F.MeanSquaredError(predictions, targets, Reduction);
}
