using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>What a loss of the catalogue is computed from.</summary>
/// <param name="Predictions">The predictions.</param>
/// <param name="Targets">The targets: numbers of the predictions' type, or whole numbers where the loss takes classes.</param>
public sealed record LossInputs(Tensor Predictions, Tensor Targets)
{
    /// <summary>What becomes of the single losses.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>Weights of elements or classes, where the loss takes some.</summary>
    public Tensor? Weight { get; init; }

    /// <summary>The variances, where the loss takes some.</summary>
    public Tensor? Variance { get; init; }

    /// <summary>The weights of positive targets, where the loss takes some.</summary>
    public Tensor? PositiveWeight { get; init; }

    /// <summary>What the mean is when there is nothing to take it of.</summary>
    public EmptyMean EmptyMean { get; init; }
}
