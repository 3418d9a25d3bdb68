namespace Hillock.Functional;

/// <summary>Hides from each query the keys after its own moment.</summary>
public sealed class CausalMask : AttentionMask
{
    /// <summary>Makes the mask for as many queries as keys, where both alignments are the same.</summary>
    public CausalMask()
    {
    }

    /// <summary>Makes the mask.</summary>
    /// <param name="alignment">Which corner the diagonal runs through; it must be said where there are not as many queries as keys.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such alignment.</exception>
    public CausalMask(CausalAlignment alignment)
    {
        if (!Enum.IsDefined(alignment))
        {
            throw new ArgumentOutOfRangeException(nameof(alignment), alignment, "CausalMask expects UpperLeft or LowerRight.");
        }

        Alignment = alignment;
    }

    /// <summary>Which corner the diagonal runs through; null if it has not been said.</summary>
    public CausalAlignment? Alignment { get; }

    internal override IEnumerable<AttentionMask> Parts => [this];

    /// <inheritdoc/>
    public override string ToString() => $"CausalMask {Alignment?.ToString() ?? "of a square"}";
}
