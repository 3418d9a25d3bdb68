using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The normal distribution, from the tail <c>Φ(−a) = e^(−a²/2)·Q(a)</c> for <c>a = |x|</c>, whose factor <c>Q</c> falls slowly from ½ to
/// <c>1/(a√(2π))</c>: no cancellation on either side.
/// </summary>
/// <remarks>
/// For float <c>Q</c> comes from a table of sixteen polynomials (<see cref="NormalTailTable"/>). For double <c>(a + 4)·Q(a) = S(z)</c> with
/// <c>z = (a − 4)/(a + 4)</c> is a polynomial of degree 26 (relative error 1.3e-19 up to <c>a = 54</c>; minimax by Sollya's fpminimax); its
/// two last steps, the rounding of <c>z</c> and the division are carried in twice the precision.
/// </remarks>
internal static class Gaussian
{
    /// <summary><c>Φ(x)</c>, from <see cref="Tail"/> at <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Cdf<T>(T x, Wide<T> tail, Wide<T> mantissa, T n)
        where T : struct, IReal<T>
    {
        mantissa = Wide<T>.FiniteProduct(tail, mantissa);
        Wide<T> small = new(T.Scale(mantissa.Hi, n), T.Scale(mantissa.Lo, n));
        return Wide<T>.Select(x < T.Zero, small, OneMinus(small));
    }

    /// <summary><c>|x|</c>, clamped below 0 where even the largest number times the tail is 0, and above where <c>xΦ(x)</c> is <c>x</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Bounded<T>(T x)
        where T : struct, IReal<T> => T.Min(T.Select(T.IsNegative(x), T.Const(22.5, 54), T.Const(10, 15)), T.FlipSign(x, x));

    /// <summary>
    /// <c>x·Φ(x) = |x|·(1 − s)</c> above 0 and <c>−|x|·s</c> below, with the tail <c>s = Φ(−a)</c> at the bounded magnitude <c>a</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T SelfGate<T>(T x, T a, Wide<T> tail, Wide<T> mantissa, T n)
        where T : struct, IReal<T>
    {
        // Below 0 the power of two is applied to the product, so that a subnormal one is rounded once.
        T negative = T.IsNegative(x);
        T last = T.Select(negative, n, T.Zero);
        n -= last;
        mantissa = Wide<T>.FiniteProduct(tail, mantissa);
        T hi = T.Scale(mantissa.Hi, n), lo = T.Scale(mantissa.Lo, n);
        T whole = T.Select(negative, T.Zero, T.One);
        T gate = whole - hi;
        T rest = ((whole - gate) - hi) - lo;
        T magnitude = T.Select(negative, a, x);
        return T.Scale(T.FusedMultiplyAdd(magnitude, gate, a * rest), last);
    }

    /// <summary><c>φ(x) = e^(−x²/2)/√(2π)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Density<T>(T x)
        where T : struct, IReal<T>
    {
        Wide<T> mantissa = Wide<T>.FiniteProduct(Exponent(Clamp(x), out T n), Wide<T>.Const(0.3989422804014327, -2.49232720227773e-17));
        return new(T.Scale(mantissa.Hi, n), T.Scale(mantissa.Lo, n));
    }

    /// <summary>
    /// <c>erf x</c>: up to ½ the odd series in <c>x</c> (minimax, relative error 4.6e-11 for float and 1.9e-20 for double), beyond it
    /// <c>1 − 2Φ(−√2·|x|)</c>, where the rounding of <c>√2·x</c> moves the result by <c>2√2·φ</c> times it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Erf<T>(T x)
        where T : struct, IReal<T>
    {
        T magnitude = T.Min(T.Const(30), T.Abs(x));
        Wide<T> scaled = Wide<T>.FiniteProduct(new Wide<T>(magnitude, T.Zero), Wide<T>.Const(1.4142135623730951, -9.667293313452913e-17));
        Wide<T> tail = T.NormalCdf(-scaled.Hi);
        T correction = scaled.Lo * T.NormalDensity(scaled.Hi).Hi;
        T two = T.Const(2);
        Wide<T> far = Wide<T>.OrderedSum(T.One, -two * tail.Hi);
        T rest = far.Lo - two * (tail.Lo - correction);

        T small = magnitude < T.Const(0.5);
        T z = T.Select(small, x, T.Zero);
        T square = z * z;
        Wide<T> first = Wide<T>.Const(1.12837916709317, 1.1283791670955126, 1.5356954641800374e-17);
        Wide<T> near = Wide<T>.OrderedSum(first.Hi, square * T.ByPrecision<ErfSeries>(square));
        near = new Wide<T>(near.Hi, near.Lo + first.Lo).Times(z);
        T hi = T.Select(small, near.Hi, T.FlipSign(far.Hi, x)), lo = T.Select(small, near.Lo, T.FlipSign(rest, x));

        // Both parts of −0 are −0, so that their sum is.
        return new(hi, T.Select(magnitude > T.Zero, lo, z));
    }

