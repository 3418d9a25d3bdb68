using System.Globalization;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Rows of logits or probabilities of classes, and the target of each.</summary>
internal sealed class ClassRows
{
    /// <summary>The target of a row that is not to be scored.</summary>
    internal const int Ignored = -1;

    private const int ElementsAtATime = 1 << 20;

    private ClassRows(Tensor predictions, int[] targets)
    {
        (Predictions, Targets) = (predictions, targets);
    }

    /// <summary>Takes a row.</summary>
    /// <param name="row">Its numbers.</param>
    /// <param name="target">Its class.</param>
    /// <param name="index">Its number.</param>
    internal delegate void Visitor(ReadOnlySpan<double> row, int target, int index);

    /// <summary>The logits or probabilities, <c>[rows, classes]</c>.</summary>
    internal Tensor Predictions { get; }

    /// <summary>The class of each row, or <see cref="Ignored"/>.</summary>
    internal int[] Targets { get; }

    /// <summary>How many classes there are.</summary>
    internal int Classes => Predictions.Shape[1];

    /// <summary>Rows from and to, so that the double precision of some of them does not take memory for all.</summary>
    internal IEnumerable<(int Start, int End)> Blocks
    {
        get
        {
            int each = Math.Max(1, ElementsAtATime / Math.Max(1, Classes));
            for (int start = 0, end; start < Targets.Length; start = end)
            {
                end = Partition.End(start, each, Targets.Length);
                yield return (start, end);
            }
        }
    }

    /// <summary>Checks and brings into this form.</summary>
    /// <param name="predictions"><c>[rows, classes, ...]</c>, floating-point.</param>
    /// <param name="targets">Whole numbers, <c>[rows, ...]</c>.</param>
    /// <param name="ignored">A target that stands for rows not to be scored, or null.</param>
    /// <param name="name">The metric.</param>
    /// <param name="what">What the predictions are called.</param>
    internal static ClassRows Of(Tensor predictions, Tensor targets, long? ignored, string name, string what = "logits")
    {
        ArgumentNullException.ThrowIfNull(predictions, what);
        ArgumentNullException.ThrowIfNull(targets);
        if (!Fit(predictions, targets))
        {
            throw new ArgumentException(
                $"{name} expects {what} of [rows, classes] and whole-number targets of [rows], or both with the same further axes, but got " +
                $"{predictions.DataType.Name()} {predictions.Shape} and {targets.DataType.Name()} {targets.Shape}.", nameof(targets));
        }

        int classes = predictions.Shape[1];
        Tensor rows = predictions.Detach();
        if (rows.Rank > 2)
        {
            rows = rows.Permute([0, .. Enumerable.Range(2, rows.Rank - 2), 1]).Contiguous().Reshape(targets.Length, classes);
        }

        return new ClassRows(rows, Check(targets, classes, ignored, name, $"the {what} {predictions.Shape}"));
    }

    /// <summary>Targets that are classes, checked.</summary>
    internal static int[] Check(Tensor targets, int classes, long? ignored, string name, string of)
    {
        long[] values = targets.ToArray<long>();
        int[] result = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != ignored && (ulong)values[i] >= (ulong)classes)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name} expects {IndexRange.Text("targets", classes, "classes")} for {of} but targets{targets.Shape.PlaceOf(i)} is {values[i]}; " +
                        $"leave out rows that are not to be scored."), nameof(targets));
            }

            result[i] = values[i] == ignored ? Ignored : (int)values[i];
        }

        return result;
    }

    /// <summary>Whether a type holds whole numbers that can be classes.</summary>
    internal static bool IsWhole(DataType type) => type is DataType.Int64 or DataType.Int32 or DataType.UInt8;

    /// <summary>Shows every row that is to be scored, in double precision, some at a time.</summary>
    internal void Visit(Visitor visitor)
    {
        foreach ((int start, int end) in Blocks)
        {
            double[] values = Predictions.Slice(0, start, end).ToArray<double>();
            for (int i = start; i < end; i++)
            {
                if (Targets[i] != Ignored)
                {
                    visitor(values.AsSpan((i - start) * Classes, Classes), Targets[i], i);
                }
            }
        }
    }

    private static bool Fit(Tensor predictions, Tensor targets) =>
        predictions.DataType.IsFloatingPoint() && IsWhole(targets.DataType) && predictions.Rank >= 2 && targets.Rank == predictions.Rank - 1
        && predictions.Shape[0] == targets.Shape[0] && predictions.Shape.Dimensions[2..].SequenceEqual(targets.Shape.Dimensions[1..]);
}
