using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The logarithm by <c>ln m = 2 artanh s</c> with <c>s = (m − 1)/(m + 1)</c>: an odd series without cancellation at <c>m = 1</c>.
/// </summary>
/// <remarks>
/// <c>2 artanh s = 2s + 2s·y·B(y)</c> with <c>y = s² ≤ 1/9</c>. Coefficients of <c>B</c>: minimax (Sollya's fpminimax), relative error of the
/// logarithm 3.0e-10 for float and 2.5e-19 for double. <c>s</c> itself is carried with its residual.
/// </remarks>
internal static class Logarithm
{
    /// <summary>
    /// <c>ln(1 + e)</c> for <c>0 ≤ e ≤ 1</c>, whose <c>Lo</c> may be as large as 0.022 of its <c>Hi</c>: with <c>s = e/(2 + e)</c> and the quotient
    /// <c>q = 2s</c>, which is e itself where e is tiny, also among the subnormals.
    /// </summary>
    /// <remarks>
    /// The residual <c>e − q·(1 + e/2)</c> is <c>(Hi − q) − s·Hi</c>, whose difference is exact (Sterbenz: q lies in [0.65·Hi, 1.03·Hi]) and whose
    /// fused rest is small, and <c>Lo − s·Lo</c>. So the roundings of e, of the denominator and of the division cancel out.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Log1pUnit<T>(Wide<T> e)
        where T : struct, IReal<T>
    {
        T half = T.Const(0.5);
        T sum = e.Hi + e.Lo;
        T inverse = T.One / T.FusedMultiplyAdd(sum, half, T.One);
        T q = sum * inverse;
        T s = q * half;
        T residual = T.NegatedMultiplyAdd(s, e.Hi, e.Hi - q) + T.NegatedMultiplyAdd(s, e.Lo, e.Lo);
        T y = s * s;
        return new(q, T.FusedMultiplyAdd(q * y, T.ByPrecision<Series>(y), residual * inverse));
    }

    /// <summary><c>ln x = k·ln 2 + ln m</c> with <c>m</c> in [√½, √2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Log<T>(T x)
        where T : struct, IReal<T> => Log(new Wide<T>(x, T.Zero));

    /// <summary><c>ln(1 + x)</c>: the logarithm of the exact sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Log1p<T>(T x)
        where T : struct, IReal<T>
    {
        // 1 + x is exact as a sum of two; an infinite or huge x has no remainder to keep, and x itself is the answer near 0.
        T magnitude = T.Abs(x);
        T large = magnitude > T.Const(1e15, 1e30);
        Wide<T> sum = Wide<T>.Sum(T.One, T.Select(large, T.Zero, x));
        Wide<T> log = Log(new Wide<T>(T.Select(large, x, sum.Hi), T.Select(large, T.Zero, sum.Lo)));
        T tiny = magnitude < T.Const(1e-9, 1e-18);
        return new(T.Select(tiny, x, log.Hi), T.Select(tiny, T.Zero * x, log.Lo)); // −0 − 0 stays −0
    }

    /// <summary><c>ln x</c> of an unrounded sum, whose <c>Lo</c> is at most half a unit in the last place of its <c>Hi</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Log<T>(Wide<T> x)
        where T : struct, IReal<T>
    {
        T zero = T.Zero;
        T one = T.One;

        // Subnormal numbers are lifted into the normal range first.
        T lifting = T.Const(33554432.0, 18014398509481984.0);
        T lift = x.Hi < T.Const(1.17549435e-38, 2.2250738585072014e-308);
        T lifted = T.Select(lift, x.Hi * lifting, x.Hi);
        T k = T.Exponent(lifted);
        T m = T.Scale(lifted, -k);
        T low = T.Scale(x.Lo, -k);

        // [1, 2) to [√½, √2).
        T upper = m > T.Const(1.41421356);
        T half = T.Const(0.5);
        m = T.Select(upper, m * half, m);
        low = T.Select(upper, low * half, low);
        k = T.Select(upper, k + one, k) - T.Select(lift, T.Const(25, 54), zero);

        T difference = m - one;
        Wide<T> denominator = Wide<T>.Sum(m, one);
        Wide<T> twice = Wide<T>.Quotient(new(difference + difference, low + low), new(denominator.Hi, denominator.Lo + low));
        Wide<T> sum = Sum(k, twice);

        T infinite = T.Const(double.PositiveInfinity);
        T special = T.Select(x.Hi < zero, T.Const(double.NaN), T.Select(x.Hi > zero, x.Hi, T.Select(x.Hi >= zero, -infinite, x.Hi)));
        T regular = T.Select(x.Hi > zero, x.Hi, infinite) < infinite;
        return new(T.Select(regular, sum.Hi, special), T.Select(regular, sum.Lo, zero));
    }

