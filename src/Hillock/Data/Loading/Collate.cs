using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>Makes a batch of items: what PyTorch's <c>default_collate</c> and <c>pad_sequence</c> do.</summary>
/// <example>
/// <code>
/// Tensor[] texts = [Tensor.From([3L, 1, 4]), Tensor.From([1L])];
/// Console.WriteLine(Collate.PadSequence(texts, value: -1).Flatten()); // int64 [6] [ 3,  1,  4,  1, -1, -1]
/// Console.WriteLine(Collate.Lengths(texts)); // int64 [2] [3, 1]
/// </code>
/// </example>
public static class Collate
{
    /// <summary>Tensors of one shape and type along a new first axis: <c>[items, ...]</c>.</summary>
    /// <param name="items">The tensors, at least one. The result is a copy.</param>
    /// <exception cref="ArgumentException">There is none, or one differs in shape or type; the message says which.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> items) => Stack(items, static item => item, nameof(items));

    /// <summary>Inputs and targets, each as <see cref="Stack(IReadOnlyList{Tensor})"/> does.</summary>
    /// <param name="items">The pairs, at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one differs in shape or type; the message says which.</exception>
    public static (Tensor Inputs, Tensor Targets) Pairs(IReadOnlyList<(Tensor Inputs, Tensor Targets)> items) =>
        (Stack(items, static item => item.Inputs, "inputs"), Stack(items, static item => item.Targets, "targets"));

    /// <summary>Sequences of different lengths, filled up at their ends: <c>[items, longest, ...]</c>.</summary>
    /// <param name="items">Tensors of <c>[length, ...]</c>, at least one, that agree in the other axes and in the type.</param>
    /// <param name="value">What they are filled up with.</param>
    /// <exception cref="ArgumentException">
    /// There is none, one differs in another axis or in the type, or the value is none of the type; the message says which.
    /// </exception>
    public static Tensor PadSequence(IReadOnlyList<Tensor> items, double value = 0)
    {
        Require(items);
        Tensor first = items[0];
        if (!first.DataType.IsFloatingPoint() && Tensor.Full(Shape.Scalar, value, first.DataType).To(DataType.Float64).Item<double>() != value)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Collate.PadSequence expects a value that {first.DataType.Name()} holds but got {value}; convert the items with To, or take another."),
                nameof(value));
        }

        int longest = 0;
        for (int i = 0; i < items.Count; i++)
        {
            Tensor item = items[i];
            if (item.Rank == 0 || item.DataType != first.DataType || !Agree(item.Shape, first.Shape, 1))
            {
                throw new UnequalItemException(
                    i, $"Collate.PadSequence expects [length, ...] of one type that agree in the other axes but item {i} of the batch is " +
                    $"{item.DataType.Name()} {item.Shape} and item 0 {first.DataType.Name()} {first.Shape}.", nameof(items));
            }

            longest = Math.Max(longest, item.Shape[0]);
        }

        int[] dimensions = [items.Count, .. first.Shape.Dimensions];
        dimensions[1] = longest;
        Tensor batch = Tensor.Full(Shape.Create(dimensions), value, first.DataType);
        for (int i = 0; i < items.Count; i++)
        {
            Conversion.CopySameType(items[i], items[i].Strides, batch.Select(0, i).Slice(0, 0, items[i].Shape[0]));
        }

        return batch;
    }

    /// <summary>The lengths of the first axes, int64 of <c>[items]</c>: what recurrent layers need beside padded sequences.</summary>
    /// <param name="items">Tensors of <c>[length, ...]</c>, at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is a single number.</exception>
    public static Tensor Lengths(IReadOnlyList<Tensor> items)
    {
        Require(items);
        long[] lengths = new long[items.Count];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = items[i].Rank > 0 ? items[i].Shape[0] : throw new UnequalItemException(
                i, $"Collate.Lengths expects [length, ...] but item {i} of the batch is a single number.", nameof(items));
        }

        return Tensor.From(lengths);
    }

    private static Tensor Stack<T>(IReadOnlyList<T> items, Func<T, Tensor> part, string name)
    {
        Require(items);
        Tensor first = Given(part(items[0]), 0);
        Tensor batch = Tensor.Empty(Shape.Create([items.Count, .. first.Shape.Dimensions]), first.DataType);
        for (int i = 0; i < items.Count; i++)
        {
            Tensor item = Given(part(items[i]), i);
            if (item.DataType != first.DataType || !item.Shape.Equals(first.Shape))
            {
                throw new UnequalItemException(
                    i, $"Collate expects {name} of one shape and type but item {i} of the batch is {item.DataType.Name()} {item.Shape} and item 0 " +
                    $"{first.DataType.Name()} {first.Shape}; bring them to one by a transform, or use Collate.PadSequence for lengths that differ.", name);
            }

            Conversion.CopySameType(item, item.Strides, batch.Select(0, i));
        }

        return batch;

        Tensor Given(Tensor? item, int place) => item ?? throw new UnequalItemException(
            place, $"Collate expects {name} but those of item {place} of the batch are null; give each item a tensor.", name);
    }

    private static void Require<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0)
        {
            throw new ArgumentException("A batch is made of at least one item but got none.", nameof(items));
        }
    }

    private static bool Agree(Shape one, Shape other, int from)
    {
        bool agree = one.Rank == other.Rank;
        for (int axis = from; agree && axis < one.Rank; axis++)
        {
            agree = one[axis] == other[axis];
        }

        return agree;
    }
}
