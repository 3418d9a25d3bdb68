using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Numbers that are added to the scores; where one is −∞ the key is hidden from the query, as a <see cref="BlockedMask"/> does it.</summary>
public sealed class AdditiveMask : AttentionMask
{
    /// <summary>Makes the mask.</summary>
    /// <param name="bias">
    /// What is added; of the queries' type or float32, and broadcast to <c>[..., L, S]</c>. If it requires a gradient it gets one, and the backward
    /// pass then takes memory for all scores.
    /// </param>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type, or has fewer than two axes.</exception>
    public AdditiveMask(Tensor bias)
    {
        ArgumentNullException.ThrowIfNull(bias);
        if (!bias.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"AdditiveMask expects numbers of a floating-point type but got {bias.DataType.Name()}; for truth values use VisibleMask or BlockedMask.", nameof(bias));
        }

        AttentionMaskGuard.CheckRank(bias, nameof(AdditiveMask), nameof(bias));
        Bias = bias;
    }

    /// <summary>What is added.</summary>
    public Tensor Bias { get; }

    internal override void Accept(IAttentionMaskVisitor visitor) => visitor.VisitBias(this, Bias);

    /// <inheritdoc/>
    public override string ToString() => $"AdditiveMask {Bias.Shape}";
}
