using System.Globalization;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The margin of a ranking: <c>max(0, margin − t·(x₁ − x₂))</c>, where <c>t = 1</c> says that the first score is to be higher, −1 the second.</summary>
    /// <remarks>At the hinge the gradient flows, as in PyTorch.</remarks>
    /// <param name="first">The first scores <c>x₁</c>, of a floating-point type.</param>
    /// <param name="second">The second scores <c>x₂</c>, of the same shape and type.</param>
    /// <param name="targets">The order <c>t</c>, −1 or 1, of the same shape and type.</param>
    /// <param name="reduction">What becomes of the losses of single pairs.</param>
    /// <param name="margin">By how much the score that should be higher must be.</param>
    /// <param name="emptyMean">What the mean of no pairs is.</param>
    /// <exception cref="ArgumentException">The shapes or types differ, or a target is not −1 or 1; the message names its place and value.</exception>
    public static Tensor MarginRanking(
        Tensor first, Tensor second, Tensor targets, Reduction reduction = Reduction.Mean, double margin = 0, EmptyMean emptyMean = EmptyMean.NaN)
    {
        const string Name = nameof(MarginRanking);
        CheckSameShape(first, second, Name, nameof(first), nameof(second));
        CheckLossOperands(first, targets, Name);
        return Widening.Apply(
            Widening.OfLoss(first.DataType), first, second, targets, (margin, reduction, emptyMean),
            static (x, y, t, s) => ElementwiseLoss(new MarginRanking(s.margin), Subtract(x, y), t, s.reduction, Name, s.emptyMean));
    }

    /// <summary>The loss of the angle between vectors: <c>1 − cos</c> where <c>t = 1</c>, <c>max(0, cos − margin)</c> where <c>t = −1</c>.</summary>
    /// <remarks>
    /// 10⁻¹² is added to both squared norms. <c>1 − cos</c> is evaluated as half the squared distance of the unit vectors, so that it is accurate for
    /// almost parallel ones and never negative. At <c>cos = margin</c> the gradient flows, as in PyTorch. Computed in float64 and rounded once.
    /// </remarks>
    /// <param name="first">The first vectors, <c>[rows, features]</c> or <c>[features]</c>.</param>
    /// <param name="second">The second vectors, of the same shape and type.</param>
    /// <param name="targets">−1 or 1 for each pair: <c>[rows]</c> or <c>[]</c>.</param>
    /// <param name="reduction">What becomes of the losses of single pairs.</param>
    /// <param name="margin">The cosine up to which pairs of different kinds cost nothing.</param>
    /// <param name="emptyMean">What the mean of no pairs is.</param>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not −1 or 1; the message names its place and value.</exception>
    public static Tensor CosineEmbedding(
        Tensor first, Tensor second, Tensor targets, Reduction reduction = Reduction.Mean, double margin = 0, EmptyMean emptyMean = EmptyMean.NaN)
    {
        const string Name = nameof(CosineEmbedding);
        ArgumentNullException.ThrowIfNull(targets);
        CheckSameShape(first, second, Name, nameof(first), nameof(second));
        LossReduction.Check(reduction, Name);
        if (first.Rank is not (1 or 2) || targets.Rank != first.Rank - 1 || (first.Rank == 2 && targets.Length != first.Shape[0]))
        {
            throw new ArgumentException(
                $"{Name} expects vectors of [rows, features] and targets of [rows], or [features] and [], but got {first.Shape} and {targets.Shape}.", nameof(targets));
        }

        CheckSigns(targets, Name);
        Tensor same = Equal(targets.Detach(), 1);
        return Widening.Apply(DataType.Float64, first, second, (margin, same, targets.Shape, reduction, emptyMean), static (x, y, s) =>
        {
            Tensor u = UnitVectors(x, out Tensor uLacks);
            Tensor v = UnitVectors(y, out Tensor vLacks);
            Tensor apart = Multiply(Add(Sum(Square(Subtract(u, v)), -1), Add(uLacks, vLacks)), 0.5);
            Tensor close = Clamp(Subtract(Sum(Multiply(u, v), -1), s.margin), 0);
            Tensor losses = Where(s.same, Reshape(apart, s.Shape), Reshape(close, s.Shape));
            return LossReduction.Reduce(losses, s.reduction, losses.Length, s.emptyMean, Name);
        });
    }

    /// <summary>Vectors divided by <c>√(Σx² + 10⁻¹²)</c>, and the share of the summand, which their squared length lacks to 1.</summary>
    private static Tensor UnitVectors(Tensor x, out Tensor lacks)
    {
        Tensor rows = x.Rank == 1 ? x.Unsqueeze(0) : x;

        // Only large vectors are scaled: where the squares of small ones underflow, the summand is all that counts.
        Tensor factors = Minimum(FactorsOfRows(rows), Tensor.Ones(Shape.Scalar, DataType.Float64));
        Tensor scaled = Multiply(rows, factors);
        Tensor summand = Multiply(Square(factors), 1e-12);
        Tensor square = Add(Sum(Square(scaled), -1, keepDims: true), summand);
        lacks = Divide(summand, square).Squeeze(-1);
        return Divide(scaled, Sqrt(square));
    }

    private static void CheckSameShape(Tensor first, Tensor second, string name, string firstName, string secondName)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.Shape.Equals(second.Shape) || first.DataType != second.DataType || !first.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"{name} expects {firstName} and {secondName} of one shape and floating-point type but got {first.DataType.Name()} {first.Shape} and {second.DataType.Name()} {second.Shape}; nothing is broadcast, use Expand if that is meant.",
                secondName);
        }
    }

    private static void CheckSigns(Tensor targets, string name)
    {
        double[] values = targets.ToArray<double>();
        int i = Array.FindIndex(values, value => value is not (1 or -1));
        if (i >= 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{name} expects targets that are −1 or 1 but targets{targets.Shape.PlaceOf(i)} is {values[i]}."), nameof(targets));
        }
    }
}
