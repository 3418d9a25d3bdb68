using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A module that compares predictions with targets: what a <c>Trainer</c> trains with.</summary>
/// <remarks>
/// A loss of one element at a time is an <see cref="IElementwiseLoss"/>, whose module is <see cref="ElementwiseLoss{TLoss}"/>. For any other derive from this,
/// compute the losses of rows by differentiable functions, and hand them to <c>Reduce</c>.
/// </remarks>
/// <example>
/// <code>
/// // 1 − cos(x, t) of each row.
/// sealed class CosineLoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
/// {
///     protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =&gt; Reduce(1 - F.CosineSimilarity(predictions, targets, -1));
/// }
///
/// // ln(1 + e^(−(2t − 1)·x)) of logits x and targets t of 0 and 1: a trainer's score is the accuracy with the boundary 0.
/// sealed class LogisticLoss(Reduction reduction = Reduction.Mean) : Loss(reduction)
/// {
///     public override double? Boundary =&gt; 0;
///
///     protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =&gt; Reduce(F.Softplus((1 - (2 * targets)) * predictions));
/// }
/// </code>
/// </example>
public abstract class Loss : ReducedLoss
{
    /// <summary>Takes the reduction.</summary>
    /// <param name="reduction">What becomes of the losses of single elements or rows.</param>
    /// <param name="hasBatchMean">Whether <see cref="Reduction.BatchMean"/> makes sense.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
    protected Loss(Reduction reduction, bool hasBatchMean = false)
        : base(reduction, hasBatchMean)
    {
    }

    /// <summary>
    /// The class target of rows that count for nothing, PyTorch's <c>ignore_index</c>: the accuracy that a <c>Trainer</c> gives by default leaves them out.
    /// Null for a loss without one. To be overridden together with <see cref="RowsThatCount"/>, which says what the mean divides by.
    /// </summary>
    public virtual long? IgnoredTarget => null;

    /// <summary>
    /// The rows that the mean is taken of: by weights, and without ignored ones. Null where each counts as one. It weighs the means of batches in the mean of
    /// an epoch, and in gradients that are collected over several batches. To be overridden by a loss whose mean is no mean over all rows.
    /// </summary>
    /// <param name="targets">The targets of a batch.</param>
    /// <returns>What the mean divides by, at least 0, or null for the number of rows.</returns>
    protected internal virtual double? RowsThatCount(Tensor targets) => null;

    /// <summary>
    /// From where on a prediction means 1, for a loss of the two targets 0 and 1: 0 for logits, ½ for probabilities. A <c>Trainer</c> then gives
    /// <c>Metrics.BinaryAccuracy</c> as its score by default. Null for other losses.
    /// </summary>
    public virtual double? Boundary => null;

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
    /// <param name="predictions">The network's output.</param>
    /// <param name="targets">What it should be.</param>
    /// <returns>The loss, reduced.</returns>
    protected abstract Tensor ForwardCore(Tensor predictions, Tensor targets);
}
