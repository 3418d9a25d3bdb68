using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Checks targets that are classes, once, where they enter.</summary>
internal static class ClassTargets
{
    /// <summary>The targets as contiguous int64.</summary>
    internal static Tensor Indices(Tensor targets) => targets.DataType == DataType.Int64 ? targets.Contiguous() : targets.To(DataType.Int64);

    /// <summary>Checks that the targets are classes and adds their weights.</summary>
    /// <param name="targets">Contiguous int64.</param>
    /// <param name="shape">The shape that the caller gave them.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="weights">The weight of each class, or nothing for 1.</param>
    /// <param name="ignoreIndex">A target that stands for a row to ignore, or null.</param>
    /// <param name="name">The loss.</param>
    /// <returns>The sum of the weights of all targets not ignored.</returns>
    internal static double Weight(Tensor targets, Shape shape, int classes, double[] weights, long? ignoreIndex, string name)
    {
        ReadOnlySpan<long> span = targets.Span<long>();
        double sum = 0;
        long count = 0;
        for (int i = 0; i < span.Length; i++)
        {
            long target = span[i];
            if (target == ignoreIndex)
            {
                continue;
            }

            if ((ulong)target >= (ulong)classes)
            {
                string ignored = ignoreIndex is { } index ? string.Create(CultureInfo.InvariantCulture, $", or {index} for rows to ignore,") : "";
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} expects {IndexRange.Text("targets", classes, "classes")}{ignored} but targets{shape.PlaceOf(i)} is {target}; number the " +
                    $"classes from 0, or widen the predictions' axis of classes."), nameof(targets));
            }

            count++;
            sum += weights.Length > 0 ? weights[target] : 0;
        }

        GC.KeepAlive(targets);
        return weights.Length > 0 ? sum : count;
    }

    /// <summary>
    /// What the mean over targets that are classes divides by, for one row: with the weights of the classes and without ignored targets. Null for
    /// probabilities, whose rows count as one each.
    /// </summary>
    internal static double? RowsThatCount(Tensor targets, Tensor? weight, long ignoreIndex)
    {
        if (targets.DataType.IsFloatingPoint() || targets.Rank == 0 || targets.Length == 0)
        {
            return null;
        }

        Tensor indices = Indices(targets);
        double sum = Weight(indices, targets.Shape, weight?.Length ?? int.MaxValue, weight?.ToArray<double>() ?? [], ignoreIndex, nameof(RowsThatCount));
        if (indices.Storage != targets.Storage)
        {
            indices.Release();
        }

        return sum * targets.Shape[0] / targets.Length;
    }

    /// <summary>
    /// Rows of features or logits, of which those to be ignored are zeros if one of them holds an infinity or a NaN: 0 times these would not be 0.
    /// </summary>
    internal static Tensor WithoutIgnored(Tensor rows, Tensor targets, long ignoreIndex)
    {
        List<int> ignored = [];
        ReadOnlySpan<long> span = targets.Span<long>();
        for (int i = 0; i < span.Length; i++)
        {
            if (span[i] == ignoreIndex)
            {
                ignored.Add(i);
            }
        }

        GC.KeepAlive(targets);
        if (ignored.Count == 0)
        {
            return rows;
        }

        // A sum of magnitudes is finite only if all are.
        Tensor own = F.IndexSelect(rows.Detach(), 0, Tensor.From(ignored.ToArray())).To(DataType.Float64);
        bool isHarmless = Array.TrueForAll(F.Sum(F.Abs(own), 1).ToArray<double>(), double.IsFinite);
        return isHarmless ? rows : F.Where(F.Equal(targets, ignoreIndex).Unsqueeze(1), 0, rows);
    }

    /// <summary>Checks predictions of <c>[rows, classes, ...]</c> or <c>[classes]</c> and targets without the classes.</summary>
    internal static void CheckShapes(Tensor predictions, Tensor targets, Tensor? weight, string name, string predicted)
    {
        if (!predictions.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(predictions.DataType);
        }

        if (targets.DataType.IsFloatingPoint() || targets.DataType == DataType.Bool)
        {
            throw new ArgumentException(
                $"{name} expects targets that are class indices, whole numbers (int64, int32 or uint8), but got {targets.DataType.Name()} {targets.Shape}; " +
                "use To(DataType.Int64).", nameof(targets));
        }

        int classAxis = predictions.Rank == 1 ? 0 : 1;
        bool fits = predictions.Rank > 0 && targets.Rank == predictions.Rank - 1;
        for (int i = 0; fits && i < targets.Rank; i++)
        {
            fits = targets.Shape.Dimensions[i] == predictions.Shape.Dimensions[i < classAxis ? i : i + 1];
        }

        if (!fits)
        {
            string wayOut = targets.Shape.Equals(predictions.Shape) ? "turn one-hot targets into class indices"
                : targets.Rank == predictions.Rank && targets.Shape[-1] == 1 ? "use targets.Squeeze(-1)"
                : "there must be one class for each row";
            throw new ArgumentException(
                $"{name} expects {predicted} of [rows, classes] and targets of [rows] but got {predictions.Shape} and {targets.Shape}; {wayOut}.",
                nameof(targets));
        }

        CheckWeight(weight, predictions.Shape.Dimensions[classAxis], name);
    }

    /// <summary>Checks that there is one weight for each class.</summary>
    internal static void CheckWeight(Tensor? weight, int classes, string name)
    {
        if (weight is not null && (weight.Rank != 1 || weight.Length != classes || !weight.DataType.IsFloatingPoint()))
        {
            throw new ArgumentException(
                $"{name} expects one weight for each of {classes} classes but got {weight.DataType.Name()} of the shape {weight.Shape}.", nameof(weight));
        }
    }
}
