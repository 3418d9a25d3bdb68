using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>A mask of truth values: true where a query sees a key.</summary>
public sealed class VisibleMask : AttentionMask
{
    /// <summary>Makes the mask.</summary>
    /// <param name="visible">True where a query sees a key; of type Bool, and broadcast to <c>[..., L, S]</c>.</param>
    /// <exception cref="ArgumentException">The tensor is not of truth values, or has fewer than two axes.</exception>
    public VisibleMask(Tensor visible)
    {
        AttentionMaskGuard.CheckTruth(visible, nameof(VisibleMask), nameof(visible));
        Visible = visible;
    }

    /// <summary>True where a query sees a key.</summary>
    public Tensor Visible { get; }

    internal override void Accept(IAttentionMaskVisitor visitor) => visitor.VisitTruth(this, Visible, visible: true);

    /// <inheritdoc/>
    public override string ToString() => $"VisibleMask {Visible.Shape}";
}
