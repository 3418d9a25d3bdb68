using Hillock.Activations;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The negative log-likelihood of a normal distribution; see <see cref="F.GaussianNegativeLogLikelihood"/>.</summary>
/// <param name="reduction">What becomes of the losses of single elements.</param>
/// <param name="full">Whether to add the constant <c>½·ln 2π</c>.</param>
/// <param name="epsilon">The least variance, above 0.</param>
public sealed class GaussianNegativeLogLikelihoodLoss(Reduction reduction = Reduction.Mean, bool full = false, double epsilon = 1e-6) : ReducedLoss(reduction)
{
    /// <summary>Whether the constant is added.</summary>
    public bool Full { get; } = full;

    /// <summary>The least variance.</summary>
    public double Epsilon { get; } = Check.Positive(epsilon);

    /// <summary>Computes the loss.</summary>
    /// <param name="predictions">The means.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="variance">The variances.</param>
    public Tensor Forward(Tensor predictions, Tensor targets, Tensor variance) =>
        F.GaussianNegativeLogLikelihood(predictions, targets, variance, Reduction, Full, Epsilon, EmptyMean);
}
