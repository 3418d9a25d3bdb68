using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Mish: <c>x·tanh(softplus(x))</c>.</summary>
/// <remarks>
/// <c>f(−∞) = −0</c> with slope 0, <c>f(−0) = −0</c>.
/// Source: Misra, "Mish: a self regularized non-monotonic activation function" (2020).
/// </remarks>
[Common]
public readonly record struct Mish : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Heavy;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        T limit = T.Const(1000);
        T clamped = T.Max(-limit, x);
        return T.Select(x > limit, x, T.WithSignOfZero(T.MishGate(clamped, clamped), x));
    }
}
