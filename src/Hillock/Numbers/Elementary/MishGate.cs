using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The gate <c>tanh(softplus(x)) = w(w + 2)/(w(w + 2) + 2)</c> with <c>w = eˣ</c>, above 0 divided through by powers of <c>w</c> so that only
/// the decay <c>e = e^(−|x|)</c> occurs.
/// </summary>
internal static class MishGate
{
    /// <summary><c>a·tanh(softplus(x))</c>, <paramref name="negative"/> being the mask of <c>x &lt; 0</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Apply<T>(T a, Wide<T> decay, T n, T negative)
        where T : struct, IReal<T> => T.Scale(Wide<T>.FiniteProduct(a, Unscaled(decay, n, negative)), T.Select(negative, n, T.Zero));

    /// <summary><c>tanh(softplus(x))</c>, below 0 without the factor <c>2^⌊n⌋</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Unscaled<T>(Wide<T> decay, T n, T negative)
        where T : struct, IReal<T>
    {
        // x < 0: e·(2 + e)/(2 + e(2 + e)), the factor e applied last. x ≥ 0: (1 + 2e)/(1 + 2e + 2e·e).
        T zero = T.Zero, one = T.One, two = T.Const(2);
        Wide<T> mantissa = Wide<T>.OrderedSum(decay.Hi, decay.Lo);
        Wide<T> e = new(T.Scale(mantissa.Hi, n), T.Scale(mantissa.Lo, n));
        T scale = T.Select(negative, one, two);
        Wide<T> term = new(scale * e.Hi, scale * e.Lo);
        Wide<T> numerator = Add(T.Select(negative, two, one), term);
        Wide<T> product = Wide<T>.FiniteProduct(Wide<T>.Select(negative, numerator, term), e);
        Wide<T> denominator = Add(T.Select(negative, two, numerator.Hi), product);
        denominator = new(denominator.Hi, denominator.Lo + T.Select(negative, zero, numerator.Lo));
        return Wide<T>.FiniteProduct(Wide<T>.Quotient(numerator, denominator), Wide<T>.Select(negative, mantissa, one));
    }

    /// <summary>
    /// The ratio <c>g′/g</c> of the gate: <c>4(1 + e)/((2 + e)(2 + 2e + e²))</c> below 0, <c>4e²(1 + e)/((1 + 2e)(1 + 2e + 2e²))</c> above.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Ratio<T>(Wide<T> decay, T n, T negative)
        where T : struct, IReal<T>
    {
        T one = T.One, two = T.Const(2);
        Wide<T> mantissa = Wide<T>.OrderedSum(decay.Hi, decay.Lo);
        Wide<T> e = new(T.Scale(mantissa.Hi, n), T.Scale(mantissa.Lo, n));
        T constant = T.Select(negative, two, one);
        T scale = T.Select(negative, one, two);
        Wide<T> linear = Add(constant, new(scale * e.Hi, scale * e.Lo));
        Wide<T> square = Wide<T>.FiniteProduct(e, e);

        // 2 + 2e + e² = (2 + e) + (e + e²), 1 + 2e + 2e² = (1 + 2e) + 2e²
        Wide<T> rest = Wide<T>.Sum(T.Select(negative, e.Hi, square.Hi), square.Hi);
        rest = new(rest.Hi, rest.Lo + (square.Lo + T.Select(negative, e.Lo, square.Lo)));
        Wide<T> quadratic = Wide<T>.Sum(linear.Hi, rest.Hi);
        quadratic = new(quadratic.Hi, quadratic.Lo + (linear.Lo + rest.Lo));
        T four = T.Const(4);
        Wide<T> numerator = Wide<T>.FiniteProduct(Add(one, e), Wide<T>.Select(negative, one, square));
        return Wide<T>.Quotient(new(four * numerator.Hi, four * numerator.Lo), Wide<T>.FiniteProduct(linear, quadratic));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Add<T>(T constant, Wide<T> term)
        where T : struct, IReal<T>
    {
        Wide<T> sum = Wide<T>.OrderedSum(constant, term.Hi);
        return new(sum.Hi, sum.Lo + term.Lo);
    }
}
