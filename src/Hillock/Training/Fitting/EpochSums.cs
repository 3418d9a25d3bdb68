using Hillock.Losses;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Adds the losses of an epoch's batches.</summary>
internal struct EpochSums
{
    internal double Loss { get; set; }

    internal double Rows { get; set; }

    /// <summary>The mean; NaN if no row counts.</summary>
    internal readonly double Mean => Loss / Rows;

    /// <summary>What a batch counts: the weight that its mean has, or of a loss that is a sum its rows.</summary>
    internal static double Weight(Loss loss, Tensor inputs, Tensor targets) =>
        loss.Reduction == Reduction.Sum ? inputs.Shape[0] : loss.RowsThatCount(targets) ?? inputs.Shape[0];

    internal void Add(Loss loss, double value, double weight)
    {
        // A batch of nothing but ignored rows has no mean, and counts for nothing.
        Loss += weight == 0 ? 0 : loss.Reduction == Reduction.Sum ? value : value * weight;
        Rows += weight;
    }
}
