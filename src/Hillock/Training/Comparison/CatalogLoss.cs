using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>A loss of the catalogue as a module.</summary>
/// <param name="loss">The loss.</param>
/// <param name="values">The values of its parameters.</param>
/// <param name="classes">The number of classes that become rows of numbers, 1 for the class; 0 where the targets are used as they are.</param>
/// <param name="other">The number of the classes that it is not.</param>
internal sealed class CatalogLoss(LossInfo loss, double[] values, int classes, double other) : Loss(Reduction.Mean)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
        loss.Compute(new LossInputs(predictions, classes == 0 ? targets : Rows(targets, predictions.DataType)) { Reduction = Reduction }, values);

    private Tensor Rows(Tensor targets, DataType type)
    {
        Tensor ones = F.OneHot(targets, classes, type);
        return other == 0 ? ones : (ones * (1 - other)) + other;
    }
}
