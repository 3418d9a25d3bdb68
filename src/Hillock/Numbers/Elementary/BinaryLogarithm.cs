using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The binary logarithm of a positive number by <c>log₂x = k + log₂m</c> with <c>m</c> in [45/64, 45/32) and
/// <c>log₂((1 + s)/(1 − s)) = 2/ln 2·artanh s</c>: what a power multiplies by its exponent, so precise that up to 1075 times it is.
/// </summary>
/// <remarks>
/// In double numbers only. Coefficients by Chebyshev interpolation. Of 0 it gives a number below −1000 and of ∞ one above 1000; the caller knows.
/// </remarks>
internal static class BinaryLogarithm
{
    /// <summary>What takes a mantissa of 45/32 or more to the next exponent when added to the bits of a double.</summary>
    internal const long Carry = 0x0009800000000000;

    private const double TwoByLn2 = 2.8853900817779268, TwoByLn2Rest = 4.0710547481862066e-17;

    /// <summary>1.5·2⁴⁸, which leaves a multiple of 1/16 in the lowest bits when added.</summary>
    private const double Magic = 422212465065984;

    /// <summary>log₂(j/16) or, for j below 7, log₂(1 + j/16), rounded to 42 bits behind the point so that a sum with an exponent is exact.</summary>
    private static ReadOnlySpan<double> TableHi =>
    [
        0, 0.0874628412502716, 0.16992500144237965, 0.24792751344352837,
        0.3219280948874257, 0.39231742277866033, 0.4594316186373817, 0,
        0, 0, 0, -0.5405683813626183,
        -0.41503749927892386, -0.29956028185893047, -0.1926450779424158, -0.09310940439149817,
    ];

    /// <summary>What <see cref="TableHi"/> leaves.</summary>
    private static ReadOnlySpan<double> TableLo =>
    [
        0, 6.781363655020842e-14, -6.728996427240727e-14, 5.712484083531846e-14,
        -6.33385952568616e-14, 9.995925486528699e-14, -8.443284155858175e-14, 0,
        0, 0, 0, -8.443284155858175e-14,
        8.00418555854124e-14, 2.262651135603261e-14, 1.9917399279874596e-14, 1.6703260328550802e-14,
    ];

    /// <summary>The logarithm of a normal number, rounded: relative error 2⁻⁵¹, next to 1 too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Rounded<T>(T x)
        where T : struct, IReal<T>
    {
        T m = T.Mantissa(x, out T k);
        T s = (m - T.One) / (m + T.One);
        T y = s * s;
        T q = T.FusedMultiplyAdd(y, T.Const(0.24363055214470963), T.Const(0.2613855160381459));
        q = T.FusedMultiplyAdd(y, q, T.Const(0.32061818368308936));
        q = T.FusedMultiplyAdd(y, q, T.Const(0.41219837700310796));
        q = T.FusedMultiplyAdd(y, q, T.Const(0.577078017402263));
        q = T.FusedMultiplyAdd(y, q, T.Const(0.9617966939239851));
        q = T.FusedMultiplyAdd(y, q, T.Const(2.885390081777927));
        return T.FusedMultiplyAdd(s, q, k);
    }

    /// <summary>
    /// The logarithm to a relative error of 2⁻⁶⁵, next to 1 too; <c>|Lo|</c> is up to 2⁻¹² of <c>Hi</c>.
    /// </summary>
    /// <remarks>
    /// With the multiple <c>c</c> of 1/16 next to <c>m</c>, <c>s = (m − c)/(m + c)</c> is at most 1/45: all but the first term of the series weigh 2⁻¹³, and
    /// so do their roundings. The difference is exact; the sum and the quotient keep what they lose.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Precise<T>(T x)
        where T : struct, IReal<T>
    {
        T subnormal = x < T.Const(2.2250738585072014e-308);
        T m = T.Mantissa(T.Select(subnormal, x * T.Const(18014398509481984.0), x), out T k);
        k = T.Select(subnormal, k - T.Const(54), k);
        T magic = T.Const(Magic);
        T index = m + magic;
        T c = index - magic;
        Wide<T> s = Wide<T>.Quotient(m - c, Wide<T>.OrderedSum(c, m));
        T y = s.Hi * s.Hi;
        T q = T.FusedMultiplyAdd(y, T.Const(0.26258239608739975), T.Const(0.3205987794646257));
        q = T.FusedMultiplyAdd(y, q, T.Const(0.41219858313203583));
        q = T.FusedMultiplyAdd(y, q, T.Const(0.5770780163555841));
        q = T.FusedMultiplyAdd(y, q, T.Const(0.9617966939259756));
        Wide<T> series = Wide<T>.Product(s.Hi, T.Const(TwoByLn2));

        // What s lost counts with the slope 1 + y of the series.
        T lost = s.Lo * T.Const(TwoByLn2);
        T low = series.Lo + T.FusedMultiplyAdd(s.Hi, T.Const(TwoByLn2Rest), T.FusedMultiplyAdd(lost, y, lost));
        low = T.FusedMultiplyAdd(s.Hi * y, q, low);
        Wide<T> sum = Wide<T>.OrderedSum(k + T.Lookup(TableHi, index), series.Hi);
        return new(sum.Hi, sum.Lo + (low + T.Lookup(TableLo, index)));
    }
}
