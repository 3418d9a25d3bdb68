using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The sigmoid linear unit, or swish: <c>x·σ(x)</c>.</summary>
/// <remarks>
/// <c>f(−∞) = −0</c> with slope 0, <c>f(−0) = −0</c>.
/// Source: Elfwing, Uchibe, Doya, "Sigmoid-weighted linear units for neural network function approximation" (2018).
/// </remarks>
[Common]
[KnownAs("swish-1")]
public readonly record struct Silu : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.SelfGate(x);
}
