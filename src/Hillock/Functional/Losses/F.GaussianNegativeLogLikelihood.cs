using System.Globalization;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The negative log-likelihood of a normal distribution with mean <c>x</c> and variance <c>v</c>: <c>½(ln v + (x − t)²/v)</c>.</summary>
    /// <remarks>
    /// A variance below <paramref name="epsilon"/> counts as <paramref name="epsilon"/>, but the gradient passes to it as if it did not, as in PyTorch, so that it can
    /// grow again.
    /// </remarks>
    /// <param name="predictions">The means <c>x</c>, of a floating-point type.</param>
    /// <param name="targets">The targets <c>t</c>, of the predictions' shape and type.</param>
    /// <param name="variance">The variances <c>v</c>, not below 0: of the predictions' shape, of that shape with one element in the last axis, or without the last axis.</param>
    /// <param name="reduction">What becomes of the losses of single elements.</param>
    /// <param name="full">Whether to add the constant <c>½·ln 2π</c>.</param>
    /// <param name="epsilon">The least variance, above 0.</param>
    /// <param name="emptyMean">What the mean of no elements is.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a tensor of the predictions' shape; with gradients of any order for all three tensors.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, a variance is negative or NaN, or a target is NaN; the message names its place and value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not above 0, or there is no such reduction.</exception>
    public static Tensor GaussianNegativeLogLikelihood(
        Tensor predictions, Tensor targets, Tensor variance, Reduction reduction = Reduction.Mean, bool full = false, double epsilon = 1e-6, EmptyMean emptyMean = EmptyMean.NaN)
    {
        const string Name = nameof(GaussianNegativeLogLikelihood);
        CheckLossOperands(predictions, targets, Name);
        ArgumentNullException.ThrowIfNull(variance);
        Check.Positive(epsilon);
        variance = VarianceLike(predictions, variance, Name);
        CheckVariances(variance, Name);

        // The reciprocal of a variance that is subnormal in float32, which the gradient is made of, has its place in float64.
        const double LeastNormal = 1.1754943508222875e-38;
        bool isSubnormal = epsilon < LeastNormal && variance.Length > 0 && Min(variance.Detach()).ToArray<double>()[0] < LeastNormal;
        return Widening.Apply(
            isSubnormal ? DataType.Float64 : Widening.OfLoss(predictions.DataType), predictions, targets, variance, (reduction, full, epsilon, emptyMean),
            static (x, t, v, s) => GaussianLoss(x, t, v, s.reduction, s.full, s.epsilon, s.emptyMean, Name));
    }

    private static Tensor GaussianLoss(
        Tensor predictions, Tensor targets, Tensor own, Reduction reduction, bool full, double epsilon, EmptyMean emptyMean, string name)
    {
        Tensor clamped = Clamp(own.Detach(), epsilon);
        clamped = Tracks(own) ? clamped.By(new PassNode(own)) : clamped;
        Tensor deviation = Subtract(predictions, targets);
        Tensor loss = ElementwiseLoss(new GaussianNegativeLogLikelihood(full), deviation, Expand(clamped, predictions.Shape), reduction, name, emptyMean);
        if (double.IsNaN(reduction == Reduction.None ? Sum(loss.Detach()).ToArray<double>()[0] : loss.ToArray<double>()[0]))
        {
            CheckLossValues(new GaussianNegativeLogLikelihood(full), predictions, targets, name);
        }

        return loss;
    }

    /// <summary>Brings variances to the predictions' rank: as they are, or with an axis of one element added at the end.</summary>
    private static Tensor VarianceLike(Tensor predictions, Tensor variance, string name)
    {
        Shape shape = predictions.Shape;
        bool lacksLast = variance.Rank == shape.Rank - 1 && variance.Shape.Dimensions.SequenceEqual(shape.Dimensions[..^1]);
        bool isShared = shape.Rank > 0 && variance.Rank == shape.Rank && variance.Shape[-1] == 1 && variance.Shape.Dimensions[..^1].SequenceEqual(shape.Dimensions[..^1]);
        if (variance.DataType != predictions.DataType || !(lacksLast || isShared || variance.Shape.Equals(shape)))
        {
            throw new ArgumentException(
                $"{name} expects a variance of the predictions' type {predictions.DataType.Name()} and shape {shape}, with one element in the last axis or without it, but got {variance.DataType.Name()} {variance.Shape}.",
                nameof(variance));
        }

        return lacksLast ? variance.Unsqueeze(-1) : variance;
    }

    private static void CheckVariances(Tensor variance, string name)
    {
        if (variance.Length == 0 || Min(variance.Detach()).ToArray<double>()[0] >= 0)
        {
            return;
        }

        double[] values = variance.ToArray<double>();
        int i = Array.FindIndex(values, value => !(value >= 0));
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"{name} expects variances that are not below 0 but variance{variance.Shape.PlaceOf(i)} is {values[i]}; use a softplus or an exponential."),
            nameof(variance));
    }
}
