using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The sigmoid approximation of GELU: <c>x·σ(1.702x)</c>.</summary>
/// <remarks>
/// <c>f(−∞) = −0</c> with slope 0, <c>f(−0) = −0</c>.
/// Source: Hendrycks, Gimpel, "Gaussian error linear units" (2016).
/// </remarks>
[KnownAs("quick-gelu")]
public readonly record struct GeluSigmoid : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        T limit = T.Const(1000);
        T clamped = T.Max(-limit, x);
        return T.Select(x > limit, x, T.WithSignOfZero(T.Gate((Wide<T>)clamped, Wide<T>.Const(1.702, 4.263256414560601e-17).Times(clamped)), x));
    }
}
