using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The exponential linear unit: <c>x</c> for <c>x &gt; 0</c>, otherwise <c>α(eˣ − 1)</c>.</summary>
/// <remarks>
/// The slope at 0 is <c>α</c>. <c>f(−∞) = −α</c>.
/// Source: Clevert, Unterthiner, Hochreiter, "Fast and accurate deep network learning by exponential linear units" (2016).
/// </remarks>
/// <param name="Alpha">The negative of the limit at −∞, any finite number.</param>
[Common]
public readonly record struct Elu(double Alpha) : IActivation
{
    private readonly Constant _alpha = new(Alpha);

    /// <summary>The function with its default parameters.</summary>
    public Elu()
        : this(1)
    {
    }

    /// <summary>The negative of the limit at −∞.</summary>
    public double Alpha { get; } = Check.Finite(Alpha);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Select(x > T.Zero, x, Wide<T>.FiniteProduct(T.Const(_alpha), T.Expm1OfNegative(x, fine: false, out _, out _)));
}
