using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The hyperbolic tangent: <c>tanh x</c>.</summary>
/// <remarks>
/// Slope <c>1 − tanh²x</c>, relatively accurate in both tails. <c>f(±∞) = ±1</c>, <c>f(−0) = −0</c>.
/// </remarks>
[Common]
public readonly record struct Tanh : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Tanh(x);
}
