using System.Globalization;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The cross-entropy of logits and class probabilities.</summary>
    private static Tensor SoftCrossEntropy(
        Tensor logits, Tensor targets, Reduction reduction, long ignoreIndex, Tensor? weight, double smoothing, EmptyMean emptyMean)
    {
        if (!logits.DataType.IsFloatingPoint() || logits.DataType != targets.DataType)
        {
            throw new ArgumentException(
                $"CrossEntropy expects logits and target probabilities of one floating-point type but got {logits.DataType.Name()} and " +
                $"{targets.DataType.Name()}; convert with To.", nameof(targets));
        }

        if (ignoreIndex >= 0)
        {
            string came = ignoreIndex.ToString(CultureInfo.InvariantCulture);
            throw new ArgumentException(
                $"CrossEntropy expects no ignoreIndex with targets that are probabilities but got {came}; leave the row out, or give it zeros where its " +
                "logits are numbers.", nameof(ignoreIndex));
        }

        if (Widening.IsNarrow(logits.DataType))
        {
            return Widening.Apply(
                DataType.Float64, logits, targets, (reduction, ignoreIndex, weight, smoothing, emptyMean),
                static (x, t, s) => SoftCrossEntropy(x, t, s.reduction, s.ignoreIndex, s.weight, s.smoothing, s.emptyMean));
        }

        int classes = logits.Shape[logits.Rank == 1 ? 0 : 1];
        ClassTargets.CheckWeight(weight, classes, nameof(CrossEntropy));
        if (logits.Rank == 2)
        {
            return SoftCrossEntropyOfRows(logits, targets, reduction, weight, smoothing, emptyMean);
        }

        bool isOne = logits.Rank == 1;
        Tensor loss = SoftCrossEntropyOfRows(
            isOne ? logits.Unsqueeze(0) : ClassesLast(logits), isOne ? targets.Unsqueeze(0) : ClassesLast(targets), reduction, weight, smoothing, emptyMean);
        return reduction != Reduction.None ? loss : isOne ? loss.Reshape(Shape.Scalar) : loss.Reshape(WithoutClasses(logits.Shape));
    }

    private static Tensor SoftCrossEntropyOfRows(Tensor x, Tensor p, Reduction reduction, Tensor? weight, double smoothing, EmptyMean emptyMean)
    {
        int rows = x.Shape[0];
        double scale = LossReduction.Scale(reduction, rows, emptyMean, nameof(CrossEntropy));
        double[] weights = weight?.ToArray<double>() ?? [];
        double[] losses = new double[rows];
        Tensor xs = x.Detach().Contiguous();
        Tensor ps = p.Detach().Contiguous();
        Tensor? dx = Tracks(x) ? Tensor.Empty(x.Shape, x.DataType) : null;
        if (x.DataType == DataType.Float32)
        {
            SoftCrossEntropyRows.Run(xs.Span<float>(), ps.Span<float>(), weights, losses, dx is null ? default : dx.Span<float>(), smoothing, scale);
        }
        else
        {
            SoftCrossEntropyRows.Run(xs.Span<double>(), ps.Span<double>(), weights, losses, dx is null ? default : dx.Span<double>(), smoothing, scale);
        }

        GC.KeepAlive(xs);
        GC.KeepAlive(ps);
        GC.KeepAlive(dx);
        double sum = Reduce.Sum((ReadOnlySpan<double>)losses);
        if (double.IsNaN(sum))
        {
            CheckProbabilities(ps, nameof(CrossEntropy));
        }

        Tensor loss = reduction == Reduction.None
            ? Unreduced(losses, x.DataType)
            : Tensor.Full(Shape.Scalar, LossReduction.Reduce(losses, reduction, rows, scale), x.DataType);
        return Tracks(x, p) ? loss.By(new SoftCrossEntropyNode(x, p, dx, weight?.Detach().To(x.DataType), smoothing, scale)) : loss;
    }

    private static Shape WithoutClasses(Shape shape)
    {
        int[] dimensions = shape.Dimensions.ToArray();
        return Shape.Create([dimensions[0], .. dimensions[2..]]);
    }

    private static void CheckProbabilities(Tensor targets, string name)
    {
        double[] values = targets.ToArray<double>();
        int i = Array.FindIndex(values, value => !(value >= 0));
        if (i >= 0)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} expects targets that are probabilities, not below 0, but targets{targets.Shape.PlaceOf(i)} is {values[i]}."), nameof(targets));
        }
    }
}
