using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// The loss of connectionist temporal classification: <c>−ln Σ Πₜ exp x[t, πₜ]</c> over all alignments <c>π</c> of the labels to the steps,
    /// of log-probabilities <c>x</c>.
    /// </summary>
    /// <param name="logProbabilities">
    /// The logarithm of each class's probability at each step, <c>[steps, sequences, classes]</c>, or <c>[steps, classes]</c> of one sequence. They need
    /// not be normalised: priors of the labels may have been subtracted.
    /// </param>
    /// <param name="targets">
    /// The labels, whole numbers from 0 to <c>classes − 1</c> other than the blank: <c>[sequences, longest]</c>, of which what is beyond a target's length is
    /// not read, or the labels of all sequences one after the other, <c>[total]</c>.
    /// </param>
    /// <param name="inputLengths">How many steps each sequence has; all of them when left out.</param>
    /// <param name="targetLengths">
    /// How many labels each sequence has, which may be none; the whole row when left out, as it may be of <c>[sequences, longest]</c> only.
    /// </param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <param name="reduction">
    /// What becomes of the losses of the sequences. The mean first divides each by its number of labels, by 1 if it has none.
    /// </param>
    /// <param name="zeroInfinity">
    /// Whether a sequence without an alignment, because it has fewer steps than labels and repetitions of labels, counts as 0 with zero gradient. Otherwise
    /// its loss is ∞ and its gradient NaN.
    /// </param>
    /// <param name="emptyMean">What the mean of no sequences is.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a loss for each sequence, of the predictions' type.</returns>
    /// <remarks>
    /// <para>The gradient is that of the log-probabilities themselves, <c>−posterior</c>. PyTorch's returns <c>exp x − posterior</c>, which is right only
    /// below a log-softmax; below one, both give the same gradient of the logits.
    /// <see cref="CtcWithLogits(Tensor, Tensor, Tensor?, Tensor?, int, Reduction, bool, EmptyMean)"/> takes the logits, in one pass.</para>
    /// <para>Recursions run in double precision on logarithms; steps beyond a sequence's length have gradient 0. A NaN among the log-probabilities of
    /// a sequence's labels or the blank gives NaN. A gradient that is itself to be differentiated runs both recursions in tensor operations and
    /// keeps about <c>40·steps·sequences·(2·longest + 1)</c> doubles. Graves, Fernández, Gomez, Schmidhuber, "Connectionist Temporal
    /// Classification" (ICML 2006).</para>
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, or a label or a length is out of range; the message names its place and value.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The blank is not a class.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor Ctc(
        Tensor logProbabilities, Tensor targets, Tensor? inputLengths = null, Tensor? targetLengths = null, int blank = 0,
        Reduction reduction = Reduction.Mean, bool zeroInfinity = false, EmptyMean emptyMean = EmptyMean.NaN) =>
        CtcOf(nameof(Ctc), logProbabilities, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity, emptyMean);

    /// <inheritdoc cref="Ctc(Tensor, Tensor, Tensor?, Tensor?, int, Reduction, bool, EmptyMean)"/>
    public static Tensor Ctc(
        Tensor logProbabilities, Tensor targets, ReadOnlySpan<int> inputLengths, ReadOnlySpan<int> targetLengths, int blank = 0,
        Reduction reduction = Reduction.Mean, bool zeroInfinity = false, EmptyMean emptyMean = EmptyMean.NaN) =>
        CtcOf(nameof(Ctc), logProbabilities, targets, Tensor.From(inputLengths), Tensor.From(targetLengths), blank, reduction, zeroInfinity, emptyMean);

    /// <summary>
    /// The loss of connectionist temporal classification of logits, fused with the logarithm of the softmax: <c>−ln Σ Πₜ softmax(x[t])[πₜ]</c> over all
    /// alignments <c>π</c> of the labels to the steps.
    /// </summary>
    /// <param name="logits">The logits, <c>[steps, sequences, classes]</c>, or <c>[steps, classes]</c> of one sequence.</param>
    /// <param name="targets">
    /// The labels; see <see cref="Ctc(Tensor, Tensor, Tensor?, Tensor?, int, Reduction, bool, EmptyMean)"/>, as of all the others.
    /// </param>
    /// <param name="inputLengths">How many steps each sequence has; all of them when left out.</param>
    /// <param name="targetLengths">How many labels each sequence has.</param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <param name="reduction">What becomes of the losses of the sequences.</param>
    /// <param name="zeroInfinity">Whether a sequence without an alignment counts as 0.</param>
    /// <param name="emptyMean">What the mean of no sequences is.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a loss for each sequence, of the logits' type.</returns>
    /// <remarks>
    /// The gradient is <c>softmax − posterior</c>. It is the loss and gradient of PyTorch's <c>ctc_loss</c> below a <c>log_softmax</c>. A NaN in
    /// any class of a step makes the sequence's loss NaN.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit, or a label or a length is out of range; the message names its place and value.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The blank is not a class.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor CtcWithLogits(
        Tensor logits, Tensor targets, Tensor? inputLengths = null, Tensor? targetLengths = null, int blank = 0,
        Reduction reduction = Reduction.Mean, bool zeroInfinity = false, EmptyMean emptyMean = EmptyMean.NaN) =>
        CtcOf(nameof(CtcWithLogits), logits, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity, emptyMean);

    /// <inheritdoc cref="CtcWithLogits(Tensor, Tensor, Tensor?, Tensor?, int, Reduction, bool, EmptyMean)"/>
    public static Tensor CtcWithLogits(
        Tensor logits, Tensor targets, ReadOnlySpan<int> inputLengths, ReadOnlySpan<int> targetLengths, int blank = 0,
        Reduction reduction = Reduction.Mean, bool zeroInfinity = false, EmptyMean emptyMean = EmptyMean.NaN) =>
        CtcOf(nameof(CtcWithLogits), logits, targets, Tensor.From(inputLengths), Tensor.From(targetLengths), blank, reduction, zeroInfinity, emptyMean);

    private static Tensor CtcOf(
        string name, Tensor x, Tensor targets, Tensor? inputLengths, Tensor? targetLengths, int blank, Reduction reduction, bool zeroInfinity,
        EmptyMean emptyMean)
    {
        LossReduction.Check(reduction, name);
        CtcSettings settings = CtcArguments.Read(name, x, targets, inputLengths, targetLengths, blank, zeroInfinity);
        bool isBatch = x.Rank == 3;
        return Widening.Apply(Widening.OfLoss(x.DataType), isBatch ? x : x.Unsqueeze(1), (name, isBatch, settings, reduction, emptyMean),
            static (wide, s) => CtcReduced(s.name, wide, s.isBatch, s.settings, s.reduction, s.emptyMean));
    }

    private static Tensor CtcReduced(string name, Tensor x, bool isBatch, CtcSettings settings, Reduction reduction, EmptyMean emptyMean)
    {
        Tensor losses = CtcOfBatch(x, settings);
        if (reduction == Reduction.None)
        {
            return isBatch ? losses : losses.Squeeze(0);
        }

        if (reduction == Reduction.Mean)
        {
            double[] shares = new double[settings.Count];
            for (int i = 0; i < shares.Length; i++)
            {
                shares[i] = Math.Max(1, settings.Target(i).Length);
            }

            losses = Divide(losses, Tensor.From(shares).To(losses.DataType));
        }

        return LossReduction.Reduce(losses, reduction, settings.Count, emptyMean, name);
    }

    private static Tensor CtcOfBatch(Tensor x, CtcSettings settings)
    {
        Tensor source = x.Detach().Contiguous();
        Tensor? dx = Tracks(x) ? Tensor.Empty(x.Shape, x.DataType) : null;
        double[] losses = new double[settings.Count];
        if (x.DataType == DataType.Float32)
        {
            CtcSequences.Run(source.Span<float>(), settings, losses, dx is null ? default : dx.Span<float>());
        }
        else
        {
            CtcSequences.Run(source.Span<double>(), settings, losses, dx is null ? default : dx.Span<double>());
        }

        GC.KeepAlive(source);
        GC.KeepAlive(dx);
        double[] shown = settings.ZeroInfinity ? Array.ConvertAll(losses, loss => double.IsPositiveInfinity(loss) ? 0 : loss) : losses;
        Tensor result = Unreduced(shown, x.DataType);
        return dx is null ? result : result.By(new CtcNode(x, dx, losses, settings));
    }
}
