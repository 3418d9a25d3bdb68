using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>The hyperbolic tangent, from <c>m = e^(−2|x|) − 1</c>: <c>tanh|x| = −m/(2 + m)</c>, without cancellation at 0.</summary>
internal static class Hyperbolic
{
    /// <summary><c>tanh x</c>, and its slope <c>1 − tanh²x = (1 + tanh|x|)·2q/(1 + q)</c> with <c>q = e^(−2|x|)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Tanh<T>(T x, out Wide<T> slope)
        where T : struct, IReal<T>
    {
        T twice = T.NegativeAbs(x);
        Wide<T> m = T.Expm1OfNegative(twice + twice, fine: true, out Wide<T> mantissa, out T n);
        Wide<T> denominator = Wide<T>.OrderedSum(T.Const(2), m.Hi);
        denominator = new(denominator.Hi, denominator.Lo + m.Lo);
        Wide<T> tanh = Wide<T>.Quotient(-m, denominator);

        // The factor 2 goes into the power of two, so that a subnormal q is rounded once.
        mantissa = Wide<T>.OrderedSum(mantissa.Hi, mantissa.Lo);
        n += T.One;
        Wide<T> onePlus = Wide<T>.OrderedSum(T.One, tanh.Hi);
        Wide<T> factor = Wide<T>.FiniteProduct(Wide<T>.Quotient(mantissa, denominator), new Wide<T>(onePlus.Hi, onePlus.Lo + tanh.Lo));
        slope = new(T.Scale(factor.Hi, n), T.Scale(factor.Lo, n));
        return new(T.FlipSign(T.Abs(tanh.Hi), x), T.FlipSign(tanh.Lo, x));
    }

    /// <summary>
    /// <c>x − tanh x</c>, and <c>tanh|x|</c> with it: up to 0.57 the odd series <c>x³·(1/3 − 2/15·x² + ...)</c> (minimax by Sollya's
    /// fpminimax, relative error 3.1e-9 for float and 2.0e-19 for double), beyond it <c>|x| − (1 − 2σ(−2|x|))</c>.
    /// </summary>
    /// <remarks>
    /// The series after its first term is at most a seventh of the whole. Beyond it the difference from the leading part of <c>tanh</c> is exact up to
    /// 1.9 (Sterbenz), and its rounding weighs half a unit in the last place where the rest of <c>tanh</c> weighs a quarter.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tanhshrink<T>(T x, out Wide<T> tanh)
        where T : struct, IReal<T>
    {
        T magnitude = T.Abs(x);
        T one = T.One, two = T.Const(2);
        Wide<T> decay = T.Decay(magnitude + magnitude, out T n);
        decay = Wide<T>.OrderedSum(decay.Hi, decay.Lo);
        decay = new(T.Scale(decay.Hi, n), T.Scale(decay.Lo, n));
        Wide<T> sigmoid = Wide<T>.Quotient(decay, Wide<T>.OrderedSum(one, decay));
        Wide<T> large = Wide<T>.OrderedSum(one, -two * sigmoid.Hi);
        large = new(large.Hi, T.NegatedMultiplyAdd(two, sigmoid.Lo, large.Lo));
        T far = (magnitude - large.Hi) - large.Lo;

        // The cube is lifted by 2⁴⁰ so that the remainders of a result near the subnormals do not underflow.
        T square = x * x;
        T lifted = magnitude * T.Const(1099511627776);
        Wide<T> cube = Wide<T>.Product(square, lifted);
        T remainder = T.FusedMultiplyAdd(T.MultiplySubtract(x, x, square), lifted, cube.Lo);
        Wide<T> third = Wide<T>.Const(0.3333333323413594229123191325925290584564208984375, 0.3333333333333333, 1.843688893955982e-17);
        T series = T.FusedMultiplyAdd(square, T.ByPrecision<Series>(square), third.Lo);
        T near = T.FusedMultiplyAdd(cube.Hi, third.Hi, T.FusedMultiplyAdd(cube.Hi, series, remainder * third.Hi)) * T.Const(9.094947017729282e-13);

        T small = magnitude < T.Const(0.57);
        tanh = Wide<T>.Select(small, Wide<T>.OrderedSum(magnitude, -near), large);
        return T.FlipSign(T.Select(small, near, far), x);
    }

    private readonly struct Series : IByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InSingle<T>(T y)
            where T : struct, IReal<T>
        {
            T b = T.FusedMultiplyAdd(y, T.Const(-2.3720017634332180023193359375e-3), T.Const(8.41124542057514190673828125e-3));
            b = T.FusedMultiplyAdd(y, b, T.Const(-2.17887200415134429931640625e-2));
            b = T.FusedMultiplyAdd(y, b, T.Const(5.39616085588932037353515625e-2));
            return T.FusedMultiplyAdd(y, b, T.Const(-0.13333313167095184326171875));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InDouble<T>(T y)
            where T : struct, IReal<T>
        {
            T d = T.FusedMultiplyAdd(y, T.Const(2.617460934149258e-06), T.Const(-1.2595403315268664e-05));
            d = T.FusedMultiplyAdd(y, d, T.Const(3.744450068109101e-05));
            d = T.FusedMultiplyAdd(y, d, T.Const(-9.623760453344908e-05));
            d = T.FusedMultiplyAdd(y, d, T.Const(0.00023895670212700513));
            d = T.FusedMultiplyAdd(y, d, T.Const(-0.000589996984988417));
            d = T.FusedMultiplyAdd(y, d, T.Const(0.001455830675990891));
            d = T.FusedMultiplyAdd(y, d, T.Const(-0.003592127731686365));
            d = T.FusedMultiplyAdd(y, d, T.Const(0.008863235513728758));
            d = T.FusedMultiplyAdd(y, d, T.Const(-0.021869488535641027));
            d = T.FusedMultiplyAdd(y, d, T.Const(0.05396825396824539));
            return T.FusedMultiplyAdd(y, d, T.Const(-0.13333333333333328));
        }
    }
}
