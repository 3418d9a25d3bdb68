using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>A mask of truth values: true where a key is hidden from a query.</summary>
public sealed class BlockedMask : AttentionMask
{
    /// <summary>Makes the mask.</summary>
    /// <param name="blocked">True where a key is hidden from a query; of type Bool, and broadcast to <c>[..., L, S]</c>.</param>
    /// <exception cref="ArgumentException">The tensor is not of truth values, or has fewer than two axes.</exception>
    public BlockedMask(Tensor blocked)
    {
        AttentionMaskGuard.CheckTruth(blocked, nameof(BlockedMask), nameof(blocked));
        Blocked = blocked;
    }

    /// <summary>True where a key is hidden from a query.</summary>
    public Tensor Blocked { get; }

    internal override void Accept(IAttentionMaskVisitor visitor) => visitor.VisitTruth(this, Blocked, visible: false);

    /// <inheritdoc/>
    public override string ToString() => $"BlockedMask {Blocked.Shape}";
}
