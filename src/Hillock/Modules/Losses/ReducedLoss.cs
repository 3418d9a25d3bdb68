using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A module whose result is a loss, whatever it compares: <see cref="Loss"/> compares predictions with targets.</summary>
public abstract class ReducedLoss : Module
{
    /// <summary>Takes the reduction.</summary>
    /// <param name="reduction">What becomes of the losses of single elements or rows.</param>
    /// <param name="hasBatchMean">Whether <see cref="Reduction.BatchMean"/> makes sense.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
    protected ReducedLoss(Reduction reduction, bool hasBatchMean = false)
    {
        LossReduction.Check(reduction, GetType().Name, hasBatchMean);
        Reduction = reduction;
    }

    /// <summary>What becomes of the losses of single elements or rows.</summary>
    public Reduction Reduction { get; }

    /// <summary>What the mean is when there is nothing to take it of; NaN if not set.</summary>
    public EmptyMean EmptyMean { get; init; }

    /// <summary>Reduces the losses of single elements or rows as <see cref="Reduction"/> and <see cref="EmptyMean"/> say.</summary>
    /// <param name="losses">The losses, of any shape and a floating-point type.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> the losses themselves.</returns>
    /// <exception cref="InvalidOperationException">
    /// There is nothing to take the mean of, and <see cref="EmptyMean"/> is <see cref="EmptyMean.Throw"/>.
    /// </exception>
    protected Tensor Reduce(Tensor losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        double divisor = Reduction == Reduction.BatchMean ? losses.Rank > 0 ? losses.Shape[0] : 1 : losses.Length;
        return LossReduction.Reduce(losses, Reduction, divisor, EmptyMean, Name);
    }
}
