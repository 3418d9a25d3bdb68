using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A module that compares predictions with targets.</summary>
public abstract class Loss : ReducedLoss
{
    /// <summary>Takes the reduction.</summary>
    /// <param name="reduction">What becomes of the losses of single elements or rows.</param>
    /// <param name="hasBatchMean">Whether <see cref="Reduction.BatchMean"/> makes sense.</param>
    private protected Loss(Reduction reduction, bool hasBatchMean = false)
        : base(reduction, hasBatchMean)
    {
    }

    /// <summary>Computes the loss.</summary>
    /// <param name="predictions">The network's output.</param>
    /// <param name="targets">What it should be.</param>
    public Tensor Forward(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        return ForwardCore(predictions, targets);
    }

    /// <summary>The loss's function; called by <see cref="Forward(Tensor, Tensor)"/>.</summary>
    private protected abstract Tensor ForwardCore(Tensor predictions, Tensor targets);
}
