using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The backward of one part of a packed projection: zeros in the place of the others. An attention of all three passes it by; see <see cref="PackedHeads"/>.
/// </summary>
internal sealed class PackedPartNode(Tensor packed, int index, bool batchFirst) : UnaryNode(packed)
{
    internal int Index => index;

    internal bool BatchFirst => batchFirst;

    internal Node Packed => X;

    internal Shape Shape { get; } = packed.Shape;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            ReadOnlySpan<int> order = PackedHeads.Order(batchFirst);
            Span<int> inverse = stackalloc int[order.Length];
            for (int i = 0; i < order.Length; i++)
            {
                inverse[order[i]] = i;
            }

            sink.Add(X, F.Unslice(F.Permute(gradient, inverse).Unsqueeze(2), Shape, 2, index, 1));
        }
    }
}
