using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Tanhshrink: <c>x − tanh x</c>.</summary>
/// <remarks>
/// By its odd series near 0, where the difference would cancel. Slope <c>tanh²x</c>. <c>f(±∞) = ±∞</c> with slope 1, <c>f(−0) = −0</c>.
/// </remarks>
[KnownAs("tanh-shrink")]
public readonly record struct Tanhshrink : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Heavy;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Tanhshrink(x);
}
