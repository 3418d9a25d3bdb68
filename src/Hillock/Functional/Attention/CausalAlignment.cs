namespace Hillock.Functional;

/// <summary>Which corner of the scores <c>[L, S]</c> the diagonal of a causal mask runs through.</summary>
public enum CausalAlignment
{
    /// <summary>Query <c>i</c> sees the keys <c>0 … i</c>: both sequences start at the same moment. PyTorch's <c>is_causal</c>.</summary>
    UpperLeft,

    /// <summary>
    /// Query <c>i</c> sees the keys <c>0 … i + S − L</c>: both end at the same moment, as when new queries meet the keys kept of earlier ones.
    /// </summary>
    LowerRight,
}
