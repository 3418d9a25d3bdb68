using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>The mean squared error; see <see cref="MeanSquaredError"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
public sealed class MeanSquaredErrorLoss(Reduction reduction = Reduction.Mean)
    : ElementwiseLoss<MeanSquaredError>(new(), reduction);
