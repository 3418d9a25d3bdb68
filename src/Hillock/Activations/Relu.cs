using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The rectified linear unit: <c>max(x, 0)</c>.</summary>
/// <remarks>
/// Slope 1 above 0, 0 below and at 0. <c>f(−0) = −0</c>, NaN stays NaN.
/// Source: Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines" (2010).
/// </remarks>
[Common]
public readonly record struct Relu : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Max(T.Zero, x);
}
