using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The arctangent: an odd series of <c>|x|</c> up to tan(π/8), of <c>(|x| − 1)/(|x| + 1)</c> beside π/4 up to tan(3π/8), and of <c>−1/|x|</c> beside π/2
/// beyond.
/// </summary>
/// <remarks>
/// <c>atan q = q + q³·A(q²)</c> for |q| ≤ 0.4145: minimax by Sollya's fpminimax, relative error 2.5e-10 for float and 6.8e-20 for double.
/// </remarks>
internal static class Arctangent
{
    /// <summary><c>atan x</c>, ±π/2 at ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Atan<T>(T x)
        where T : struct, IReal<T>
    {
        // From 2⁶⁰ (2¹⁰⁰) on the result is π/2; a quotient of infinities would make NaN.
        T zero = T.Zero, one = T.One;
        T magnitude = T.Min(T.Const(1152921504606846976, 1.2676506002282294e30), T.Abs(x));
        T upper = magnitude > T.Const(0.41421356237309503), far = magnitude > T.Const(2.414213562373095);
        Wide<T> less = Wide<T>.Sum(magnitude, -one), more = Wide<T>.Sum(magnitude, one);
        Wide<T> numerator = Wide<T>.Select(far, -one, Wide<T>.Select(upper, less, magnitude));
        Wide<T> denominator = Wide<T>.Select(far, magnitude, Wide<T>.Select(upper, more, one));
        Wide<T> q = Wide<T>.Quotient(numerator, denominator);
        T square = q.Hi * q.Hi;

        // The derivative of the remainder's part is 1/(1 + q²), at least 0.85: 1 − q² is near enough.
        T series = T.FusedMultiplyAdd(q.Hi * square, T.ByPrecision<Series>(square), T.NegatedMultiplyAdd(square, q.Lo, q.Lo));
        T quarter = T.Const(0.7853981852531433, 0.7853981633974483), quarterLow = T.Const(-2.1855694143368964e-08, 3.061616997868383e-17);
        T offset = T.Select(far, quarter + quarter, T.Select(upper, quarter, zero));
        T offsetLow = T.Select(far, quarterLow + quarterLow, T.Select(upper, quarterLow, zero));
        Wide<T> sum = Wide<T>.Sum(offset, q.Hi);
        return new(T.FlipSign(sum.Hi, x), T.FlipSign(sum.Lo + (series + offsetLow), x));
    }

    /// <summary>The slope <c>1/(1 + x²)</c>; where the square could overflow all is scaled by a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Slope<T>(T x)
        where T : struct, IReal<T>
    {
        Wide<T> scaled = Scaled(x);
        return scaled.Lo / T.FusedMultiplyAdd(scaled.Hi, scaled.Hi, scaled.Lo * scaled.Lo) * scaled.Lo;
    }

    /// <summary><c>c·x</c> and the scale <c>c</c>: 1, or from 2³⁰ on a power of two that keeps the square of <c>c·x</c> finite.</summary>
    /// <remarks>
    /// A smaller one would lose derivatives among the subnormals. An infinite <c>x</c> is clamped to where its square is infinite: the quotient becomes 0, and
    /// so do its derivatives.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Scaled<T>(T x)
        where T : struct, IReal<T>
    {
        T scale = T.Select(T.Abs(x) > T.Const(1073741824), T.Const(2.710505431213761e-20, 3.7291703656001034e-155), T.One);
        T limit = T.Const(1.2676506002282294e30, 4.149515568880993e180);
        return new(T.Max(-limit, T.Min(limit, scale * x)), scale);
    }

    private readonly struct Series : IByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InSingle<T>(T y)
            where T : struct, IReal<T>
        {
            T a = T.FusedMultiplyAdd(y, T.Const(5.66984824836254119873046875e-2), T.Const(-8.9198790490627288818359375e-2));
            a = T.FusedMultiplyAdd(y, a, T.Const(0.111223943531513214111328125));
            a = T.FusedMultiplyAdd(y, a, T.Const(-0.1428801715373992919921875));
            a = T.FusedMultiplyAdd(y, a, T.Const(0.2000009715557098388671875));
            return T.FusedMultiplyAdd(y, a, T.Const(-0.3333333432674407958984375));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InDouble<T>(T y)
            where T : struct, IReal<T>
        {
            T a =
                T.FusedMultiplyAdd(
                    y, T.Const(1.5495682712177820394838789652611774019896984100341796875e-2),
                    T.Const(-3.3789475188353491896808833416798734106123447418212890625e-2));
            a = T.FusedMultiplyAdd(y, a, T.Const(4.51800943369169427696654846730075776576995849609375e-2));
            a = T.FusedMultiplyAdd(y, a, T.Const(-5.222220812956034075025257834568037651479244232177734375e-2));
            a = T.FusedMultiplyAdd(y, a, T.Const(5.8776610889417414684832152715898700989782810211181640625e-2));
            a = T.FusedMultiplyAdd(y, a, T.Const(-6.666297529647514930051244164133095182478427886962890625e-2));
            a = T.FusedMultiplyAdd(y, a, T.Const(7.692287985387002979820181280956603586673736572265625e-2));
            a = T.FusedMultiplyAdd(y, a, T.Const(-9.090908398348930552490543277599499560892581939697265625e-2));
            a = T.FusedMultiplyAdd(y, a, T.Const(0.11111111095963087380678047111359774135053157806396484375));
            a = T.FusedMultiplyAdd(y, a, T.Const(-0.14285714285527506550721450914310015738010406494140625));
            a = T.FusedMultiplyAdd(y, a, T.Const(0.199999999999989241938891382233123295009136199951171875));
            return T.FusedMultiplyAdd(y, a, T.Const(-0.333333333333333314829616256247390992939472198486328125));
        }
    }
}
