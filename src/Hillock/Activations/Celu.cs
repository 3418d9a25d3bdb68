using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The continuously differentiable exponential linear unit: <c>x</c> for <c>x &gt; 0</c>, otherwise <c>α(e^(x/α) − 1)</c>.</summary>
/// <remarks>
/// The slope at 0 is 1 for every <c>α</c>. <c>f(−∞) = −α</c>, <c>f(−0) = −0</c>.
/// Source: Barron, "Continuously differentiable exponential linear units" (2017).
/// </remarks>
/// <param name="Alpha">The scale of the negative part, not 0.</param>
public readonly record struct Celu(double Alpha) : IActivation
{
    private readonly Parameter _alpha = new(Alpha);
    private readonly Reciprocal _inverse = new(Alpha);

    // At 2000 times the scale the exponential is 0 in either precision.
    private readonly Parameter _floor = new(-2000 * Math.Abs(Alpha));

    /// <summary>The function with its default parameters.</summary>
    public Celu()
        : this(1)
    {
    }

    /// <summary>The scale of the negative part.</summary>
    public double Alpha { get; } = Argument.NonZero(Alpha);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        T alpha = T.Const(_alpha);
        Wide<T> quotient = _inverse.As<T>().Times(T.Max(T.Const(_floor), x));
        return T.Select(x > T.Zero, x, T.CopySign(alpha * T.Expm1OfNegative(quotient), x));
    }
}
