namespace Hillock.Kernels;

/// <summary>How the backward pass of an attention is shared among threads.</summary>
internal enum AttentionTask
{
    /// <summary>A matrix of keys and all queries that use it.</summary>
    Matrix,

    /// <summary>The gradients of a tile of queries.</summary>
    Queries,

    /// <summary>The gradients of a tile of keys and values.</summary>
    Keys,
}
