using System.Globalization;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The hinge of several classes: <c>Σ w_y·max(0, margin − x_y + x_i)ᵖ/C</c> over the classes <c>i ≠ y</c>.</summary>
    /// <remarks>
    /// At the hinge the gradient is 0. Source: Crammer, Singer, "On the algorithmic implementation of multiclass kernel-based vector machines" (2001).
    /// </remarks>
    /// <param name="predictions">The scores <c>x</c>, <c>[rows, classes]</c> or <c>[classes]</c>.</param>
    /// <param name="targets">The class <c>y</c> of each row, whole numbers: <c>[rows]</c>, or one number.</param>
    /// <param name="reduction">What becomes of the losses of the rows. The mean divides by their number, whatever the weights.</param>
    /// <param name="weight">The weight of each class, <c>[classes]</c>; 1 when left out.</param>
    /// <param name="p">The power: 1 or 2.</param>
    /// <param name="margin">By how much the target's score must be higher.</param>
    /// <param name="emptyMean">What the mean of no rows is.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a loss for each row; with gradients of any order.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is not a class; the message names its place and value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not 1 or 2.</exception>
    public static Tensor MultiMargin(
        Tensor predictions, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null, int p = 1, double margin = 1,
        EmptyMean emptyMean = EmptyMean.NaN)
    {
        const string Name = nameof(MultiMargin);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        LossReduction.Check(reduction, Name);
        Check.Finite(margin);
        if (p is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, $"{Name} expects a power of 1 or 2.");
        }

        Shape shape = targets.Shape;
        targets = predictions.Rank == 1 && targets.Rank == 1 && targets.Length == 1 ? targets.Reshape(Shape.Scalar) : targets;
        CheckRows(predictions, Name);
        ClassTargets.CheckShapes(predictions, targets, weight, Name, "scores");
        Tensor indices = ClassTargets.Indices(targets);
        int classes = predictions.Shape[-1];
        double[] weights = weight?.ToArray<double>() ?? [];
        ClassTargets.Weight(indices, targets.Shape, classes, weights, null, Name);
        Tensor own = indices.Unsqueeze(-1);
        return Widening.Apply(Widening.OfLoss(predictions.DataType), predictions, (own, margin, p, weight, reduction, shape, emptyMean), static (x, s) =>
        {
            Tensor hinge = PositivePart(Add(Subtract(x, Gather(x, -1, s.own)), s.margin));
            hinge = Where(Equal(s.own, Tensor.Arange(x.Shape[-1], DataType.Int64)), 0, s.p == 2 ? Square(hinge) : hinge);
            Tensor losses = Divide(Sum(hinge, -1), x.Shape[-1]);
            if (s.weight is not null)
            {
                losses = Multiply(losses, Gather(s.weight.To(x.DataType), 0, s.own.Reshape(s.own.Length)).Reshape(losses.Shape));
            }

            losses = s.reduction == Reduction.None && x.Rank == 1 ? losses.Reshape(s.shape) : losses;
            return LossReduction.Reduce(losses, s.reduction, losses.Length, s.emptyMean, Name);
        });
    }

    /// <summary>The hinge of several labels: <c>Σ max(0, 1 − x_j + x_i)/C</c> over the labels <c>j</c> and all classes <c>i</c> that are none.</summary>
    /// <remarks>At the hinge the gradient is 0. A label that stands twice counts twice.</remarks>
    /// <param name="predictions">The scores <c>x</c>, <c>[rows, classes]</c> or <c>[classes]</c>.</param>
    /// <param name="targets">The labels of each row, whole numbers of the scores' shape: those before the first −1 count.</param>
    /// <param name="reduction">What becomes of the losses of the rows.</param>
    /// <param name="emptyMean">What the mean of no rows is.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a loss for each row; with gradients of any order.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a label is not a class or −1; the message names its place and value.</exception>
    public static Tensor MultiLabelMargin(Tensor predictions, Tensor targets, Reduction reduction = Reduction.Mean, EmptyMean emptyMean = EmptyMean.NaN)
    {
        const string Name = nameof(MultiLabelMargin);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        LossReduction.Check(reduction, Name);
        if (targets.DataType.IsFloatingPoint() || targets.DataType == DataType.Bool || !targets.Shape.Equals(predictions.Shape))
        {
            throw new ArgumentException(
                $"{Name} expects targets that are whole numbers of the scores' shape {predictions.Shape} but got {targets.DataType.Name()} {targets.Shape}.",
                nameof(targets));
        }

        if (predictions.Rank > 0)
        {
            CheckRows(predictions, Name);
        }

        int classes = predictions.Rank == 0 ? 1 : predictions.Shape[-1];
        Shape rows = predictions.Rank == 2 ? Shape.Create([predictions.Shape[0]]) : Shape.Scalar;
        (Tensor labels, Tensor counts, Tensor others) = Labels(ClassTargets.Indices(targets), targets.Shape, rows.Length, classes, Name);
        return Widening.Apply(Widening.OfLoss(predictions.DataType), predictions.Reshape(rows.Length, classes),
            (labels, counts, others, rows, reduction, emptyMean), static (x, s) =>
        {
            Tensor own = Gather(x, 1, s.labels).Unsqueeze(2);
            Tensor hinge = PositivePart(Add(Subtract(x.Unsqueeze(1), own), 1));
            Tensor pairs = Where(s.others.Unsqueeze(1), Where(s.counts.Unsqueeze(2), hinge, 0), 0);
            Tensor losses = Reshape(Divide(Sum(Sum(pairs, 2), 1), x.Shape[1]), s.rows);
            return LossReduction.Reduce(losses, s.reduction, losses.Length, s.emptyMean, Name);
        });
    }

    /// <summary>The binary cross-entropy of several labels: the mean over the classes of <c>−w·(t·ln σ(x) + (1 − t)·ln σ(−x))</c>.</summary>
    /// <param name="predictions">The logits <c>x</c>, with the classes along the last axis.</param>
    /// <param name="targets">The targets <c>t</c>, of the predictions' shape and type.</param>
    /// <param name="reduction">What becomes of the losses of the rows.</param>
    /// <param name="weight">
    /// The weight of each class, or a shape that broadcasts to the predictions'; the mean divides by the number of classes all the same.
    /// </param>
    /// <param name="emptyMean">What the mean of no rows is.</param>
    /// <returns>One number, or with <see cref="Reduction.None"/> a loss for each row; with gradients of any order.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a target is NaN.</exception>
    public static Tensor MultiLabelSoftMargin(
        Tensor predictions, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null, EmptyMean emptyMean = EmptyMean.NaN)
    {
        const string Name = nameof(MultiLabelSoftMargin);
        LossReduction.Check(reduction, Name);
        CheckLossOperands(predictions, targets, Name);
        if (predictions.Rank == 0)
        {
            throw new ArgumentException($"{Name} expects classes along the last axis but got {predictions.Shape}.", nameof(predictions));
        }

        return Widening.Apply(Widening.OfLoss(predictions.DataType), predictions, targets, (weight, reduction, emptyMean), static (x, t, s) =>
        {
            Tensor single = WeightedLoss(default(BinaryCrossEntropyWithLogits), x, t, s.weight, Reduction.None, Name, s.emptyMean);
            Tensor losses = Divide(Sum(single, -1), single.Shape[-1]);
            return LossReduction.Reduce(losses, s.reduction, losses.Length, s.emptyMean, Name);
        });
    }

    /// <summary>The hinge <c>max(0, x)</c>, with slope 0 at 0.</summary>
    private static Tensor PositivePart(Tensor x) => Apply(x, default(PositivePartFunction));

    private static void CheckRows(Tensor predictions, string name)
    {
        if (predictions.Rank is not (1 or 2) || predictions.Shape[-1] == 0 || !predictions.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"{name} expects scores of [rows, classes] or [classes], with at least one class, but got {predictions.DataType.Name()} {predictions.Shape}.",
                nameof(predictions));
        }
    }

    /// <summary>The labels of each row, padded with class 0, which of them count, and which classes are no label.</summary>
    private static (Tensor Labels, Tensor Counts, Tensor Others) Labels(Tensor targets, Shape shape, int rows, int classes, string name)
    {
        ReadOnlySpan<long> span = targets.Span<long>();
        int most = 1;
        int[] lengths = new int[rows];
        for (int i = 0; i < span.Length; i++)
        {
            if (span[i] < -1 || span[i] >= classes)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} expects labels from 0 to {classes - 1}, and −1 after the last one, but targets{shape.PlaceOf(i)} is {span[i]}."), nameof(targets));
            }

            int row = i / classes;
            if (lengths[row] == i % classes && span[i] >= 0)
            {
                most = Math.Max(most, ++lengths[row]);
            }
        }

        long[] labels = new long[rows * most];
        bool[] counts = new bool[rows * most];
        bool[] others = new bool[rows * classes];
        Array.Fill(others, true);
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < lengths[row]; j++)
            {
                long label = span[(row * classes) + j];
                labels[(row * most) + j] = label;
                counts[(row * most) + j] = true;
                others[(row * classes) + label] = false;
            }
        }

        GC.KeepAlive(targets);
        return (Tensor.From(labels, [rows, most]), Tensor.From(counts, [rows, most]), Tensor.From(others, [rows, classes]));
    }
}
