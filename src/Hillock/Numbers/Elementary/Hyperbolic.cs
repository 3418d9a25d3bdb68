using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>The hyperbolic tangent, from <c>m = e^(−2|x|) − 1</c>: <c>tanh|x| = −m/(2 + m)</c>, without cancellation at 0.</summary>
internal static class Hyperbolic
{
    /// <summary><c>tanh x</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Tanh<T>(T x)
        where T : struct, IReal<T> => Tanh(x, out _);

    /// <summary><c>tanh x</c>, and its slope <c>1 − tanh²x = (1 + tanh|x|)·2q/(1 + q)</c> with <c>q = e^(−2|x|)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Tanh<T>(T x, out Wide<T> slope)
        where T : struct, IReal<T>
    {
        T twice = T.NegativeAbs(x);
        Wide<T> m = T.Expm1OfNegative(twice + twice, out Wide<T> mantissa, out T n);
        Wide<T> denominator = Wide<T>.OrderedSum(T.Const(2), m.Hi);
        denominator = new(denominator.Hi, denominator.Lo + m.Lo);
        Wide<T> tanh = Wide<T>.Quotient(-m, denominator);

        // The factor 2 goes into the power of two, so that a subnormal q is rounded once.
        mantissa = Wide<T>.OrderedSum(mantissa.Hi, mantissa.Lo);
        n += T.One;
        Wide<T> onePlus = Wide<T>.OrderedSum(T.One, tanh.Hi);
        Wide<T> factor = Wide<T>.Quotient(mantissa, denominator) * new Wide<T>(onePlus.Hi, onePlus.Lo + tanh.Lo);
        slope = new(T.Scale(factor.Hi, n), T.Scale(factor.Lo, n));
        return new(T.FlipSign(T.Abs(tanh.Hi), x), T.FlipSign(tanh.Lo, x));
    }

    /// <summary>
    /// <c>x − tanh x</c>: up to 1 the odd series <c>x³·(1/3 − 2/15·x² + ...)</c> (minimax by Sollya's fpminimax, relative error 4.6e-10 for
    /// float and 8.9e-21 for double), beyond it <c>(|x| − 1) + 2σ(−2|x|)</c>, whose first part is exact.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tanhshrink<T>(T x)
        where T : struct, IReal<T>
    {
        T one = T.One;
        T magnitude = T.Abs(x);
        T small = magnitude < one;
        T bounded = T.Min(T.Const(100), magnitude);
        Wide<T> sigmoid = Logistic.Complement(T.Decay(bounded + bounded, out T n), n, T.Zero);
        T two = T.Const(2);
        T far = (magnitude - one) + T.FusedMultiplyAdd(two, sigmoid.Lo, two * sigmoid.Hi);

        T z = T.Select(small, x, T.Zero);
        Wide<T> square = Wide<T>.Product(z, z);
        Wide<T> third = Wide<T>.Const(0.33333333320158686774448142386972904205322265625, 0.3333333333333333, 1.8501464595677737e-17);
        T series = T.ByPrecision<Series>(square.Hi);
        Wide<T> tail = Wide<T>.Product(square.Hi, series);
        Wide<T> sum = Wide<T>.OrderedSum(third.Hi, tail.Hi);

        // Lifted by 2⁴⁰ so that the remainder of a result near the subnormals does not underflow.
        T lifted = (z * T.Const(1099511627776)) * (square * new Wide<T>(sum.Hi, sum.Lo + (third.Lo + T.FusedMultiplyAdd(square.Lo, series, tail.Lo))));
        T near = lifted * T.Const(9.094947017729282e-13);

        return T.Select(small, near, T.FlipSign(far, x));
    }

    private readonly struct Series : IByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InSingle<T>(T y)
            where T : struct, IReal<T>
        {
            T b = T.FusedMultiplyAdd(y, T.Const(4.863827416556887328624725341796875e-5), T.Const(-3.384086885489523410797119140625e-4));
            b = T.FusedMultiplyAdd(y, b, T.Const(1.243396545760333538055419921875e-3));
            b = T.FusedMultiplyAdd(y, b, T.Const(-3.4795138053596019744873046875e-3));
            b = T.FusedMultiplyAdd(y, b, T.Const(8.826829493045806884765625e-3));
            b = T.FusedMultiplyAdd(y, b, T.Const(-2.18627415597438812255859375e-2));
            b = T.FusedMultiplyAdd(y, b, T.Const(5.39676211774349212646484375e-2));
            return T.FusedMultiplyAdd(y, b, T.Const(-0.13333331048488616943359375));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InDouble<T>(T y)
            where T : struct, IReal<T>
        {
            T d = T.FusedMultiplyAdd(y, T.Const(9.86052726499978677760825806369350543523211172214359976351261e-10), T.Const(-1.179401828423555264931499688470933895345638120488729327917099e-8));
            d = T.FusedMultiplyAdd(y, d, T.Const(7.00235691625703888417230720195294502161686978070065379142761e-8));
            d = T.FusedMultiplyAdd(y, d, T.Const(-2.820047961705717800262301162700362411328569578472524881362915e-7));
            d = T.FusedMultiplyAdd(y, d, T.Const(8.948065392036218454588145841976713266956267034402117133140563965e-7));
            d = T.FusedMultiplyAdd(y, d, T.Const(-2.469858021290657168711436472707809741677920101210474967956543e-6));
            d = T.FusedMultiplyAdd(y, d, T.Const(6.35172014773435048592790932324182085736538283526897430419922e-6));
            d = T.FusedMultiplyAdd(y, d, T.Const(-1.586485276641244607362044027887293395906453952193260192871094e-5));
            d = T.FusedMultiplyAdd(y, d, T.Const(3.925551554660009650511709455855680062086321413516998291015625e-5));
            d = T.FusedMultiplyAdd(y, d, T.Const(-9.69079280040964589080024205181018714938545599579811096191406e-5));
            d = T.FusedMultiplyAdd(y, d, T.Const(2.391272530804359780892238921380417195905465632677078247070312e-4));
            d = T.FusedMultiplyAdd(y, d, T.Const(-5.9002709213036336373392476417620855699990284442901611328125e-4));
            d = T.FusedMultiplyAdd(y, d, T.Const(1.45583433929357872714527299962128681595884203243255615234375e-3));
            d = T.FusedMultiplyAdd(y, d, T.Const(-3.592128031975995623714670301751539227552711963653564453125e-3));
            d = T.FusedMultiplyAdd(y, d, T.Const(8.86323552960831435865163285825474304147064685821533203125e-3));
            d = T.FusedMultiplyAdd(y, d, T.Const(-2.1869488536143767698494144724463694728910923004150390625e-2));
            d = T.FusedMultiplyAdd(y, d, T.Const(5.396825396825373488685073652959545142948627471923828125e-2));
            return T.FusedMultiplyAdd(y, d, T.Const(-0.1333333333333333314829616256247390992939472198486328125));
        }
    }
}
