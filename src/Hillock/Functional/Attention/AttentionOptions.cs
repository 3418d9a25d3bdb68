using Hillock.Numbers;

namespace Hillock.Functional;

/// <summary>How an attention computes its weights.</summary>
/// <remarks><c>weights = dropout(softmax(β·(cap·tanh(scale·q·kᵀ/cap) + bias)))</c>, without the hyperbolic tangent unless there is a cap.</remarks>
public sealed record AttentionOptions
{
    /// <summary>What PyTorch does: the scale <c>1/√E</c> and nothing else.</summary>
    public static AttentionOptions Default { get; } = new();

    /// <summary>The factor of the products of queries and keys, of any sign; null for <c>1/√E</c>.</summary>
    public double? Scale { get; init; }

    /// <summary>The inverse temperature <c>β</c> of the softmax: <see cref="Scale"/>, cap and bias come before it.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>The bound that the scores approach, <c>cap·tanh(score/cap)</c>; null for none. Source: Gemma 2 (2024).</summary>
    public double? SoftCap { get; init; }

    /// <summary>
    /// The probability of a weight to become 0, the others being multiplied by <c>1/(1 − probability)</c>. A function has no training mode: the caller decides.
    /// </summary>
    public double Dropout { get; init; }

    /// <summary>
    /// The generator of the dropout, needed if there is one; the weight at place <c>i</c> of all in row-major order takes its draw <see cref="RandomStart"/> +
    /// <c>i</c>.
    /// </summary>
    public Philox? Random { get; init; }

    /// <summary>The index of the first draw.</summary>
    public ulong RandomStart { get; init; }

    /// <summary>
    /// Whether several query heads share a head of keys and values: query head <c>h</c> of <c>Hq</c> uses head <c>⌊h/(Hq/Hkv)⌋</c>. The heads are the axis
    /// before the last two. Source: Ainslie et al., "GQA: training generalized multi-query transformer models" (2023).
    /// </summary>
    public bool GroupedHeads { get; init; }
}
