using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The identity: <c>f(x) = x</c>.</summary>
/// <remarks>
/// Slope 1 everywhere. Special values pass unchanged.
/// </remarks>
[KnownAs("linear")]
public readonly record struct Identity : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        x;
}
