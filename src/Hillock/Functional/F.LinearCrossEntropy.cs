using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// The cross-entropy of a projection's logits, <c>CrossEntropy(x·Wᵀ + b, t)</c>, of which only a part is ever in memory: for as many classes
    /// as a language has words.
    /// </summary>
    /// <param name="features">The features <c>x</c>: <c>[rows, features]</c>, or with any number of axes instead of the rows.</param>
    /// <param name="weight">The weight <c>W</c>, <c>[classes, features]</c>.</param>
    /// <param name="bias">The bias <c>b</c>, <c>[classes]</c>, or null.</param>
    /// <param name="targets">The class <c>t</c> of each row, whole numbers: the features' shape without the last axis.</param>
    /// <param name="reduction">What becomes of the losses of the rows. The mean divides by the sum of the weights of the targets not ignored.</param>
    /// <param name="ignoreIndex">Rows with this target count for nothing.</param>
    /// <param name="classWeight">The weight of each class, <c>[classes]</c>; 1 when left out.</param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes, from 0 to 1.</param>
    /// <param name="emptyMean">What the mean is if there are no rows, all are ignored, or the weights add up to 0.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a loss for each row, of the features' type.</returns>
    /// <remarks>
    /// <para>The logits are computed in tiles of at most 4 Mi, 16 MiB of float32, whose size depends on the shapes alone, and the backward pass
    /// computes them again, unless one tile holds them all. Losses and gradients are those of <see cref="Linear"/> and <see cref="CrossEntropy"/> one after the
    /// other, to a few units in the last place; the same bits for every number of threads. float16 and bfloat16 are computed in float32, with a copy of the weight.</para>
    /// <para>A gradient that is itself to be differentiated needs all logits, and <c>40·rows·classes</c> bytes or more.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is out of range.</exception>
    public static Tensor LinearCrossEntropy(
        Tensor features, Tensor weight, Tensor? bias, Tensor targets, Reduction reduction = Reduction.Mean, long ignoreIndex = -100,
        Tensor? classWeight = null, double labelSmoothing = 0, EmptyMean emptyMean = EmptyMean.NaN)
    {
        const string Name = nameof(LinearCrossEntropy);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(targets);
        LossReduction.Check(reduction, Name);
        if (!(labelSmoothing is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, $"{Name} expects a label smoothing from 0 to 1.");
        }

        CheckProjection(Name, features, weight, bias, targets);
        ClassTargets.CheckWeight(classWeight, weight.Shape[0], Name);
        double[] weights = classWeight?.ToArray<double>() ?? [];
        Tensor indices = ClassTargets.Indices(targets);
        double divisor = ClassTargets.Weight(indices, targets.Shape, weight.Shape[0], weights, ignoreIndex, Name);
        double scale = LossReduction.Scale(reduction, divisor, emptyMean, Name);
        var settings = new CrossEntropySettings(ignoreIndex, labelSmoothing, scale, weights.Length == 0 ? weight.Shape[0] : Reduce.Sum((ReadOnlySpan<double>)weights));
        var losses = new double[indices.Length];
        Tensor rows = features.Rank == 2 ? features : features.Reshape(indices.Length, weight.Shape[1]);
        LinearCrossEntropyNode? node = ProjectedLosses(rows, weight, bias, indices.Reshape(indices.Length), weights, settings, losses);
        Tensor loss = reduction == Reduction.None
            ? Unreduced(losses, features.DataType)
            : Tensor.Full(Shape.Scalar, LossReduction.Reduce(Reduce.Sum((ReadOnlySpan<double>)losses), reduction, divisor, scale), features.DataType);
        loss = node is null ? loss : loss.By(node);
        return reduction == Reduction.None ? loss.Reshape(targets.Shape) : loss;
    }

    /// <summary>Computes the losses, and the node of their gradient if one is needed.</summary>
    private static LinearCrossEntropyNode? ProjectedLosses(
        Tensor x, Tensor weight, Tensor? bias, Tensor targets, double[] weights, CrossEntropySettings settings, double[] losses)
    {
        bool tracks = Tracks(x, weight) || (bias is not null && Tracks(bias));
        if (losses.Length == 0)
        {
            return tracks ? new LinearCrossEntropyNode(x, weight, bias, targets, weights, settings, null, null, null) : null;
        }

        DataType type = x.DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32;
        var plan = LinearCrossEntropyPlan.Of(losses.Length, weight.Shape[0]);
        Tensor tile = Tensor.Empty(plan.Length, type);
        Tensor largest = Tensor.Empty(losses.Length, type);
        var sums = new double[losses.Length];
        Tensor xs = x.Detach().To(type), ws = weight.Detach().To(type);
        Tensor? bs = bias?.Detach().To(type).Contiguous();
        if (type == DataType.Float32)
        {
            LinearCrossEntropyRows.Forward(
                Operands<float>(xs, ws, bs), targets.Span<long>(), weights, settings, plan, tile.Span<float>(), largest.Span<float>(), sums, losses);
        }
        else
        {
            LinearCrossEntropyRows.Forward(
                Operands<double>(xs, ws, bs), targets.Span<long>(), weights, settings, plan, tile.Span<double>(), largest.Span<double>(), sums, losses);
        }

        GC.KeepAlive(xs);
        GC.KeepAlive(ws);
        GC.KeepAlive(bs);
        GC.KeepAlive(targets);
        bool keeps = tracks && plan.IsOneTile;
        if (!keeps)
        {
            tile.Release();
        }

        return tracks ? new LinearCrossEntropyNode(x, weight, bias, targets, weights, settings, largest, sums, keeps ? tile : null) : null;
    }

    /// <summary>The memory of a projection's operands; the tensors must be kept alive.</summary>
    internal static LinearOperands<T> Operands<T>(Tensor x, Tensor weight, Tensor? bias)
        where T : unmanaged =>
        new(x.Reach<T>(), Layout(x), weight.Reach<T>(), Layout(weight), bias is null ? default : bias.Span<T>());

    private static void CheckProjection(string name, Tensor features, Tensor weight, Tensor? bias, Tensor targets)
    {
        if (weight.Rank != 2 || weight.Shape[0] == 0 || features.Rank == 0 || features.Shape[-1] != weight.Shape[1])
        {
            throw new ArgumentException(
                $"{name} expects features of [..., {(weight.Rank == 2 ? weight.Shape[1] : "features")}] and a weight of [classes, features], with a class at least, but got {features.Shape} and {weight.Shape}; reshape the features so that the last axis holds them.", nameof(features));
        }

        if (bias is not null && (bias.Rank != 1 || bias.Length != weight.Shape[0]))
        {
            throw new ArgumentException($"{name} expects a bias of [{weight.Shape[0]}], one for each class, but got {bias.Shape}.", nameof(bias));
        }

        if (features.DataType != weight.DataType || (bias is not null && bias.DataType != features.DataType) || !features.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"{name} expects one floating-point type but got {features.DataType.Name()}, {weight.DataType.Name()}{(bias is null ? "" : $" and {bias.DataType.Name()}")}; convert with To.", nameof(features));
        }

        if (targets.DataType.IsFloatingPoint() || targets.DataType == DataType.Bool)
        {
            throw new ArgumentException(
                $"{name} expects targets that are class indices, of type int64, but got {targets.DataType.Name()} {targets.Shape}; use To(DataType.Int64), or Linear and CrossEntropy for targets that are probabilities.", nameof(targets));
        }

        if (!targets.Shape.Dimensions.SequenceEqual(features.Shape.Dimensions[..^1]))
        {
            throw new ArgumentException(
                $"{name} expects a class for each row, targets of {Shape.Format(features.Shape.Dimensions[..^1])} with features of {features.Shape}, but got {targets.Shape}.", nameof(targets));
        }
    }
}
