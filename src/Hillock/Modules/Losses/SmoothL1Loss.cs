using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>The smooth absolute error; see <see cref="SmoothL1"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="beta">Where the parabola ends, 0 or more.</param>
public sealed class SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1)
    : ElementwiseLoss<SmoothL1>(new(beta), reduction);
