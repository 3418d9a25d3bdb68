namespace Hillock.Functional;

/// <summary>Several masks that act together.</summary>
internal sealed class CombinedMask(AttentionMask[] parts) : AttentionMask
{
    internal override IEnumerable<AttentionMask> Parts => parts;

    /// <inheritdoc/>
    public override string ToString() => string.Join(" & ", (object[])parts);
}
