namespace Hillock.Functional;

/// <summary>Several masks that act together.</summary>
internal sealed class CombinedMask(AttentionMask[] parts) : AttentionMask
{
    internal override IEnumerable<AttentionMask> Parts => parts;

    internal override void Accept(IAttentionMaskVisitor visitor)
    {
        foreach (AttentionMask part in parts)
        {
            part.Accept(visitor);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" & ", (object[])parts);
}
