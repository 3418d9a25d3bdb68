using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>The Kullback-Leibler divergence; see <see cref="KLDivergence"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="logTarget">Whether targets are logarithms of probabilities too.</param>
public sealed class KLDivergenceLoss(Reduction reduction = Reduction.Mean, bool logTarget = false)
    : ElementwiseLoss<KLDivergence>(new(logTarget), reduction);
