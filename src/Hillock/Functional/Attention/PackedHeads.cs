using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Queries, keys and values that one projection computed next to each other, as views for the heads.</summary>
internal static class PackedHeads
{
    /// <summary>One of the three as <c>[N, heads, length, width]</c>.</summary>
    /// <param name="packed">The projection, <c>[N, length, 3, heads, width]</c>, or <c>[length, N, 3, heads, width]</c>.</param>
    /// <param name="index">0 for queries, 1 for keys, 2 for values.</param>
    /// <param name="batchFirst">Whether the items of the batch come before the length.</param>
    internal static Tensor Part(Tensor packed, int index, bool batchFirst)
    {
        Tensor view = View(packed.Detach(), index, batchFirst);
        return F.Tracks(packed) ? view.By(new PackedPartNode(packed, index, batchFirst)) : view;
    }

    /// <summary>Memory for the gradients of all three at once, if an attention's arguments are the parts of one projection.</summary>
    /// <param name="parents">The nodes of the arguments.</param>
    /// <param name="type">The type of the gradients.</param>
    /// <param name="node">The projection's node.</param>
    /// <returns>A tensor of the projection's shape, not written yet, and the views of queries, keys and values; null if there is no such projection.</returns>
    internal static (Tensor Packed, Tensor Queries, Tensor Keys, Tensor Values)? Gradients(ReadOnlySpan<Node?> parents, DataType type, out Node? node)
    {
        node = null;
        if (parents[0] is not PackedPartNode { Index: 0 } queries || parents[1] is not PackedPartNode { Index: 1 } keys
            || parents[2] is not PackedPartNode { Index: 2 } values
            || queries.Packed != keys.Packed || queries.Packed != values.Packed)
        {
            return null;
        }

        node = queries.Packed;
        Tensor packed = Tensor.Empty(queries.Shape, type);
        return (packed, View(packed, 0, queries.BatchFirst), View(packed, 1, queries.BatchFirst), View(packed, 2, queries.BatchFirst));
    }

    /// <summary>The axes of a projection without the one of three, as those of a part.</summary>
    internal static ReadOnlySpan<int> Order(bool batchFirst) => batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3];

    private static Tensor View(Tensor packed, int index, bool batchFirst) => packed.Select(2, index).Permute(Order(batchFirst));
}
