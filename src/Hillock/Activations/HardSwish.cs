using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The hard swish: <c>x·min(max(x + 3, 0), 6)/6</c>.</summary>
/// <remarks>
/// Slope 0 at −3 and below, 1 at 3 and above, <c>x/3 + ½</c> between. <c>f(−∞) = −0</c>, <c>f(−0) = −0</c>.
/// Source: Howard et al., "Searching for MobileNetV3" (2019).
/// </remarks>
[KnownAs("hard-silu")]
public readonly record struct HardSwish : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.RampGate(x);
}
