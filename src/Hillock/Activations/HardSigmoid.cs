using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The hard sigmoid: <c>min(max(x + 3, 0), 6)/6</c>.</summary>
/// <remarks>
/// Slope 1/6 strictly between −3 and 3, 0 at and beyond them. NaN stays NaN.
/// Source: Courbariaux, Bengio, David, "BinaryConnect" (2015); the bounds ±3 as in Howard et al., "Searching for MobileNetV3" (2019).
/// </remarks>
public readonly record struct HardSigmoid : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.Ramp(x);
}