    /// <summary><c>k·ln 2 + 2 artanh s</c> for a whole <c>k</c> and <c>|s| ≤ 1/3</c>, given <c>2s</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Sum<T>(T k, Wide<T> twice)
        where T : struct, IReal<T>
    {
        // The leading part of ln 2 has enough zero bits for the product to be exact.
        Wide<T> log = Artanh2(twice);
        T leading = k * T.Const(0.693145751953125, 0.69314718036912381649);
        T trailing = k * T.Const(1.428606820309417e-6, 1.9082149292705877e-10);
        Wide<T> sum = Wide<T>.Sum(leading, log.Hi);
        return new(sum.Hi, sum.Lo + (log.Lo + trailing));
    }

    /// <summary><c>2 artanh s</c> for <c>|s| ≤ 1/3</c>, given <c>2s</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Artanh2<T>(Wide<T> twice)
        where T : struct, IReal<T>
    {
        T s = twice.Hi * T.Const(0.5);
        T y = s * s;
        return new(twice.Hi, T.FusedMultiplyAdd(twice.Hi * y, T.ByPrecision<Series>(y), twice.Lo));
    }

    private readonly struct Series : IByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InSingle<T>(T y)
            where T : struct, IReal<T>
        {
            T b = T.FusedMultiplyAdd(y, T.Const(0.11746346950531005859375), T.Const(0.10820116102695465087890625));
            b = T.FusedMultiplyAdd(y, b, T.Const(0.14298902451992034912109375));
            b = T.FusedMultiplyAdd(y, b, T.Const(0.19999770820140838623046875));
            return T.FusedMultiplyAdd(y, b, T.Const(0.3333333432674407958984375));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InDouble<T>(T y)
            where T : struct, IReal<T>
        {
            T d =
                T.FusedMultiplyAdd(
                    y, T.Const(7.468219011780902582309321109278243966400623321533203125e-2), T.Const(3.9483588310042616598138920380733907222747802734375e-2));
            d = T.FusedMultiplyAdd(y, d, T.Const(5.37206591167838087841346350614912807941436767578125e-2));
            d = T.FusedMultiplyAdd(y, d, T.Const(5.8742009041655496304201733437366783618927001953125e-2));
            d = T.FusedMultiplyAdd(y, d, T.Const(6.66698431920013379059497538037248887121677398681640625e-2));
            d = T.FusedMultiplyAdd(y, d, T.Const(7.692304705868834024951041783724443565309047698974609375e-2));
            d = T.FusedMultiplyAdd(y, d, T.Const(9.090908839849871914129408878579852171242237091064453125e-2));
            d = T.FusedMultiplyAdd(y, d, T.Const(0.1111111112170998505010999224396073259413242340087890625));
            d = T.FusedMultiplyAdd(y, d, T.Const(0.1428571428554718802939049737688037566840648651123046875));
            d = T.FusedMultiplyAdd(y, d, T.Const(0.2000000000000105859765398008676129393279552459716796875));
            return T.FusedMultiplyAdd(y, d, T.Const(0.333333333333333314829616256247390992939472198486328125));
        }
    }
}