    /// <summary><c>Q(|x|)</c>, and <c>e^(−x²/2) = 2^⌊n⌋·mantissa</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Tail<T>(T x, out Wide<T> mantissa, out T n)
        where T : struct, IReal<T>
    {
        T a = Clamp(x);
        mantissa = Exponent(a, out n);
        return T.WideByPrecision<TailFactor>(a);
    }

    /// <summary><c>Q(a)</c> for <c>a ≥ 0</c>.</summary>
    private readonly struct TailFactor : IWideByPrecision
    {
        /// <summary><c>Q(a)</c> from the table of sixteen polynomials; the last step is an error-free sum.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> InSingle<T>(T a)
            where T : struct, IReal<T>
        {
            T two = T.Const(2);
            T distance = a - (T.QuarterOctave(a + two, out T index) - two);
            T p = T.FusedMultiplyAdd(T.Lookup(NormalTailTable.Coefficient7, index), distance, T.Lookup(NormalTailTable.Coefficient6, index));
            p = T.FusedMultiplyAdd(p, distance, T.Lookup(NormalTailTable.Coefficient5, index));
            p = T.FusedMultiplyAdd(p, distance, T.Lookup(NormalTailTable.Coefficient4, index));
            p = T.FusedMultiplyAdd(p, distance, T.Lookup(NormalTailTable.Coefficient3, index));
            p = T.FusedMultiplyAdd(p, distance, T.Lookup(NormalTailTable.Coefficient2, index));
            p = T.FusedMultiplyAdd(p, distance, T.Lookup(NormalTailTable.Coefficient1, index));
            Wide<T> change = Wide<T>.Product(p, distance);
            Wide<T> sum = Wide<T>.OrderedSum(T.Lookup(NormalTailTable.Value, index), change.Hi);
            return new(sum.Hi, sum.Lo + (change.Lo + T.Lookup(NormalTailTable.Rest, index)));
        }

        /// <summary><c>Q(a) = S(z)/(a + 4)</c>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> InDouble<T>(T a)
            where T : struct, IReal<T>
        {
            T four = T.Const(4);
            Wide<T> sum = Wide<T>.Sum(a, four);
            Wide<T> difference = Wide<T>.Sum(a, -four);
            T inverse = T.One / sum.Hi;
            T z = difference.Hi * inverse;

            // z stands for a − δ, with δ the residual of its division times da/dz = (a + 4)²/8 over (a + 4); Q′ = aQ − 1/√(2π) brings δ back.
            T residual = T.NegatedMultiplyAdd(z, sum.Hi, difference.Hi) + T.NegatedMultiplyAdd(z, sum.Lo, difference.Lo);
            T delta = residual * sum.Hi * T.Const(0.125);

            // S = s0 + z·(s1 + z·p), both sums error-free.
            T p = Series(z);
            Wide<T> s0 = Wide<T>.Const(0.7552851304157515, -2.2146004227953743e-17);
            Wide<T> s1 = Wide<T>.Const(-0.6078966419718921, -2.6108548879080703e-17);
            Wide<T> inner = Wide<T>.Product(z, p);
            Wide<T> slope = Wide<T>.OrderedSum(s1.Hi, inner.Hi);
            slope = new(slope.Hi, slope.Lo + (inner.Lo + s1.Lo));
            Wide<T> outer = slope.Times(z);
            Wide<T> polynomial = Wide<T>.Sum(s0.Hi, outer.Hi);
            polynomial = new(polynomial.Hi, polynomial.Lo + (outer.Lo + s0.Lo));

            // Q(a) = S/(a − δ + 4) + δ·Q′
            Wide<T> q = Wide<T>.Quotient(polynomial, new(sum.Hi, sum.Lo - delta));
            T change = delta * T.FusedMultiplyAdd(a, q.Hi, T.Const(-0.3989422804014327));
            return new(q.Hi, q.Lo + change);
        }
    }

