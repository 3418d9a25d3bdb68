using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The scaled exponential linear unit: <c>λx</c> for <c>x &gt; 0</c>, otherwise <c>λα(eˣ − 1)</c>.</summary>
/// <remarks>
/// <c>λ = 1.0507009873554804934…</c> and <c>α = 1.6732632423543772848…</c> are real numbers, carried to twice the precision. The slope at 0 is
/// <c>λα</c>. <c>f(−∞) = −λα</c>.
/// Source: Klambauer, Unterthiner, Mayr, Hochreiter, "Self-normalizing neural networks" (2017).
/// </remarks>
[Common]
public readonly record struct Selu : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Select(
            x > T.Zero,
            Positive(x, Wide<T>.Const(1.0507009873554805, 3.9874847667154144e-17)),
            Wide<T>.RoundedProduct(Wide<T>.Const(1.7580993408473768, 1.41535193800845e-17), T.Expm1OfNegative(x, fine: false, out _, out _)));

    // λ·x with the rounding error of λ; an infinite x would make its product ∞ − ∞.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Positive<T>(T x, Wide<T> scale) where T : struct, IReal<T> =>
        T.Select(x > T.Const(float.MaxValue, double.MaxValue), T.Line(scale.Hi, x), Wide<T>.FiniteProduct(x, scale));
}
