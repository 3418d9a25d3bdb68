using System.Globalization;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// A softmax over very many classes of very different frequencies, such as the words of a language: the frequent classes are outputs of a
/// head, the rare ones form clusters that are outputs of the head too, and each cluster has a narrow softmax of its own.
/// </summary>
/// <remarks>
/// <para>The classes are numbered by falling frequency. With cutoffs <c>[c₁, c₂, …]</c> the classes <c>0…c₁ − 1</c>, the short list, have outputs of their own
/// in the head, those from <c>cᵢ</c> on belong to cluster <c>i</c>, whose softmax sees the features through a projection to <c>⌊features/divValueⁱ⌋</c>
/// numbers. The probability of a class in a cluster is that of the cluster times that within the cluster.</para>
/// <para>Training takes the time of the head and, for each cluster, of the rows whose targets are in it: no row meets all classes. A cluster without targets
/// does no work, and its parameters get no gradient. Loss and gradients have the same bits on any number of threads.</para>
/// <para>Source: Grave, Joulin, Cissé, Grangier, Jégou, "Efficient softmax approximation for GPUs" (2017). Names and layouts are PyTorch's.</para>
/// </remarks>
public sealed class AdaptiveLogSoftmaxWithLoss : Module
{
    private readonly AdaptiveWeights _weights;

    /// <summary>Makes the layer with PyTorch's initialisation of linear layers.</summary>
    /// <param name="inFeatures">The length of the features.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="cutoffs">The first class of each cluster: rising numbers from 1 to <paramref name="classes"/> − 1, at least one.</param>
    /// <param name="divValue">The factor by which each cluster's projection is narrower than the one before.</param>
    /// <param name="headBias">Whether the head has a bias.</param>
    /// <param name="random">Where the initial numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentException">There is no cutoff, or they do not rise.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or a cluster's projection would have a width of 0.</exception>
    public AdaptiveLogSoftmaxWithLoss(
        int inFeatures, int classes, IReadOnlyList<int> cutoffs, double divValue = 4, bool headBias = false, RandomSource? random = null,
        DataType dataType = DataType.Float32)
    {
        ArgumentNullException.ThrowIfNull(cutoffs);
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        CheckCutoffs(cutoffs, classes);
        if (!(divValue is > 0 and < double.PositiveInfinity))
        {
            throw new ArgumentOutOfRangeException(nameof(divValue), divValue, $"{nameof(AdaptiveLogSoftmaxWithLoss)} expects a divValue above 0.");
        }

        (InFeatures, Classes, DivValue) = (inFeatures, classes, divValue);
        int[] bounds = [.. cutoffs, classes];
        int[] hidden = Widths(inFeatures, bounds, divValue);
        random ??= RandomSource.Shared;
        Head = Register("head", new Linear(inFeatures, bounds[0] + hidden.Length, headBias, random, dataType));
        Sequential[] clusters = new Sequential[hidden.Length];
        for (int i = 0; i < clusters.Length; i++)
        {
            clusters[i] = new Sequential(
                new Linear(inFeatures, hidden[i], bias: false, random, dataType),
                new Linear(hidden[i], bounds[i + 1] - bounds[i], bias: false, random, dataType));
        }

        Register("tail", new ModuleList<Module>(clusters));
        Tail = clusters;
        Cutoffs = bounds[..^1];
        _weights = new AdaptiveWeights(
            Head.Weight, Head.Bias, [.. clusters.Select(static pair => (((Linear)pair[0]).Weight, ((Linear)pair[1]).Weight))], bounds);
    }

