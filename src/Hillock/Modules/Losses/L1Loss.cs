using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>The absolute error; see <see cref="L1"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class L1Loss(Reduction reduction = Reduction.Mean)
    : ElementwiseLoss<L1>(new(), reduction);
