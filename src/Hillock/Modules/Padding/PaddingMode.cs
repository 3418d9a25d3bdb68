namespace Hillock.Modules;

/// <summary>What stands beside the input of a convolution.</summary>
public enum PaddingMode
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The input mirrored at its first and last element, which are not repeated: <c>c b | a b c | b a</c>.</summary>
    Reflect,

    /// <summary>The first and last element: <c>a a | a b c | c c</c>.</summary>
    Replicate,

    /// <summary>The input once more: <c>b c | a b c | a b</c>.</summary>
    Circular,
}
