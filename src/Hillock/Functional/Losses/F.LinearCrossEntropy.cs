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
    /// <param name="classWeight">The weight of each class, <c>[classes]</c>; 1 when left out.</param>
    /// <param name="ignoreIndex">
    /// Rows with this target count for nothing, whatever their features: not in the weight's gradient either, where <see cref="Linear"/> has 0·∞.
    /// </param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes, from 0 to 1.</param>
    /// <param name="emptyMean">What the mean is if there are no rows, all are ignored, or the weights add up to 0.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a loss for each row, of the features' type.</returns>
    /// <remarks>
    /// <para>Up to 4 Mi logits, 16 MiB of float32, are held. More are computed in tiles of that size, which depends on the shapes alone. With up to 8192
    /// classes and a mean or a sum, the gradients are computed along with the loss; otherwise the backward pass computes the logits again, a
    /// third more work in all. Losses and gradients are those of <see cref="Linear"/> and <see cref="CrossEntropy"/> one after the
    /// other, to a few units in the last place; the same bits for every number of threads. float16 and bfloat16 are computed in float32, with a copy of the
    /// weight.</para>
    /// <para>A gradient that is itself to be differentiated needs all logits, and <c>40·rows·classes</c> bytes or more.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is out of range.</exception>
    public static Tensor LinearCrossEntropy(
        Tensor features, Tensor weight, Tensor? bias, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? classWeight = null,
        long ignoreIndex = -100, double labelSmoothing = 0, EmptyMean emptyMean = EmptyMean.NaN)
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
        Tensor rows = features.Rank == 2 ? features : features.Reshape(targets.Length, weight.Shape[1]);
        Tensor indices = ClassTargets.Indices(targets).Reshape(targets.Length);
        rows = ClassTargets.WithoutIgnored(rows, indices, ignoreIndex);
        if (LinearCrossEntropyPlan.IsSmall(targets.Length, weight.Shape[0]))
        {
            // The targets are checked as the caller gave them.
            ClassTargets.Weight(indices, targets.Shape, weight.Shape[0], [], ignoreIndex, Name);
            DataType type = features.DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32;
            Tensor logits = Linear(rows.To(type), weight.To(type), bias?.To(type));
            Tensor loss = CrossEntropy(logits, indices, reduction, classWeight, ignoreIndex, labelSmoothing, emptyMean).To(features.DataType);
            return reduction == Reduction.None ? loss.Reshape(targets.Shape) : loss;
        }

        LinearCrossEntropyPlan plan = LinearCrossEntropyPlan.Of(targets.Length, weight.Shape[0]);
        Tensor tiled =
            LinearCrossEntropyInTiles(plan, rows, weight, bias, indices, targets.Shape, reduction, ignoreIndex, classWeight, labelSmoothing, emptyMean);
        return reduction == Reduction.None ? tiled.Reshape(targets.Shape) : tiled;
    }

    /// <summary>The loss of some rows, checked except for the classes, with given tiles.</summary>
    internal static Tensor LinearCrossEntropyInTiles(
        LinearCrossEntropyPlan plan, Tensor x, Tensor weight, Tensor? bias, Tensor targets, Shape shape, Reduction reduction, long ignoreIndex,
        Tensor? classWeight, double smoothing, EmptyMean emptyMean)
    {
        const string Name = nameof(LinearCrossEntropy);
        double[] weights = classWeight?.ToArray<double>() ?? [];
        double divisor = ClassTargets.Weight(targets, shape, weight.Shape[0], weights, ignoreIndex, Name);
        double scale = LossReduction.Scale(reduction, divisor, emptyMean, Name);
        CrossEntropySettings settings =
            new CrossEntropySettings(ignoreIndex, smoothing, scale, weights.Length == 0 ? weight.Shape[0] : Reduce.Sum((ReadOnlySpan<double>)weights));
        double[] losses = new double[targets.Length];
        bool tracks = Tracks(x, weight) || (bias is not null && Tracks(bias));
        LinearCrossEntropyNode? node = tracks ? new(plan, x, weight, bias, targets, weights, settings, reduction != Reduction.None && plan.HoldsRows) : null;
        if (x.DataType == DataType.Float64)
        {
            ProjectedLosses<double>(plan, x, weight, bias, targets, weights, settings, losses, node, null);
        }
        else
        {
            ProjectedLosses<float>(plan, x, weight, bias, targets, weights, settings, losses, node, null);
        }

        Tensor loss = reduction == Reduction.None
            ? Unreduced(losses, x.DataType)
            : Tensor.Full(Shape.Scalar, LossReduction.Reduce(losses, reduction, divisor, scale), x.DataType);
        return node is null ? loss : loss.By(node);
    }

    /// <summary>The losses of some rows, checked, and their sum times a factor, with all gradients of the latter along with it.</summary>
    internal static (Tensor Losses, Tensor Sum) ProjectedLossesAndSum(Tensor x, Tensor weight, Tensor? bias, Tensor targets, double scale)
    {
        int classes = weight.Shape[0];
        LinearCrossEntropyPlan plan = LinearCrossEntropyPlan.OfWholeRows(targets.Length, classes);
        CrossEntropySettings settings = new CrossEntropySettings(long.MinValue, 0, 1, classes);
        double[] values = new double[targets.Length];
        bool tracks = Tracks(x, weight) || (bias is not null && Tracks(bias));
        LinearCrossEntropyNode? ofSum = tracks ? new(plan, x, weight, bias, targets, [], settings with { Scale = scale }, isEager: true) : null;
        LinearCrossEntropyNode? ofEach = tracks ? new(plan, x, weight, bias, targets, [], settings, isEager: false) : null;
        if (x.DataType == DataType.Float64)
        {
            ProjectedLosses<double>(plan, x, weight, bias, targets, [], settings with { Scale = scale }, values, ofSum, ofEach);
        }
        else
        {
            ProjectedLosses<float>(plan, x, weight, bias, targets, [], settings with { Scale = scale }, values, ofSum, ofEach);
        }

        Tensor losses = Unreduced(values, x.DataType);
        Tensor sum = Tensor.Full(Shape.Scalar, Reduce.Sum((ReadOnlySpan<double>)values) * scale, x.DataType);
        return tracks ? (losses.By(ofEach!), sum.By(ofSum!)) : (losses, sum);
    }

    /// <summary>Computes the losses, and what their nodes need.</summary>
    private static void ProjectedLosses<T>(
        LinearCrossEntropyPlan plan, Tensor x, Tensor weight, Tensor? bias, Tensor targets, double[] weights, CrossEntropySettings settings, double[] losses,
        LinearCrossEntropyNode? node, LinearCrossEntropyNode? other)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        DataType type = DataTypes.Of<T>();
        Tensor tile = Tensor.Empty(plan.Length, type);
        Tensor largest = Tensor.Empty(losses.Length, type);
        SplitSum[] sums = new SplitSum[losses.Length];
        Tensor xs = x.Detach().To(type), ws = weight.Detach().To(type);
        Tensor? bs = bias?.Detach().To(type).Contiguous();
        LinearCrossEntropyRows.Forward(
            Operands<T>(xs, ws, bs), targets.Span<long>(), weights, settings, plan, tile.Span<T>(), largest.Span<T>(), sums, losses,
            node is null ? default : node.Gradients<T>());
        GC.KeepAlive(xs);
        GC.KeepAlive(ws);
        GC.KeepAlive(bs);
        GC.KeepAlive(targets);
        GC.KeepAlive(largest);
        GC.KeepAlive(node);
        tile.Release();
        node?.Keep(largest, sums);
        other?.Keep(largest, sums);
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
                $"{name} expects features of [..., {(weight.Rank == 2 ? weight.Shape[1] : "features")}] and a weight of [classes, features], with a class " +
                $"at least, but got {features.Shape} and {weight.Shape}; reshape the features so that the last axis holds them.", nameof(features));
        }

        if (bias is not null && (bias.Rank != 1 || bias.Length != weight.Shape[0]))
        {
            throw new ArgumentException($"{name} expects a bias of [{weight.Shape[0]}], one for each class, but got {bias.Shape}.", nameof(bias));
        }

        if (features.DataType != weight.DataType || (bias is not null && bias.DataType != features.DataType) || !features.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"{name} expects one floating-point type but got {features.DataType.Name()}, " +
                $"{weight.DataType.Name()}{(bias is null ? "" : $" and {bias.DataType.Name()}")}; convert with To.", nameof(features));
        }

        if (targets.DataType.IsFloatingPoint() || targets.DataType == DataType.Bool)
        {
            throw new ArgumentException(
                $"{name} expects targets that are class indices, of type int64, but got {targets.DataType.Name()} {targets.Shape}; use To(DataType.Int64), " +
                "or Linear and CrossEntropy for targets that are probabilities.", nameof(targets));
        }

        if (!targets.Shape.Dimensions.SequenceEqual(features.Shape.Dimensions[..^1]))
        {
            throw new ArgumentException(
                $"{name} expects a class for each row, targets of {Shape.Format(features.Shape.Dimensions[..^1])} with features of {features.Shape}, but " +
                $"got {targets.Shape}.", nameof(targets));
        }
    }
}
