using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The logarithm of the logistic sigmoid: <c>−ln(1 + e⁻ˣ)</c>.</summary>
/// <remarks>
/// Evaluated as <c>−softplus(−x)</c>. Slope <c>σ(−x)</c>. <c>f(−∞) = −∞</c> with slope 1, <c>f(∞) = −0</c>.
/// </remarks>
public readonly record struct LogSigmoid : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        -T.Softplus(-x).Rounded;
}
