using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The logistic family, from <c>e = e^(−|x|) ≤ 1</c> so that nothing overflows: <c>σ(x) = (x &lt; 0 ? e : 1)/(1 + e)</c> and what is
/// built of it.
/// </summary>
/// <remarks>
/// The quotient <c>y = p/(1 + e)</c> with <c>p ∈ {e, 1}</c> is corrected by its residual <c>(p − y) − y·e</c>: <c>y</c> lies in
/// [p/2, p], so <c>p − y</c> is exact (Sterbenz) and the rounding of <c>1 + e</c> and of the division cancel out.
/// </remarks>
internal static class Logistic
{
    /// <summary><c>σ(x)</c>: the sum rounds to less than one unit in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Sigmoid<T>(T x)
        where T : struct, IReal<T>
    {
        T e = Decay(x);
        return Quotient(T.Select(x < T.Zero, e, T.One), e);
    }

    /// <summary><c>σ(−x)</c>, from the same <c>e</c> as <c>σ(x)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Complement<T>(Wide<T> x)
        where T : struct, IReal<T>
    {
        Wide<T> mantissa = Exponential.Mantissa(Floor(T.NegativeAbs(x.Hi)), -T.FlipSign(x.Lo, x.Hi), wide: true, out T n);
        T e = T.Scale(mantissa.Hi + mantissa.Lo, n);
        return Quotient(T.Select(x.Hi < T.Zero, T.One, e), e);
    }

    /// <summary>
    /// <c>a·σ(x + low)</c>. Below 0 the factor <c>2ⁿ</c> of the exponential is applied last, so that a subnormal <c>σ</c> costs the
    /// product no accuracy.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Gate<T>(T a, T x, T low, bool wide)
        where T : struct, IReal<T>
    {
        T negative = x < T.Zero;
        Wide<T> mantissa = Exponential.Mantissa(Floor(T.NegativeAbs(x)), wide ? -T.FlipSign(low, x) : low, wide, out T n);
        mantissa = Wide<T>.OrderedSum(mantissa.Hi, mantissa.Lo);
        T e = T.Scale(mantissa.Hi, n);
        T p = T.Select(negative, mantissa.Hi, T.One);
        T inverse = T.One / (T.One + e);
        T y = p * inverse;
        T residual = T.NegatedMultiplyAdd(y, e, p - y) + T.Select(negative, mantissa.Lo, T.Zero);
        return T.Scale(T.FusedMultiplyAdd(a, y, a * (residual * inverse)), T.Select(negative, n, T.Zero));
    }

    /// <summary><c>ln(1 + eˣ) = max(x, 0) + log1p(e)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Softplus<T>(Wide<T> x)
        where T : struct, IReal<T>
    {
        T zero = T.Zero;
        Wide<T> mantissa = Exponential.Mantissa(Floor(T.NegativeAbs(x.Hi)), -T.FlipSign(x.Lo, x.Hi), wide: true, out T n);
        mantissa = Wide<T>.OrderedSum(mantissa.Hi, mantissa.Lo);
        Wide<T> log = Logarithm.Log1pUnit(new Wide<T>(T.Scale(mantissa.Hi, n), T.Scale(mantissa.Lo, n)));
        Wide<T> sum = Wide<T>.Sum(T.Max(zero, x.Hi), log.Hi);
        T rest = sum.Lo + (log.Lo + T.Select(x.Hi > zero, x.Lo, zero));

        // Past 1000 the logarithm is gone, and an infinite x would leave ∞ − ∞ in the rest.
        T large = x.Hi > T.Const(1000);
        return new(T.Select(large, x.Hi, sum.Hi), T.Select(large, zero, rest));
    }

    /// <summary>
    /// <c>a·tanh(softplus(x))</c>: with <c>w = eˣ</c> the gate is <c>w(w + 2)/(w(w + 2) + 2)</c>, above 0 divided through by <c>w²</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T MishGate<T>(T a, T x)
        where T : struct, IReal<T>
    {
        T negative = x < T.Zero;
        T two = T.Const(2);
        Wide<T> mantissa = Exponential.Mantissa(Floor(T.NegativeAbs(x)), T.Zero, wide: false, out T n);
        mantissa = Wide<T>.OrderedSum(mantissa.Hi, mantissa.Lo);
        Wide<T> e = new(T.Scale(mantissa.Hi, n), T.Scale(mantissa.Lo, n));

        // x < 0: e·(2 + e)/(2 + e(2 + e)), the factor e applied last. x ≥ 0: (1 + 2e)/(1 + 2e + 2e·e).
        T scale = T.Select(negative, T.One, two);
        Wide<T> term = new(scale * e.Hi, scale * e.Lo);
        Wide<T> numerator = Wide<T>.OrderedSum(T.Select(negative, two, T.One), term.Hi);
        numerator = new(numerator.Hi, numerator.Lo + term.Lo);
        Wide<T> product = new Wide<T>(T.Select(negative, numerator.Hi, term.Hi), T.Select(negative, numerator.Lo, term.Lo)) * e;
        Wide<T> denominator = Wide<T>.OrderedSum(T.Select(negative, two, numerator.Hi), product.Hi);
        denominator = new(denominator.Hi, denominator.Lo + (product.Lo + T.Select(negative, T.Zero, numerator.Lo)));
        Wide<T> gate = Wide<T>.Quotient(numerator, denominator)
            * new Wide<T>(T.Select(negative, mantissa.Hi, T.One), T.Select(negative, mantissa.Lo, T.Zero));
        return T.Scale(a * gate, T.Select(negative, n, T.Zero));
    }

    /// <summary>
    /// The ratio <c>g′/g</c> of the gate <c>g = tanh(softplus(x))</c>: <c>4(w + 1)/((w + 2)(w² + 2w + 2))</c>, written as 1 less a
    /// multiple of <c>w</c> so that it is accurate where it matters, in the left tail.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T MishRatio<T>(T x)
        where T : struct, IReal<T>
    {
        T w = T.Exp(T.Min(T.Const(30), x));
        T two = T.Const(2);
        T denominator = (w + two) * T.FusedMultiplyAdd(w, w + two, two);
        T small = T.NegatedMultiplyAdd(w, T.FusedMultiplyAdd(w, w + T.Const(4), two) / denominator, T.One);
        return T.Select(x < T.Zero, small, T.Const(4) * (w + T.One) / denominator);
    }

    /// <summary><c>e^(−|x|)</c>, also in the subnormals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Decay<T>(T x)
        where T : struct, IReal<T>
    {
        T z = T.Max(T.Const(T.IsSingle ? -104 : -746), T.NegativeAbs(x));
        Wide<T> mantissa = Exponential.Mantissa(z, T.Zero, wide: false, out T n);
        return T.Scale(mantissa.Hi + mantissa.Lo, n);
    }

    /// <summary>Clamps where even the largest number times the exponential is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Floor<T>(T x)
        where T : struct, IReal<T> => T.Max(T.Const(T.IsSingle ? -193 : -1457), x);

    /// <summary><c>p/(1 + e)</c> for <c>p ∈ {e, 1}</c> and <c>0 ≤ e ≤ 1</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Quotient<T>(T p, T e)
        where T : struct, IReal<T>
    {
        T inverse = T.One / (T.One + e);
        T y = p * inverse;
        return new(y, T.NegatedMultiplyAdd(y, e, p - y) * inverse);
    }
}
