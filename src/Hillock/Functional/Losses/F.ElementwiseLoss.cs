using System.Globalization;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Computes an element-wise loss by its definition: a library's, or one of your own.</summary>
    /// <param name="predictions">The predictions <c>x</c>, of a floating-point type.</param>
    /// <param name="targets">The targets <c>t</c>, of the predictions' shape and type: nothing is broadcast.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="reduction">What becomes of the losses of single elements.</param>
    /// <param name="weight">
    /// A weight for each element, of a shape that broadcasts to the predictions'; the mean divides by the number of elements all the same.
    /// </param>
    /// <param name="emptyMean">What the mean of no elements is.</param>
    /// <returns>
    /// One number, or with <see cref="Reduction.None"/> a tensor of the predictions' shape; with gradients of any order for predictions and targets.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The shapes or types differ, or an element is not one that the loss allows; the message names its place and value.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.ElementwiseLoss(Tensor.From([3.0]), Tensor.From([3.0]), new LogCosh())); // float64 [] 0
    ///
    /// // The logarithm of the hyperbolic cosine of d = x − t: d + ln(1 + e^(−2d)) − ln 2.
    /// readonly struct LogCosh : IElementwiseLoss
    /// {
    ///     [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ///     public T Apply&lt;T&gt;(T x, T t) where T : struct, IReal&lt;T&gt;
    ///     {
    ///         T d = x - t;
    ///         return T.Softplus(T.Const(-2) * d).Rounded + d - T.Const(0.6931471805599453);
    ///     }
    /// }
    /// </code>
    /// </example>
    public static Tensor ElementwiseLoss<TLoss>(
        Tensor predictions, Tensor targets, TLoss loss, Reduction reduction = Reduction.Mean, Tensor? weight = null, EmptyMean emptyMean = EmptyMean.NaN)
        where TLoss : struct, IElementwiseLoss => WeightedLoss(loss, predictions, targets, weight, reduction, typeof(TLoss).Name, emptyMean);

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
            return Widening.Apply(
                DataType.Float64, x, t, (loss, reduction, name, emptyMean),
                static (a, b, s) => ElementwiseLoss(s.loss, a, b, s.reduction, s.name, s.emptyMean));
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
            double value = double.IsFinite(sum) ? LossReduction.Reduce(sum, reduction, divisor, scale) : WideLoss(loss, x, t, reduction, divisor, scale);
            y = Tensor.Full(Shape.Scalar, value, x.DataType);
        }

        if (double.IsNaN(sum))
        {
            CheckLossValues(loss, x, t, name);
        }

        // A light formula is a polynomial, whose slope leaves the type's range only where the loss does; of others nothing is known.
        bool mayBeSteep = !double.IsFinite(sum) || TLoss.Cost != Cost.Light;
        return Tracks(x, t) ? y.By(new ElementwiseLossNode<TLoss>(loss, x, t, scale, name, mayBeSteep)) : y;
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
        return Widening.Apply(Widening.OfLoss(predictions.DataType), predictions, targets, (loss, weight, reduction, name, emptyMean), static (x, t, s) =>
        {
            Tensor losses = Multiply(ElementwiseLoss(s.loss, x, t, Reduction.None, s.name), WeightsFor(x, s.weight, s.name, nameof(weight)));
            return LossReduction.Reduce(losses, s.reduction, losses.Length, s.emptyMean, s.name);
        });
    }

    /// <summary>Checks weights of single elements: they broadcast to the predictions.</summary>
    private static Tensor WeightsFor(Tensor predictions, Tensor weight, string name, string parameter)
    {
        if (!weight.DataType.IsFloatingPoint() || !BroadcastsTo(weight.Shape, predictions.Shape))
        {
            throw new ArgumentException(
                $"{name} expects a {parameter} of a floating-point type that broadcasts to the predictions' shape {predictions.Shape} but got " +
                $"{weight.DataType.Name()} {weight.Shape}.", parameter);
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

    /// <summary>
    /// A sum or mean of losses one of which, or whose sum, left the range of their type: computed in double precision, with a sum that is scaled.
    /// </summary>
    private static double WideLoss<TLoss>(TLoss loss, Tensor x, Tensor t, Reduction reduction, double divisor, double scale)
        where TLoss : struct, IElementwiseLoss
    {
        Tensor losses = Elementwise.Binary(loss, x.Detach().To(DataType.Float64), t.Detach().To(DataType.Float64)).Contiguous();
        double value = LossReduction.Reduce(losses.Span<double>(), reduction, divisor, scale);
        GC.KeepAlive(losses);
        return value;
    }

    private static void CheckLossOperands(Tensor predictions, Tensor targets, string name)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (!predictions.Shape.Equals(targets.Shape))
        {
            throw new ArgumentException(
                $"{name} expects targets of the predictions' shape {predictions.Shape} but got {targets.Shape}; " +
                (predictions.Length == targets.Length
                    ? "reshape one of them, as in targets.Reshape(predictions.Shape)."
                    : "nothing is broadcast, expand the targets if that is meant."),
                nameof(targets));
        }

        if (predictions.DataType != targets.DataType || !predictions.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"{name} expects predictions and targets of one floating-point type but got {predictions.DataType.Name()} and {targets.DataType.Name()}; " +
                "convert with To.", nameof(targets));
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
