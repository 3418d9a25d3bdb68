using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>What the mixtures of a batch share: checks, and the labels of pictures that are made of two.</summary>
internal static class SoftLabels
{
    /// <summary>Checks the batch, and gives its targets as probabilities of the inputs' type, or float32 for bytes.</summary>
    internal static Tensor Of(Tensor inputs, Tensor targets, int classes, string name)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Rank != 4 || inputs.Length == 0 || !(inputs.DataType == DataType.UInt8 || inputs.DataType.IsFloatingPoint()))
        {
            throw new ArgumentException(
                $"{name} expects inputs [N, C, H, W] of uint8 or a floating-point type, none of them empty, but got {inputs.DataType.Name()} {inputs.Shape}; add " +
                "missing axes by Unsqueeze.", nameof(inputs));
        }

        DataType type = inputs.DataType.IsFloatingPoint() ? inputs.DataType : DataType.Float32;
        bool areClasses = targets.Rank == 1 && !targets.DataType.IsFloatingPoint() && targets.DataType != DataType.Bool;
        bool areProbabilities = targets.Rank == 2 && targets.DataType.IsFloatingPoint();
        if (!(areClasses || areProbabilities) || targets.Shape[0] != inputs.Shape[0])
        {
            throw new ArgumentException(
                $"{name} expects classes [{inputs.Shape[0]}] of whole numbers, or probabilities [{inputs.Shape[0]}, K] of a floating-point type, for inputs of " +
                $"{inputs.Shape} but got {targets.DataType.Name()} {targets.Shape}; give a target for each picture.", nameof(targets));
        }

        if (areProbabilities)
        {
            return classes == 0 || targets.Shape[1] == classes ? targets.To(type) : throw new ArgumentException(
                $"{name} was made for {classes} classes but got probabilities of {targets.Shape}; leave classes out, or make them agree.", nameof(targets));
        }

        return classes > 0 ? F.OneHot(targets, classes, type) : throw new ArgumentException(
            $"{name} expects the number of classes where targets are class indices but was made without it; give it as classes, or give probabilities [N, K].",
            nameof(targets));
    }

    /// <summary>Each picture's own share of its labels, and the rest of the labels before it.</summary>
    internal static Tensor Mix(Tensor labels, double share) => share == 1 ? labels : (labels * share) + (F.Roll(labels, 1, 0) * (1 - share));

    internal static int CheckClasses(int classes, string name) => classes >= 0 ? classes : throw new ArgumentOutOfRangeException(
        nameof(classes), classes, $"{name} expects a number of classes but got {classes}; leave it out where targets are probabilities.");

    internal static double CheckAlpha(double alpha, string name) => Check.Magnitude(Check.Positive(alpha, nameof(alpha)), 1e-3, 1e6, nameof(alpha));
}
