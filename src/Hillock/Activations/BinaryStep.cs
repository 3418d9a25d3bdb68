using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The binary step: 1 for <c>x &gt; 0</c>, otherwise 0.</summary>
/// <remarks>
/// Slope 0 everywhere, also at 0: it passes no gradient. <c>f(±0) = 0</c>, NaN stays NaN.
/// </remarks>
[KnownAs("heaviside", "step")]
public readonly record struct BinaryStep : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Select(x > T.Zero, T.One, T.Select(x <= T.Zero, T.Zero, x));
}
