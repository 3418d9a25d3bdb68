using Hillock.Functional;
using Hillock.Losses;

namespace Hillock.Modules;

/// <summary>A module whose result is a loss, whatever it compares.</summary>
public abstract class ReducedLoss : Module
{
    /// <summary>Takes the reduction.</summary>
    /// <param name="reduction">What becomes of the losses of single elements or rows.</param>
    /// <param name="hasBatchMean">Whether <see cref="Reduction.BatchMean"/> makes sense.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
    private protected ReducedLoss(Reduction reduction, bool hasBatchMean = false)
    {
        LossReduction.Check(reduction, GetType().Name, hasBatchMean);
        Reduction = reduction;
    }

    /// <summary>What becomes of the losses of single elements or rows.</summary>
    public Reduction Reduction { get; }

    /// <summary>What the mean is when there is nothing to take it of; NaN if not set.</summary>
    public EmptyMean EmptyMean { get; init; }
}
