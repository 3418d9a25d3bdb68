using System.Globalization;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>An element-wise loss, reduced: one pass over predictions and targets.</summary>
    internal static Tensor ElementwiseLoss<TLoss>(
        TLoss loss, Tensor predictions, Tensor targets, Reduction reduction, string name, EmptyMean emptyMean = EmptyMean.NaN)
        where TLoss : struct, IElementwiseLoss
    {
        (Tensor x, Tensor t) = (predictions, targets);
        CheckLossOperands(x, t, name);
        LossReduction.Check(reduction, name, TLoss.HasBatchMean);
        if (Widening.IsNarrow(x.DataType))
        {
            return Widening.Apply(DataType.Float64, x, t, (a, b) => ElementwiseLoss(loss, a, b, reduction, name, emptyMean));
        }

        double divisor = reduction == Reduction.BatchMean && x.Rank > 0 ? x.Shape[0] : reduction == Reduction.BatchMean ? 1 : x.Length;
        double scale = LossReduction.Scale(reduction, divisor, emptyMean, name);
        Tensor y;
        double sum;
        if (reduction == Reduction.None)
        {
            y = Elementwise.Binary(loss, x, t);
            sum = y.DataType == DataType.Float32 ? Reduce.Sum<float>(y.Span<float>()) : Reduce.Sum<double>(y.Span<double>());
            GC.KeepAlive(y);
        }
        else
        {
            sum = LossSum(loss, x, t);
            y = Tensor.Full(Shape.Scalar, LossReduction.Reduce(sum, reduction, divisor, scale), x.DataType);
        }

        if (double.IsNaN(sum))
        {
            CheckLossValues(loss, x, t, name);
        }

        return Tracks(x, t) ? y.By(new ElementwiseLossNode<TLoss>(loss, x, t, scale, name)) : y;
    }

    /// <summary>An element-wise loss times a weight for each element, reduced.</summary>
    internal static Tensor WeightedLoss<TLoss>(
        TLoss loss, Tensor predictions, Tensor targets, Tensor? weight, Reduction reduction, string name, EmptyMean emptyMean)
        where TLoss : struct, IElementwiseLoss
    {
        if (weight is null)
        {
            return ElementwiseLoss(loss, predictions, targets, reduction, name, emptyMean);
        }

        LossReduction.Check(reduction, name);
        CheckLossOperands(predictions, targets, name);
        return Widening.Apply(Widening.OfLoss(predictions.DataType), predictions, targets, (x, t) =>
        {
            Tensor losses = Multiply(ElementwiseLoss(loss, x, t, Reduction.None, name), WeightsFor(x, weight, name, nameof(weight)));
            return LossReduction.Reduce(losses, reduction, losses.Length, emptyMean, name);
        });
    }

    /// <summary>Checks weights of single elements: they broadcast to the predictions.</summary>
    private static Tensor WeightsFor(Tensor predictions, Tensor weight, string name, string parameter)
    {
        if (!weight.DataType.IsFloatingPoint() || !BroadcastsTo(weight.Shape, predictions.Shape))
        {
            throw new ArgumentException(
                $"{name} expects a {parameter} of a floating-point type that broadcasts to the predictions' shape {predictions.Shape} but got {weight.DataType.Name()} {weight.Shape}.", parameter);
        }

        return weight.To(predictions.DataType);
    }

    private static double LossSum<TLoss>(TLoss loss, Tensor x, Tensor t)
        where TLoss : struct, IElementwiseLoss
    {
        Tensor xs = x.Detach().Contiguous();
        Tensor ts = t.Detach().Contiguous();
        double sum = x.DataType == DataType.Float32
            ? PairSum.Sum<TLoss, float>(loss, xs.Span<float>(), ts.Span<float>())
            : PairSum.Sum<TLoss, double>(loss, xs.Span<double>(), ts.Span<double>());
        GC.KeepAlive(xs);
        GC.KeepAlive(ts);
        return sum;
    }

    private static void CheckLossOperands(Tensor predictions, Tensor targets, string name)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (!predictions.Shape.Equals(targets.Shape))
        {
            throw new ArgumentException(
                $"{name} expects targets of the predictions' shape {predictions.Shape} but got {targets.Shape}; {(predictions.Length == targets.Length ? $"reshape one of them, as in targets.Reshape(predictions.Shape)" : "nothing is broadcast, expand the targets if that is meant")}.", nameof(targets));
        }

        if (predictions.DataType != targets.DataType || !predictions.DataType.IsFloatingPoint())
        {
            throw new ArgumentException($"{name} expects predictions and targets of one floating-point type but got {predictions.DataType.Name()} and {targets.DataType.Name()}; convert with To.", nameof(targets));
        }
    }

    /// <summary>Looks for the element that made a loss NaN, if it is one that the loss does not allow.</summary>
    private static void CheckLossValues<TLoss>(TLoss loss, Tensor predictions, Tensor targets, string name)
        where TLoss : struct, IElementwiseLoss
    {
        double[] x = predictions.ToArray<double>();
        double[] t = targets.ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            if ((loss.ExpectedOfTarget(t[i]) ?? loss.ExpectedOfPrediction(x[i])) is not { } expected)
            {
                continue;
            }

            bool isTarget = loss.ExpectedOfTarget(t[i]) is not null;
            string parameter = isTarget ? nameof(targets) : nameof(predictions);
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} expects {parameter} that are {expected} but {parameter}{predictions.Shape.PlaceOf(i)} is {(isTarget ? t[i] : x[i])}."), parameter);
        }
    }
}