    /// <summary>The length of the features.</summary>
    public int InFeatures { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The first class of each cluster.</summary>
    public IReadOnlyList<int> Cutoffs { get; }

    /// <summary>The factor by which each cluster's projection is narrower than the one before.</summary>
    public double DivValue { get; }

    /// <summary>What the loss of an empty minibatch is; NaN if not set.</summary>
    public EmptyMean EmptyMean { get; init; }

    /// <summary>The head: the short list, and one output for each cluster.</summary>
    public Linear Head { get; }

    /// <summary>The clusters: of each a projection and a linear layer.</summary>
    public IReadOnlyList<Sequential> Tail { get; }

    /// <summary>Computes how probable the targets are.</summary>
    /// <param name="x">The features, <c>[rows, inFeatures]</c> or <c>[inFeatures]</c>.</param>
    /// <param name="targets">The class of each row, whole numbers: <c>[rows]</c> or <c>[]</c>.</param>
    /// <returns>
    /// The logarithm of each target's probability, of the targets' shape, and the loss: the mean of their negatives. Gradients of any order flow through both.
    /// </returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    public (Tensor Output, Tensor Loss) Forward(Tensor x, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        CheckFeatures(x);
        if (targets.DataType.IsFloatingPoint() || targets.DataType == DataType.Bool)
        {
            throw new ArgumentException(
                $"{Name} expects targets that are class indices, of type int64, but got {targets.DataType.Name()} {targets.Shape}; use To(DataType.Int64).",
                nameof(targets));
        }

        if (targets.Rank != x.Rank - 1 || (x.Rank == 2 && targets.Length != x.Shape[0]))
        {
            throw new ArgumentException(
                $"{Name} expects a class for each row, targets of {(x.Rank == 1 ? "[]" : $"[{x.Shape[0]}]")} with features of {x.Shape}, but got " +
                $"{targets.Shape}.", nameof(targets));
        }

        Tensor rows = x.Rank == 1 ? x.Unsqueeze(0) : x;
        Tensor classes = ClassTargets.Indices(targets).Reshape(targets.Length);
        ClassTargets.Weight(classes, targets.Shape, Classes, [], null, Name);
        Module? caller = Enter();
        try
        {
            (Tensor output, Tensor loss) = F.AdaptiveLogSoftmax(rows, classes, _weights, EmptyMean);
            return (x.Rank == 1 ? output.Squeeze(0) : output, loss);
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <summary>Computes the logarithms of the probabilities of all classes.</summary>
    /// <param name="x">The features, <c>[rows, inFeatures]</c> or <c>[inFeatures]</c>.</param>
    /// <returns><c>[rows, classes]</c> or <c>[classes]</c>; gradients of any order flow through it.</returns>
    /// <exception cref="ArgumentException">The shape or type does not fit.</exception>
    public Tensor LogProbabilities(Tensor x)
    {
        CheckFeatures(x);
        return x.Rank == 1 ? F.AdaptiveLogProbabilities(x.Unsqueeze(0), _weights).Squeeze(0) : F.AdaptiveLogProbabilities(x, _weights);
    }

    /// <summary>Finds the most probable classes, looking into clusters only for rows whose most probable output of the head is a cluster.</summary>
    /// <param name="x">The features, <c>[rows, inFeatures]</c> or <c>[inFeatures]</c>.</param>
    /// <returns>The first most probable class of each row, Int64 <c>[rows]</c> or <c>[]</c>, as the largest of <see cref="LogProbabilities"/>.</returns>
    /// <exception cref="ArgumentException">The shape or type does not fit.</exception>
    public Tensor Predict(Tensor x)
    {
        CheckFeatures(x);
        using GradientScope off = Autograd.Gradients.Disabled();
        return x.Rank == 1 ? F.AdaptivePredict(x.Unsqueeze(0), _weights).Squeeze(0) : F.AdaptivePredict(x, _weights);
    }

    private void CheckFeatures(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank is not (1 or 2) || x.Shape[-1] != InFeatures)
        {
            throw new ArgumentException(
                $"{Name} expects features of [rows, {InFeatures}] or [{InFeatures}] but got " +
                $"{x.Shape}{(x.Rank > 2 && x.Shape[-1] == InFeatures ? "; join the axes before the last by Flatten" : "")}.", nameof(x));
        }

        if (x.DataType != Head.Weight.DataType)
        {
            throw new ArgumentException(
                $"{Name} has weights of type {Head.Weight.DataType.Name()} but got features of type {x.DataType.Name()}; convert with To.", nameof(x));
        }
    }

    private static void CheckCutoffs(IReadOnlyList<int> cutoffs, int classes)
    {
        string given = $"[{string.Join(", ", cutoffs)}]";
        if (cutoffs.Count == 0)
        {
            throw new ArgumentException(
                $"{nameof(AdaptiveLogSoftmaxWithLoss)} expects at least one cutoff, the first class of a cluster; use Linear and CrossEntropy for a softmax " +
                "without clusters.", nameof(cutoffs));
        }

        for (int i = 0; i < cutoffs.Count; i++)
        {
            if (cutoffs[i] < 1 || cutoffs[i] >= classes)
            {
                throw new ArgumentException(
                    $"{nameof(AdaptiveLogSoftmaxWithLoss)} expects cutoffs from 1 to {classes - 1}, below the {classes} classes, but got {cutoffs[i]} in " +
                    $"{given}; the last cluster ends with the last class by itself.", nameof(cutoffs));
            }

            if (i > 0 && cutoffs[i] <= cutoffs[i - 1])
            {
                throw new ArgumentException($"{nameof(AdaptiveLogSoftmaxWithLoss)} expects cutoffs that rise, each once, but got {given}.", nameof(cutoffs));
            }
        }
    }

    private static int[] Widths(int inFeatures, int[] bounds, double divValue)
    {
        int[] widths = new int[bounds.Length - 1];
        double divisor = 1;
        for (int i = 0; i < widths.Length; i++)
        {
            divisor *= divValue;
            double width = Math.Floor(inFeatures / divisor);
            widths[i] = width is >= 1 and <= int.MaxValue
                ? (int)width
                : throw new ArgumentOutOfRangeException(nameof(divValue), divValue, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{nameof(AdaptiveLogSoftmaxWithLoss)} would project the {inFeatures} features to {width} for cluster {i}, the classes {bounds[i]} to " +
                    $"{bounds[i + 1] - 1}: {inFeatures}/{divValue}^{i + 1}; use " +
                    $"{(width < 1 ? "a smaller divValue, fewer cutoffs or more features" : "a larger divValue")}."));
        }

        return widths;
    }
}
