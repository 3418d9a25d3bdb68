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

    internal override void Accept(IAttentionMaskVisitor visitor) => visitor.VisitCausal(this);

    /// <summary>The <c>d</c> with which query i sees the keys up to i + d.</summary>
    /// <param name="function">The function's name for the message.</param>
    /// <param name="argument">The name of the argument that the mask is.</param>
    /// <param name="queries">How many queries there are.</param>
    /// <param name="keys">How many keys there are.</param>
    /// <exception cref="ArgumentException">It must be said which corner the diagonal runs through.</exception>
    internal int OffsetFor(string function, string argument, int queries, int keys) => Alignment is null && queries != keys
        ? throw new ArgumentException(
            $"{function} expects a CausalMask with an alignment for {queries} queries and {keys} keys but got one without; say CausalAlignment.UpperLeft " +
            "(query i sees keys 0 to i) or LowerRight (the last query sees all keys).", argument)
        : Alignment == CausalAlignment.LowerRight ? keys - queries : 0;

    /// <inheritdoc/>
    public override string ToString() => $"CausalMask {Alignment?.ToString() ?? "of a square"}";
}
