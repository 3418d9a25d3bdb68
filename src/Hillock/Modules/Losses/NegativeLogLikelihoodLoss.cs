using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The negative log-likelihood of log-probabilities and class indices; see <see cref="F.NegativeLogLikelihood"/>.</summary>
public sealed class NegativeLogLikelihoodLoss : Loss
{
    private readonly Tensor? _weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the losses of the rows.</param>
    /// <param name="weight">The weight of each class, or null.</param>
    /// <param name="ignoreIndex">Rows with this target count for nothing.</param>
    public NegativeLogLikelihoodLoss(Reduction reduction = Reduction.Mean, Tensor? weight = null, long ignoreIndex = -100)
        : base(reduction)
    {
        IgnoreIndex = ignoreIndex;
        _weight = weight is null ? null : RegisterBuffer("weight", weight);
    }

    /// <summary>Rows with this target count for nothing.</summary>
    public long IgnoreIndex { get; }

    /// <inheritdoc/>
    public override long? IgnoredTarget => IgnoreIndex;

    /// <inheritdoc/>
    protected internal override double? RowsThatCount(Tensor targets) => ClassTargets.RowsThatCount(targets, _weight, IgnoreIndex);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
        F.NegativeLogLikelihood(predictions, targets, Reduction, _weight, IgnoreIndex, EmptyMean);
}
