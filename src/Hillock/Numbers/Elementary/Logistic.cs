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

    /// <summary><c>σ(x)</c>, where <paramref name="negative"/> is the mask of <c>x &lt; 0</c>, and the slope <c>σ(x)·σ(−x)</c>.</summary>
    /// <remarks>
    /// The reciprocal <c>1/(1 + e)</c> is corrected by its residual; σ is that above 0 and <c>e</c> times that below, each rounded once (and once more where
    /// it is subnormal).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sigmoid<T>(Wide<T> decay, T n, T negative, out T slope)
        where T : struct, IReal<T>
    {
        T e = T.Scale(decay.Hi + decay.Lo, n);
        T inverse = T.One / (T.One + e);
        T correction = T.NegatedMultiplyAdd(inverse, e, T.One - inverse) * inverse;
        T above = inverse + correction;
        T below = T.FusedMultiplyAdd(decay.Hi, inverse, T.FusedMultiplyAdd(decay.Lo, inverse, decay.Hi * correction));
        below = T.Scale(below, n);
        slope = T.FusedMultiplyAdd(below, inverse, below * correction);
        return T.Select(negative, below, above);
    }

    /// <summary><c>σ(−x)</c>, where <paramref name="negative"/> is the mask of <c>x &lt; 0</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Complement<T>(Wide<T> decay, T n, T negative)
        where T : struct, IReal<T> => Quotient(
            T.Select(negative, T.One, T.Scale(decay.Hi, n)),
            T.Select(negative, T.Zero, T.Scale(decay.Lo, n)),
            T.Scale(decay.Hi + decay.Lo, n));

    /// <summary>
    /// <c>a·σ(x)</c>. Below 0 the factor <c>2^⌊n⌋</c> of the decay is applied last, so that a subnormal <c>σ</c> costs the product no
    /// accuracy.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Gate<T>(T a, Wide<T> decay, T n, T negative)
        where T : struct, IReal<T>
    {
        Wide<T> quotient = UnscaledSigmoid(decay, n, negative);
        return T.Scale(Wide<T>.FiniteProduct(a, quotient), T.Select(negative, n, T.Zero));
    }

    /// <inheritdoc cref="Gate{T}(T, Wide{T}, T, T)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Gate<T>(Wide<T> a, Wide<T> decay, T n, T negative)
        where T : struct, IReal<T>
    {
        Wide<T> quotient = UnscaledSigmoid(decay, n, negative);
        return T.Scale(Wide<T>.RoundedProduct(a, quotient), T.Select(negative, n, T.Zero));
    }

    /// <summary><c>x·σ(x)</c>; see <see cref="Gate{T}(T, Wide{T}, T, T)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T SelfGate<T>(T x, Wide<T> decay, T n)
        where T : struct, IReal<T>
    {
        T negative = T.IsNegative(x);
        return GateOfSelf(x, UnscaledSigmoid(decay, n, negative), T.Select(negative, n, T.Zero));
    }

    /// <summary><c>x·gate·2^⌊n⌋</c> with the unscaled gate <c>σ(x)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T GateOfSelf<T>(T x, Wide<T> gate, T n)
        where T : struct, IReal<T>
    {
        // Below −1000 the gate is 0. At +∞ it is 1 with nothing to correct, but 0·∞ would be NaN.
        T bounded = T.Max(T.Const(-1000), x);
        T correction = T.Min(T.Const(float.MaxValue, double.MaxValue), bounded) * gate.Lo;
        return T.Scale(T.FusedMultiplyAdd(bounded, gate.Hi, correction), n);
    }

    /// <summary><c>ln(1 + eˣ) = max(x, 0) + log1p(e)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Softplus<T>(T x, Wide<T> decay, T n)
        where T : struct, IReal<T>
    {
        Wide<T> e = Wide<T>.OrderedSum(decay.Hi, decay.Lo);
        Wide<T> log = T.Log1pOfUnit(new Wide<T>(T.Scale(e.Hi, n), T.Scale(e.Lo, n)));
        Wide<T> sum = Wide<T>.Sum(T.Max(T.Zero, x), log.Hi);
        return new(sum.Hi, Finite(sum.Lo + log.Lo));
    }

    /// <summary><c>ln(1 + e^(βx))/β = line(x) + log1p(e)/β</c> with the decay <c>e = e^(−|βx|)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Softplus<T>(T x, Sharpness beta, Wide<T> decay, T n)
        where T : struct, IReal<T>
    {
        // Below 2⁻³² (2⁻⁶⁴) the logarithm is e itself. What is left of its power of two is applied to the quotient, so that a subnormal
        // one is rounded once.
        T near = T.Max(T.Const(-32, -64), n);
        Wide<T> quotient = Wide<T>.FiniteProduct(T.Log1pOfUnit(new Wide<T>(T.Scale(decay.Hi, near), T.Scale(decay.Lo, near))), beta.Inverse<T>());
        T left = n - near;
        Wide<T> sum = Wide<T>.Sum(beta.Line(x), T.Scale(quotient.Hi, left));
        return sum.Hi + Finite(sum.Lo + T.Scale(quotient.Lo, left));
    }

    /// <summary>The remainder of a sum, which is ∞ − ∞ where the sum is infinite: there it becomes a number that does not change the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Finite<T>(T rest)
        where T : struct, IReal<T> => T.Max(rest, T.Const(-1e30));

    /// <summary><c>−|x|</c>, clamped where even the largest number times the exponential is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Floor<T>(T x)
        where T : struct, IReal<T> => T.Max(T.Const(-193, -1457), T.NegativeAbs(x));

    /// <summary><c>σ(x)</c>, below 0 without the factor <c>2^⌊n⌋</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> UnscaledSigmoid<T>(Wide<T> decay, T n, T negative)
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
