using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The cross-entropy of logits and class indices or probabilities; see <see cref="F.CrossEntropy"/>.</summary>
/// <example>
/// <code>
/// var loss = new CrossEntropyLoss(labelSmoothing: 0.1);
/// Console.WriteLine(loss.Forward(Tensor.Zeros([1, 4]), Tensor.From([2L]))); // float32 [] 1.3863
/// </code>
/// </example>
public sealed class CrossEntropyLoss : Loss
{
    private readonly Tensor? _weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the losses of the rows.</param>
    /// <param name="weight">The weight of each class, or null.</param>
    /// <param name="ignoreIndex">Rows with this target count for nothing.</param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not from 0 to 1.</exception>
    public CrossEntropyLoss(Reduction reduction = Reduction.Mean, Tensor? weight = null, long ignoreIndex = -100, double labelSmoothing = 0)
        : base(reduction)
    {
        if (!(labelSmoothing is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "CrossEntropyLoss expects a label smoothing from 0 to 1.");
        }

        IgnoreIndex = ignoreIndex;
        LabelSmoothing = labelSmoothing;
        _weight = weight is null ? null : RegisterBuffer("weight", weight);
    }

    /// <summary>Rows with this target count for nothing.</summary>
    public long IgnoreIndex { get; }

    /// <summary>The share of each target that is spread over all classes.</summary>
    public double LabelSmoothing { get; }

    /// <inheritdoc/>
    public override long? IgnoredTarget => IgnoreIndex;

    /// <inheritdoc/>
    protected internal override double? RowsThatCount(Tensor targets) => ClassTargets.RowsThatCount(targets, _weight, IgnoreIndex);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
        F.CrossEntropy(predictions, targets, Reduction, _weight, IgnoreIndex, LabelSmoothing, EmptyMean);
}
