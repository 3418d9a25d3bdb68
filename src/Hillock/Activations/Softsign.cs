using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Softsign: <c>x/(1 + |x|)</c>.</summary>
/// <remarks>
/// Slope <c>1/(1 + |x|)²</c>. <c>f(±∞) = ±1</c> with slope 0, <c>f(−0) = −0</c>. The second derivative jumps from 2 to −2 at ±0; there it is 0, as that of an
/// odd function must be, and as PyTorch has it.
/// Source: Bergstra, Desjardins, Lamblin, Bengio, "Quadratic polynomials learn better image features" (2009).
/// </remarks>
public readonly record struct Softsign : IActivation
{
    /// <inheritdoc/>
    public static Cost Cost => Cost.Moderate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T>
    {
        // Past these limits the result is ±1 and the slope, 1/x², 0; infinite arguments would make NaN.
        T limit = T.Const(3.7778931862957162e22, 3.5991310356344e162);
        T bounded = T.Min(limit, T.Max(-limit, x));
        T magnitude = T.Abs(bounded);

        // From 1 on as 1 − 1/(1 + |x|), whose slope does not cancel. Before, |x| stands in the denominator alone: its slope is 0 at 0.
        T one = T.One;
        T small = magnitude < one;
        Wide<T> quotient = Wide<T>.Quotient(T.Select(small, bounded, -one), Wide<T>.Sum(one, magnitude));
        Wide<T> sum = Wide<T>.OrderedSum(T.Select(small, T.Zero, one), quotient.Hi);
        T result = sum.Hi + (sum.Lo + quotient.Lo);
        return T.WithSignOfZero(T.Select(small, result, T.FlipSign(result, x)), x);
    }
}
