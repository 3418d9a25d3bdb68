using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The continuously differentiable exponential linear unit: <c>x</c> for <c>x &gt; 0</c>, otherwise <c>α(e^(x/α) − 1)</c>.</summary>
/// <remarks>
/// The slope at 0 is 1 for every <c>α</c>. <c>f(−∞) = −α</c>.
/// Source: Barron, "Continuously differentiable exponential linear units" (2017).
/// </remarks>
/// <param name="Alpha">The scale of the negative part, above 0.</param>
public readonly record struct Celu(double Alpha) : IActivation
{
    private readonly Constant _alpha = new(Alpha);
    // Below these the exponential is 0; an infinite quotient would make NaN.
    private readonly Constant _limit = new((float)(-108 * Alpha), -750 * Alpha);
    private readonly Reciprocal _inverse = new(Alpha);

    /// <summary>The function with its default parameters.</summary>
    public Celu()
        : this(1)
    {
    }

    /// <summary>The scale of the negative part.</summary>
    public double Alpha { get; } = Check.Positive(Alpha);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Select(x > T.Zero, x, Wide<T>.FiniteProduct(T.Const(_alpha), T.Expm1OfNegative(_inverse.As<T>().Times(T.Max(T.Const(_limit), x)), out _, out _)));
}
