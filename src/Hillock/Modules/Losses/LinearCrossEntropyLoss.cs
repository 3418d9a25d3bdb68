using System.Globalization;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// A linear layer and the cross-entropy of its output in one, which never holds the logits; see <see cref="F.LinearCrossEntropy"/>. Its state is that
/// of a <see cref="Linear"/>.
/// </summary>
public sealed class LinearCrossEntropyLoss : ReducedLoss
{
    private readonly Tensor? _classWeight;

    /// <summary>Makes the loss with PyTorch's initialisation of a linear layer.</summary>
    /// <param name="inFeatures">The length of the features' last axis.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="reduction">What becomes of the losses of the rows.</param>
    /// <param name="classWeight">The weight of each class, or null.</param>
    /// <param name="ignoreIndex">Rows with this target count for nothing.</param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes.</param>
    /// <param name="random">Where the initial numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentException">There is not one weight for each class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1, or <paramref name="labelSmoothing"/> is not from 0 to 1.</exception>
    public LinearCrossEntropyLoss(
        int inFeatures, int classes, bool bias = true, Reduction reduction = Reduction.Mean, Tensor? classWeight = null, long ignoreIndex = -100,
        double labelSmoothing = 0, RandomSource? random = null, DataType dataType = DataType.Float32)
        : base(reduction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (!(labelSmoothing is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "LinearCrossEntropyLoss expects a label smoothing from 0 to 1.");
        }

        ClassTargets.CheckWeight(classWeight, classes, nameof(LinearCrossEntropyLoss));
        Linear linear = new Linear(inFeatures, classes, bias, random, dataType);
        Weight = RegisterParameter("weight", linear.Weight);
        Bias = linear.Bias is null ? null : RegisterParameter("bias", linear.Bias);
        _classWeight = classWeight is null ? null : RegisterBuffer("class_weight", classWeight);
        IgnoreIndex = ignoreIndex;
        LabelSmoothing = labelSmoothing;
    }

    /// <summary>The weight, <c>[classes, features]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, <c>[classes]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Rows with this target count for nothing.</summary>
    public long IgnoreIndex { get; }

    /// <summary>The share of each target that is spread over all classes.</summary>
    public double LabelSmoothing { get; }

    /// <inheritdoc/>
    protected override string Details => string.Create(
        CultureInfo.InvariantCulture, $"in_features={Weight.Shape[1]}, classes={Weight.Shape[0]}, bias={Format(Bias is not null)}");

    /// <summary>Computes the loss.</summary>
    /// <param name="features">The features, <c>[..., features]</c>.</param>
    /// <param name="targets">The class of each row.</param>
    public Tensor Forward(Tensor features, Tensor targets) =>
        F.LinearCrossEntropy(features, Weight, Bias, targets, Reduction, _classWeight, IgnoreIndex, LabelSmoothing, EmptyMean);
}
