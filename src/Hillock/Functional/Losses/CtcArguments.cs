using System.Globalization;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Checks what a connectionist temporal classification is given, once, where it enters: the kernels trust it.</summary>
internal static class CtcArguments
{
    internal static CtcSettings Read(
        string name, Tensor x, Tensor targets, Tensor? inputLengths, Tensor? targetLengths, int blank, bool zeroInfinity)
    {
        bool fromLogits = name == nameof(F.CtcWithLogits);
        string predicted = fromLogits ? "logits" : "logProbabilities";
        ArgumentNullException.ThrowIfNull(x, predicted);
        ArgumentNullException.ThrowIfNull(targets);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        if (x.Rank is not (2 or 3) || x.Shape[0] == 0 || x.Shape[-1] == 0)
        {
            throw new ArgumentException(
                $"{name} expects {predicted} of [steps, sequences, classes] or [steps, classes], with a step and a class at least, but got {x.Shape}" +
                $"{(x.Rank is 2 or 3 ? "; a sequence without steps is one of length 0 in inputLengths" : "")}.", predicted);
        }

        int steps = x.Shape[0];
        int count = x.Rank == 3 ? x.Shape[1] : 1;
        int classes = x.Shape[-1];
        if ((uint)blank >= (uint)classes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(blank), blank,
                string.Create(CultureInfo.InvariantCulture, $"{name} expects a blank from 0 to {classes - 1}, one of the {classes} classes, but got {blank}."));
        }

        RequireWhole(name, targets, nameof(targets));
        bool isPadded = targets.Rank == 2 && x.Rank == 3;
        if (isPadded ? targets.Shape[0] != count : targets.Rank != 1)
        {
            throw new ArgumentException(
                x.Rank == 3
                    ? $"{name} expects targets of [{count}, longest], a row for each sequence, or [total], all labels one after the other, but got " +
                        $"{targets.Shape}."
                    : $"{name} expects the targets of one sequence, [labels], but got {targets.Shape}.", nameof(targets));
        }

        if (targetLengths is null && !isPadded && x.Rank == 3)
        {
            throw new ArgumentException(
                $"{name} expects targetLengths with targets of {targets.Shape}: they say where one sequence's labels end and the next one's start.",
                nameof(targetLengths));
        }

        int longest = targets.Rank == 0 ? 0 : targets.Shape[-1];
        int[] inputs = Lengths(name, inputLengths, nameof(inputLengths), count, steps, $"the {steps} steps of {predicted}");
        int[] lengths = Lengths(name, targetLengths, nameof(targetLengths), count, longest, $"the {longest} labels that there are");
        int[] starts = new int[count + 1];
        for (int i = 0; i < count; i++)
        {
            // No overflow: each is at most the axis's length, and the sum is compared below.
            long end = (long)starts[i] + lengths[i];
            if (!isPadded && end > longest)
            {
                throw WrongSum(name, lengths, longest, nameof(targetLengths));
            }

            starts[i + 1] = checked((int)end);
        }

        if (!isPadded && starts[count] != longest)
        {
            throw WrongSum(name, lengths, longest, nameof(targetLengths));
        }

        return new(steps, classes, blank, Labels(name, targets, isPadded, starts, classes, blank), starts, inputs, zeroInfinity, fromLogits);
    }

    private static ArgumentException WrongSum(string name, int[] lengths, int total, string argument) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{name} expects {argument} that add up to the {total} labels of targets but they add up to {lengths.Sum(length => (long)length)}."), argument);

    private static void RequireWhole(string name, Tensor tensor, string argument)
    {
        if (tensor.DataType.IsFloatingPoint() || tensor.DataType == DataType.Bool)
        {
            throw new ArgumentException(
                $"{name} expects {argument} that are whole numbers (int64, int32 or uint8) but got {tensor.DataType.Name()} {tensor.Shape}; use " +
                "To(DataType.Int64).", argument);
        }
    }

    private static int[] Lengths(string name, Tensor? lengths, string argument, int count, int longest, string limit)
    {
        int[] result = new int[count];
        if (lengths is null)
        {
            Array.Fill(result, longest);
            return result;
        }

        RequireWhole(name, lengths, argument);
        if (lengths.Rank > 1 || lengths.Length != count)
        {
            throw new ArgumentException($"{name} expects {argument} of [{count}], one for each sequence, but got {lengths.Shape}.", argument);
        }

        long[] values = lengths.ToArray<long>();
        for (int i = 0; i < count; i++)
        {
            if (values[i] < 0 || values[i] > longest)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"{name} expects {argument} from 0 to {limit} but {argument}[{i}] is {values[i]}."), argument);
            }

            result[i] = (int)values[i];
        }

        return result;
    }

    private static int[] Labels(string name, Tensor targets, bool isPadded, int[] starts, int classes, int blank)
    {
        long[] values = targets.ToArray<long>();
        int row = isPadded ? targets.Shape[1] : 0;
        int[] labels = new int[starts[^1]];
        for (int i = 0; i + 1 < starts.Length; i++)
        {
            for (int j = starts[i]; j < starts[i + 1]; j++)
            {
                int place = isPadded ? (i * row) + j - starts[i] : j;
                long label = values[place];
                if ((ulong)label >= (ulong)classes || label == blank)
                {
                    string wayOut =
                        label == blank ? "leave blanks out, or choose another blank" : "number the labels so, or widen the predictions' axis of classes";
                    throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name} expects labels from 0 to {classes - 1} other than the blank, {blank}, but targets{targets.Shape.PlaceOf(place)} is " +
                        $"{label}; {wayOut}."), nameof(targets));
                }

                labels[j] = (int)label;
            }
        }

        return labels;
    }
}
