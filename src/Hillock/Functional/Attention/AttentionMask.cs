namespace Hillock.Functional;

/// <summary>
/// Which keys each query of an attention sees, or what is added to its scores: a <see cref="VisibleMask"/>, a <see cref="BlockedMask"/>, an
/// <see cref="AdditiveMask"/>, a <see cref="CausalMask"/>, or several of them combined.
/// </summary>
/// <remarks>
/// A type for each meaning, because the same truth values mean opposite things to different functions elsewhere. The tensor of a mask broadcasts to the
/// scores <c>[..., heads, L, S]</c> and has at least the two axes of the queries and the keys: the padding <c>[N, S]</c> of a batch becomes
/// <c>[N, 1, 1, S]</c> with <c>padding.Reshape(n, 1, 1, s)</c>.
/// </remarks>
public abstract class AttentionMask
{
    private protected AttentionMask()
    {
    }

    /// <summary>The masks that this one is made of.</summary>
    internal virtual IEnumerable<AttentionMask> Parts => [this];

    /// <summary>Hands the mask, or each that it is made of, to a visitor.</summary>
    internal abstract void Accept(IAttentionMaskVisitor visitor);

    /// <summary>A mask as which all the given ones act together: a key must be visible to each, and all that is to be added is.</summary>
    /// <param name="masks">The masks; those that are null count for nothing.</param>
    /// <returns>The combination, or null if there is none.</returns>
    /// <exception cref="ArgumentException">There are several causal masks.</exception>
    public static AttentionMask? Combine(params ReadOnlySpan<AttentionMask?> masks)
    {
        List<AttentionMask> parts = new List<AttentionMask>();
        foreach (AttentionMask? mask in masks)
        {
            parts.AddRange(mask?.Parts ?? []);
        }

        int causal = parts.Count(part => part is CausalMask);
        if (causal > 1)
        {
            throw new ArgumentException($"An attention expects one causal mask at most but got {causal}; leave all but one out.", nameof(masks));
        }

        return parts.Count switch
        {
            0 => null,
            1 => parts[0],
            _ => new CombinedMask([.. parts]),
        };
    }

    /// <summary>Both masks together; see <see cref="Combine"/>.</summary>
    /// <exception cref="ArgumentException">Both are causal.</exception>
    public static AttentionMask operator &(AttentionMask left, AttentionMask right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Combine(left, right)!;
    }

    /// <summary>Both masks together, for languages without operators; see <see cref="Combine"/>.</summary>
    public static AttentionMask BitwiseAnd(AttentionMask left, AttentionMask right) => left & right;
}
