using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The random mask that GELU is the mean of: <c>x·Φ(x)</c>, while training <c>x</c> with probability <c>Φ(x)</c>, otherwise 0.</summary>
/// <remarks>
/// <para>
/// A dropout whose rate depends on the input: the larger it is among standard normal ones, the more often it is kept. The gradient is that of the drawn
/// mask, 1 where the input was kept and 0 where not: the mask is held fixed, as dropout's is, so the mean gradient is <c>Φ(x)</c> and lacks the term
/// <c>x·φ(x)</c> of GELU's slope, which comes from the probability.
/// </para>
/// <para>
/// Uniform numbers are multiples of 2⁻²⁴, so a probability is met to 6e-8. While training <c>f(−∞) = 0</c> and <c>f(∞) = ∞</c>; in evaluation
/// <c>f(−∞) = −0</c>. NaN stays NaN. Source: Hendrycks, Gimpel, "Gaussian error linear units" (2016), section 2.
/// </para>
/// </remarks>
public readonly record struct StochasticGelu : IRandomActivation
{
    /// <inheritdoc cref="IUnaryFunction.Cost"/>
    public static Cost Cost => Cost.Moderate;

    /// <summary>Evaluates the mean, <c>x·Φ(x)</c>.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> => T.SelfNormalGate(x);

    /// <summary>Keeps the argument where the random number is below <c>Φ(x)</c>.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="uniform">A uniform random number in [0, 1).</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T uniform) where T : struct, IReal<T> =>
        T.Select(uniform >= T.NormalCdf(x).Rounded, T.Zero, x);
}