    /// <summary><c>e^(−a²/2) = 2^⌊n⌋·mantissa</c>; the square is carried with its remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Exponent<T>(T a, out T n)
        where T : struct, IReal<T>
    {
        T half = T.Const(-0.5);
        Wide<T> square = Wide<T>.Product(a, a);
        Wide<T> mantissa = Exponential.Mantissa(square.Hi * half, square.Lo * half, wide: true, out n);
        return Wide<T>.OrderedSum(mantissa.Hi, mantissa.Lo);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> OneMinus<T>(Wide<T> x)
        where T : struct, IReal<T>
    {
        Wide<T> difference = Wide<T>.OrderedSum(T.One, -x.Hi);
        return new(difference.Hi, difference.Lo - x.Lo);
    }

    /// <summary><c>|x|</c>, clamped where even the largest number times the tail is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Clamp<T>(T x)
        where T : struct, IReal<T> => T.Min(T.Const(22.5, 54), T.Abs(x));

    /// <summary>The coefficients of <c>S</c> from <c>z²</c> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Series<T>(T z)
        where T : struct, IReal<T>
    {
        T d = T.FusedMultiplyAdd(z, T.Const(1.5343423465130173e-11), T.Const(1.9953623767388953e-10));
        d = T.FusedMultiplyAdd(z, d, T.Const(3.315806359674756e-10));
        d = T.FusedMultiplyAdd(z, d, T.Const(-1.2759127297333308e-09));
        d = T.FusedMultiplyAdd(z, d, T.Const(-3.905526547334166e-09));
        d = T.FusedMultiplyAdd(z, d, T.Const(2.3910674305233663e-09));
        d = T.FusedMultiplyAdd(z, d, T.Const(2.197718423241303e-08));
        d = T.FusedMultiplyAdd(z, d, T.Const(1.3362770489765385e-08));
        d = T.FusedMultiplyAdd(z, d, T.Const(-8.767318257027414e-08));
        d = T.FusedMultiplyAdd(z, d, T.Const(-1.5542266686305188e-07));
        d = T.FusedMultiplyAdd(z, d, T.Const(2.731708785513089e-07));
        d = T.FusedMultiplyAdd(z, d, T.Const(1.021942903683135e-06));
        d = T.FusedMultiplyAdd(z, d, T.Const(-6.302373451274083e-07));
        d = T.FusedMultiplyAdd(z, d, T.Const(-5.920346141179471e-06));
        d = T.FusedMultiplyAdd(z, d, T.Const(7.168082868256893e-07));
        d = T.FusedMultiplyAdd(z, d, T.Const(3.514473161142972e-05));
        d = T.FusedMultiplyAdd(z, d, T.Const(-1.908282868748941e-06));
        d = T.FusedMultiplyAdd(z, d, T.Const(-0.0002310949423493608));
        d = T.FusedMultiplyAdd(z, d, T.Const(0.00013334431504615814));
        d = T.FusedMultiplyAdd(z, d, T.Const(0.0016308184582298957));
        d = T.FusedMultiplyAdd(z, d, T.Const(-0.003479692367559802));
        d = T.FusedMultiplyAdd(z, d, T.Const(-0.007540188966755276));
        d = T.FusedMultiplyAdd(z, d, T.Const(0.06039657489094186));
        d = T.FusedMultiplyAdd(z, d, T.Const(-0.18652185795965678));
        return T.FusedMultiplyAdd(z, d, T.Const(0.3871374007422145));
    }

    /// <summary><c>(erf(x)/x − 2/√π)/x²</c> in <c>y = x²</c>.</summary>
    private readonly struct ErfSeries : IByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InSingle<T>(T y)
            where T : struct, IReal<T>
        {
            T p = T.FusedMultiplyAdd(y, T.Const(-5.466911898110993206501007080078125e-5), T.Const(-7.20843556337058544158935546875e-4));
            p = T.FusedMultiplyAdd(y, p, T.Const(5.1838136278092861175537109375e-3));
            p = T.FusedMultiplyAdd(y, p, T.Const(-2.686044014990329742431640625e-2));
            p = T.FusedMultiplyAdd(y, p, T.Const(0.112837530672550201416015625));
            return T.FusedMultiplyAdd(y, p, T.Const(-0.3761263787746429443359375));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InDouble<T>(T y)
            where T : struct, IReal<T>
        {
            T d = T.FusedMultiplyAdd(y, T.Const(-4.371110839035801e-8), T.Const(7.56502549919867e-8));
            d = T.FusedMultiplyAdd(y, d, T.Const(-2.0145318204476222e-7));
            d = T.FusedMultiplyAdd(y, d, T.Const(1.659566622025661e-6));
            d = T.FusedMultiplyAdd(y, d, T.Const(-1.4928605937982392e-5));
            d = T.FusedMultiplyAdd(y, d, T.Const(1.2055375472002643e-4));
            d = T.FusedMultiplyAdd(y, d, T.Const(-8.548327421651369e-4));
            d = T.FusedMultiplyAdd(y, d, T.Const(5.223977627812837e-3));
            d = T.FusedMultiplyAdd(y, d, T.Const(-2.686617064521642e-2));
            d = T.FusedMultiplyAdd(y, d, T.Const(0.1128379167095529));
            return T.FusedMultiplyAdd(y, d, T.Const(-0.37612638903183754));
        }
    }
}
