using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The Gaussian error linear unit: <c>x·Φ(x)</c>, with the normal distribution's cumulative probability.</summary>
/// <remarks>
/// Accurate in the left tail, where <c>½x(1 + erf(x/√2))</c> cancels. <c>f(−∞) = −0</c> with slope 0, <c>f(−0) = −0</c>.
/// Source: Hendrycks, Gimpel, "Gaussian error linear units" (2016).
/// </remarks>
[Common]
public readonly record struct Gelu : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.SelfNormalGate(x);
}
