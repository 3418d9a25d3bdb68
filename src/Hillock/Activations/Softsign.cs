using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>Softsign: <c>x/(1 + |x|)</c>.</summary>
/// <remarks>
/// Slope <c>1/(1 + |x|)²</c>. <c>f(±∞) = ±1</c> with slope 0, <c>f(−0) = −0</c>.
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
        T negative = x < T.Zero;
        T magnitude = T.Min(limit, T.Select(negative, -x, x));

        // From 1 on as 1 − 1/(1 + |x|), whose slope does not cancel.
        T one = T.One;
        T small = magnitude < one;
        Wide<T> quotient = Wide<T>.Quotient(T.Select(small, magnitude, -one), Wide<T>.Sum(one, magnitude));
        Wide<T> sum = Wide<T>.OrderedSum(T.Select(small, T.Zero, one), quotient.Hi);
        T result = sum.Hi + (sum.Lo + quotient.Lo);
        return T.WithSignOfZero(T.Select(negative, -result, result), x);
    }
}
