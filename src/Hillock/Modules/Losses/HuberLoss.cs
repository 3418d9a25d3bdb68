using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>Huber's loss; see <see cref="Huber"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="delta">Where the parabola ends, above 0.</param>
public sealed class HuberLoss(Reduction reduction = Reduction.Mean, double delta = 1)
    : ElementwiseLoss<Huber>(new(delta), reduction);
