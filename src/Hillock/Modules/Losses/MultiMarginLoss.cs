using Hillock.Activations;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The hinge of several classes; see <see cref="F.MultiMargin"/>.</summary>
public sealed class MultiMarginLoss : Loss
{
    private readonly Tensor? _weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What becomes of the losses of the rows.</param>
    /// <param name="weight">The weight of each class, or null.</param>
    /// <param name="p">The power: 1 or 2.</param>
    /// <param name="margin">By how much the target's score must be higher.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not 1 or 2, or there is no such reduction.</exception>
    public MultiMarginLoss(Reduction reduction = Reduction.Mean, Tensor? weight = null, int p = 1, double margin = 1)
        : base(reduction)
    {
        P = p is 1 or 2 ? p : throw new ArgumentOutOfRangeException(nameof(p), p, "MultiMarginLoss expects a power of 1 or 2.");
        Margin = Check.Finite(margin);
        _weight = weight is null ? null : RegisterBuffer("weight", weight);
    }

    /// <summary>The power.</summary>
    public int P { get; }

    /// <summary>By how much the target's score must be higher.</summary>
    public double Margin { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
        F.MultiMargin(predictions, targets, Reduction, _weight, P, Margin, EmptyMean);
}
