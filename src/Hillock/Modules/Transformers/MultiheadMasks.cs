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
    private bool HasAppended => appended > 0;

    internal AttentionMask? Merge(AttentionMask? mask, Tensor? keyPadding)
    {
        List<AttentionMask> parts = [];
        mask?.Accept(new Arrangement(this, parts));
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

    /// <summary>The keys that a causal mask hides.</summary>
    private Tensor Future(CausalMask mask) =>
        F.Less(F.Add(Tensor.Arange(length).Unsqueeze(1), mask.OffsetFor(nameof(MultiheadAttention), nameof(mask), length, keys)), Tensor.Arange(keys));

    private sealed class Arrangement(MultiheadMasks masks, List<AttentionMask> parts) : IAttentionMaskVisitor
    {
        public void VisitCausal(CausalMask mask) => parts.Add(masks.HasAppended ? new BlockedMask(masks.Extended(masks.Future(mask), 0)) : mask);

        public void VisitTruth(AttentionMask mask, Tensor truth, bool visible)
        {
            Tensor arranged = masks.Extended(masks.Arranged(truth, mask), visible ? 1 : 0);
            parts.Add(visible ? new VisibleMask(arranged) : new BlockedMask(arranged));
        }

        public void VisitBias(AttentionMask mask, Tensor bias) => parts.Add(new AdditiveMask(masks.Extended(masks.Arranged(bias, mask), 0)));
    }
}
