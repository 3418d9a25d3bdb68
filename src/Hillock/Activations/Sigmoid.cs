using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The logistic sigmoid: <c>1/(1 + e⁻ˣ)</c>.</summary>
/// <remarks>
/// Slope <c>σ(x)·σ(−x)</c>, relatively accurate in both tails. <c>f(−∞) = 0</c>, <c>f(∞) = 1</c>.
/// </remarks>
[Common]
[KnownAs("logistic")]
public readonly record struct Sigmoid : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Sigmoid(x);
}
