namespace Hillock.Kernels;

/// <summary>What masks do to a tile of scores.</summary>
internal enum AttentionMaskKind
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>They add to scores, or hide some.</summary>
    Masked,

    /// <summary>They hide all.</summary>
    Hidden,
}
