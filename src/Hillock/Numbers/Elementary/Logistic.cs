using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The logistic family, from the decay <c>e = e^(−|x|) ≤ 1</c> so that nothing overflows: <c>σ(x) = (x &lt; 0 ? e : 1)/(1 + e)</c> and
/// what is built of it.
/// </summary>
/// <remarks>
/// Every function takes the decay in the form <c>2^⌊n⌋·mantissa</c> (an unrounded sum whose <c>Lo</c> is at most 0.022 of its
/// <c>Hi</c>), so that a value and its derivative share it. The quotient <c>y = p/(1 + e)</c> is corrected by its residual
/// <c>(p − y) − y·e</c>: <c>y</c> lies in [p/2, p], so <c>p − y</c> is exact (Sterbenz) and the rounding of <c>1 + e</c> and of the division
/// cancel out.
/// </remarks>
internal static class Logistic
{
    /// <summary><c>e^(−|x|) = 2^⌊n⌋·mantissa</c>, clamped where even the largest number times it is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Decay<T>(T x, out T n)
        where T : struct, IReal<T> => Exponential.Mantissa(Floor(x), T.Zero, wide: false, out n);

    /// <inheritdoc cref="Decay{T}(T, out T)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Decay<T>(Wide<T> x, out T n)
        where T : struct, IReal<T> => Exponential.Mantissa(Floor(x.Hi), -T.FlipSign(x.Lo, x.Hi), wide: true, out n);

    /// <summary><c>σ(x)</c>, where <paramref name="negative"/> is the mask of <c>x &lt; 0</c>; its opposite gives <c>σ(−x)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Sigmoid<T>(Wide<T> decay, T n, T negative)
        where T : struct, IReal<T>
    {
        T hi = T.Scale(decay.Hi, n), lo = T.Scale(decay.Lo, n);
        return Quotient(T.Select(negative, hi, T.One), T.Select(negative, lo, T.Zero), hi + lo);
    }

    /// <summary><c>σ(−x)</c>, where <paramref name="negative"/> is the mask of <c>x &lt; 0</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Complement<T>(Wide<T> decay, T n, T negative)
        where T : struct, IReal<T>
    {
        T hi = T.Scale(decay.Hi, n), lo = T.Scale(decay.Lo, n);
        return Quotient(T.Select(negative, T.One, hi), T.Select(negative, T.Zero, lo), hi + lo);
    }

    /// <summary>The slope <c>σ(x)·σ(−x) = w − w²</c> with the smaller of the two, <c>w = e/(1 + e)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Slope<T>(Wide<T> decay, T n)
        where T : struct, IReal<T>
    {
        T hi = T.Scale(decay.Hi, n), lo = T.Scale(decay.Lo, n);
        T w = Quotient(hi, lo, hi + lo);
        return T.NegatedMultiplyAdd(w, w, w);
    }

    /// <summary>
    /// <c>a·σ(x)</c>. Below 0 the factor <c>2^⌊n⌋</c> of the decay is applied last, so that a subnormal <c>σ</c> costs the product no
    /// accuracy.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Gate<T>(T a, Wide<T> decay, T n, T negative)
        where T : struct, IReal<T>
    {
        Wide<T> quotient = UnscaledSigmoid(decay, n, negative);
        return T.Scale(a * quotient, T.Select(negative, n, T.Zero));
    }

    /// <inheritdoc cref="Gate{T}(T, Wide{T}, T, T)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Gate<T>(Wide<T> a, Wide<T> decay, T n, T negative)
        where T : struct, IReal<T>
    {
        Wide<T> quotient = UnscaledSigmoid(decay, n, negative);
        return T.Scale(Wide<T>.RoundedProduct(a, quotient), T.Select(negative, n, T.Zero));
    }

    /// <summary><c>ln(1 + e^(x + low)) = max(x + low, 0) + log1p(e)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Softplus<T>(T x, T low, bool wide, Wide<T> decay, T n)
        where T : struct, IReal<T>
    {
        T zero = T.Zero;
        Wide<T> e = Wide<T>.OrderedSum(decay.Hi, decay.Lo);
        Wide<T> log = T.Log1pOfUnit(new Wide<T>(T.Scale(e.Hi, n), T.Scale(e.Lo, n)));
        Wide<T> sum = Wide<T>.Sum(T.Max(zero, x), log.Hi);
        T rest = sum.Lo + log.Lo;
        if (wide)
        {
            rest += T.Select(x > zero, low, zero);
        }

        // Past 1000 the rest is gone, and an infinite x would make it ∞ − ∞.
        return new(sum.Hi, T.Select(x > T.Const(1000), zero, rest));
    }

    /// <summary><c>−|x|</c>, clamped where even the largest number times the exponential is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Floor<T>(T x)
        where T : struct, IReal<T> => T.Max(T.Const(-193, -1457), T.NegativeAbs(x));

    /// <summary><c>σ(x)</c>, below 0 without the factor <c>2^⌊n⌋</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> UnscaledSigmoid<T>(Wide<T> decay, T n, T negative)
        where T : struct, IReal<T> => Quotient(
            T.Select(negative, decay.Hi, T.One), T.Select(negative, decay.Lo, T.Zero), T.Scale(decay.Hi + decay.Lo, n));

    /// <summary>
    /// <c>(p + rest)/(1 + e)</c> for <c>p + rest ∈ {e, 1}</c>, up to a power of two, and <c>0 ≤ e ≤ 1</c>. The rest is at most 0.022·p, so the
    /// roundings of its product do not count; those of <c>e</c> in the denominator weigh at most a quarter.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Quotient<T>(T p, T rest, T e)
        where T : struct, IReal<T>
    {
        T inverse = T.One / (T.One + e);
        T y = p * inverse;
        return new(y, (T.NegatedMultiplyAdd(y, e, p - y) + rest) * inverse);
    }
}
