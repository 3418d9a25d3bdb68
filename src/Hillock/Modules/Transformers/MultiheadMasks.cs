using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Brings the masks of a <see cref="MultiheadAttention"/> into the shape <c>[N, heads, L, S]</c> of its scores.</summary>
/// <param name="batched">Whether the queries are a batch.</param>
/// <param name="batch">The number of items, <c>N</c>.</param>
/// <param name="heads">The number of heads.</param>
/// <param name="length">The number of queries, <c>L</c>.</param>
/// <param name="keys">The number of keys that were given, <c>S</c>.</param>
/// <param name="appended">The number of keys that the module appends, which every query sees.</param>
internal readonly struct MultiheadMasks(bool batched, int batch, int heads, int length, int keys, int appended)
{
    internal AttentionMask? Merge(AttentionMask? mask, Tensor? keyPadding)
    {
        List<AttentionMask> parts = [];
        foreach (AttentionMask part in mask?.Parts ?? [])
        {
            parts.Add(part switch
            {
                CausalMask causal => appended == 0 ? causal : new BlockedMask(Extended(Future(causal), 0)),
                VisibleMask visible => new VisibleMask(Extended(Arranged(visible.Visible, part), 1)),
                BlockedMask blocked => new BlockedMask(Extended(Arranged(blocked.Blocked, part), 0)),
                AdditiveMask additive => new AdditiveMask(Extended(Arranged(additive.Bias, part), 0)),
                _ => throw new ArgumentException($"MultiheadAttention does not know the mask {part.GetType().Name}.", nameof(mask)),
            });
        }

        if (keyPadding is not null)
        {
            parts.Add(Padding(keyPadding));
        }

        return AttentionMask.Combine([.. parts]);
    }

    private AttentionMask Padding(Tensor keyPadding)
    {
        if (batched ? keyPadding.Rank != 2 || keyPadding.Shape[0] != batch || keyPadding.Shape[1] != keys : keyPadding.Rank != 1 || keyPadding.Shape[0] != keys)
        {
            throw new ArgumentException(
                $"MultiheadAttention expects a keyPadding of {(batched ? $"[N, S] = [{batch}, {keys}]" : $"[S] = [{keys}], for there is no batch,")} but " +
                $"got {keyPadding.Shape}.", nameof(keyPadding));
        }

        Tensor rows = Extended(keyPadding.Reshape(batch, 1, 1, keys), 0);
        return keyPadding.DataType == DataType.Bool ? new BlockedMask(rows)
            : keyPadding.DataType.IsFloatingPoint() ? new AdditiveMask(rows)
            : throw new ArgumentException(
                "MultiheadAttention expects a keyPadding of bool, true where a key is padding, or of floating-point numbers to add to the scores but got " +
                $"{keyPadding.DataType.Name()}; compare it, as in F.NotEqual(padding, 0).", nameof(keyPadding));
    }

    /// <summary>A mask's tensor with the axes of batch and heads apart.</summary>
    private Tensor Arranged(Tensor tensor, AttentionMask mask)
    {
        Shape shape = tensor.Shape;
        Tensor arranged = tensor;
        if (shape.Rank == 3 && shape[0] == batch * heads)
        {
            arranged = tensor.Reshape(batch, heads, shape[1], shape[2]);
        }

        bool fits = arranged.Rank is 2 or 4
            && shape[-1] is var columns && (columns == keys || columns == 1)
            && shape[-2] is var rows && (rows == length || rows == 1)
            && (arranged.Rank == 2 || ((arranged.Shape[0] == batch || arranged.Shape[0] == 1) && (arranged.Shape[1] == heads || arranged.Shape[1] == 1)));
        return fits ? arranged : throw new ArgumentException(
            $"MultiheadAttention expects a {mask.GetType().Name} of [L, S] = [{length}, {keys}], of [N·heads, L, S] = [{batch * heads}, {length}, {keys}] " +
            $"or of [N, heads, L, S] = [{batch}, {heads}, {length}, {keys}] but got {shape}.", nameof(mask));
    }

    /// <summary>Adds the columns of appended keys.</summary>
    private Tensor Extended(Tensor mask, double visible)
    {
        if (appended == 0)
        {
            return mask;
        }

        int[] dimensions = mask.Shape.Dimensions.ToArray();
        dimensions[^1] = keys;
        return F.Pad(mask.Expand(dimensions), 0, appended, -1, visible);
    }

    private Tensor Future(CausalMask mask)
    {
        if (mask.Alignment is null && length != keys)
        {
            throw new ArgumentException(
                $"MultiheadAttention expects a CausalMask with an alignment for {length} queries and {keys} keys but got one without; say " +
                "CausalAlignment.UpperLeft (query i sees keys 0 to i) or LowerRight (the last query sees all keys).", nameof(mask));
        }

        int offset = mask.Alignment == CausalAlignment.LowerRight ? keys - length : 0;
        return F.Less(F.Add(Tensor.Arange(length).Unsqueeze(1), offset), Tensor.Arange(keys));
    }
}
