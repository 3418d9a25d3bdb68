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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        // Past ±100 the gate is 0 or 1 in either precision.
        T limit = T.Const(100);
        T clamped = T.Max(-limit, x);
        return T.Select(x > limit, x, T.WithSignOfZero(T.NormalGate(clamped, clamped), x));
    }
}
