using System.Runtime.CompilerServices;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// Connectionist temporal classification of log-probabilities; see <see cref="F.Ctc(Tensor, Tensor, Tensor?, Tensor?, int, Reduction, bool, EmptyMean)"/>.
/// </summary>
/// <param name="reduction">What becomes of the losses of the sequences.</param>
/// <param name="blank">The class that stands for no label.</param>
/// <param name="zeroInfinity">Whether a sequence without an alignment counts as 0.</param>
public sealed class CtcLoss(Reduction reduction = Reduction.Mean, int blank = 0, bool zeroInfinity = false) : ReducedLoss(reduction)
{
    /// <summary>The class that stands for no label.</summary>
    public int Blank { get; } =
        blank >= 0 ? blank : throw new ArgumentOutOfRangeException(nameof(blank), blank, "CtcLoss expects a class as blank, 0 or above.");

    /// <summary>Whether a sequence without an alignment counts as 0.</summary>
    public bool ZeroInfinity { get; } = zeroInfinity;

    /// <summary>Computes the loss.</summary>
    /// <param name="logProbabilities">The log-probabilities, <c>[steps, sequences, classes]</c> or <c>[steps, classes]</c>.</param>
    /// <param name="targets">The labels, padded or one after the other.</param>
    /// <param name="inputLengths">How many steps each sequence has; all of them when left out.</param>
    /// <param name="targetLengths">How many labels each sequence has.</param>
    [OverloadResolutionPriority(1)]
    public Tensor Forward(Tensor logProbabilities, Tensor targets, Tensor? inputLengths = null, Tensor? targetLengths = null) =>
        F.Ctc(logProbabilities, targets, inputLengths, targetLengths, Blank, Reduction, ZeroInfinity, EmptyMean);

    /// <inheritdoc cref="Forward(Tensor, Tensor, Tensor?, Tensor?)"/>
    public Tensor Forward(Tensor logProbabilities, Tensor targets, ReadOnlySpan<int> inputLengths, ReadOnlySpan<int> targetLengths) =>
        F.Ctc(logProbabilities, targets, inputLengths, targetLengths, Blank, Reduction, ZeroInfinity, EmptyMean);
}
