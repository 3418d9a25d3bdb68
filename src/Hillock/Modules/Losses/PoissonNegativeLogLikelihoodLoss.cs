using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>The negative log-likelihood of counts; see <see cref="PoissonNegativeLogLikelihood"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="logInput">Whether predictions are logarithms of rates, not rates.</param>
/// <param name="full">Whether to add Stirling's approximation of <c>ln t!</c>.</param>
/// <param name="epsilon">What is added to a rate before its logarithm is taken, 0 or more.</param>
public sealed class PoissonNegativeLogLikelihoodLoss(Reduction reduction = Reduction.Mean, bool logInput = true, bool full = false, double epsilon = 1e-8)
    : ElementwiseLoss<PoissonNegativeLogLikelihood>(new(logInput, full, epsilon), reduction);
