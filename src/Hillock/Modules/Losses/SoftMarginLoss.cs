using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>The soft margin; see <see cref="SoftMargin"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class SoftMarginLoss(Reduction reduction = Reduction.Mean)
    : ElementwiseLoss<SoftMargin>(new(), reduction);
