using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The exponential: <c>x = n·ln 2 + r</c> with <c>n</c> a multiple of 1/16 and <c>|r| ≤ ln 2/32</c>, so that
/// <c>eˣ = 2^⌊n⌋·2^(j/16)·(1 + t)</c> with <c>t = eʳ − 1</c> from a short polynomial.
/// </summary>
/// <remarks>
/// <c>|t|</c> is at most 0.022, so its rounding errors weigh 2⁻⁶ of a unit in the last place of the result. The reduction is exact in
/// its first step: <c>n·ln2Hi</c> and <c>x</c> are multiples of 2⁻²⁹ (2⁻⁵⁸) that differ by less than 2⁻⁵. Coefficients: minimax of
/// <c>eʳ</c> on ±ln 2/32 (Sollya's fpminimax), relative error 1.6e-9 for float and 1.2e-20 for double.
/// </remarks>
internal static class Exponential
{
    /// <summary>The constant that leaves a multiple of 1/16 in the lowest bits when added: 1.5·2^(precision − 5).</summary>
    private const double MagicSingle = 786432;
    private const double MagicDouble = 422212465065984;

    /// <summary>
    /// Writes <c>e^(x + low) = 2^⌊n⌋·(Hi + Lo)</c> with <c>Hi</c> in [1, 2) and <c>|Lo| ≤ 0.022·Hi</c>, to about 2⁻²⁹ (2⁻⁵⁹) of it.
    /// The argument must be within ±2000.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Mantissa<T>(T x, T low, bool wide, out T n)
        where T : struct, IReal<T>
    {
        T magic = T.Const(T.IsSingle ? MagicSingle : MagicDouble);
        T index = T.FusedMultiplyAdd(x, T.Const(1.4426950408889634), magic);
        n = index - magic;
        T r = T.IsSingle
            ? T.FusedMultiplyAdd(n, T.Const(1.9046542999577678785e-9), T.FusedMultiplyAdd(n, T.Const(-0.693147182464599609375), x))
            : T.FusedMultiplyAdd(n, T.Const(-2.3190468138462996e-17), T.FusedMultiplyAdd(n, T.Const(-0.6931471805599453094), x));
        if (wide)
        {
            r += low;
        }

        T q = Quotient(r);
        T t = T.FusedMultiplyAdd(r * r, q, r);
        Wide<T> root = T.RootOfTwo(index);
        return new(root.Hi, T.FusedMultiplyAdd(root.Hi, t, root.Lo));
    }

    /// <summary><c>eˣ</c>; the argument is clamped to where the result is 0 or ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Exp<T>(Wide<T> x)
        where T : struct, IReal<T>
    {
        T hi = T.Max(T.Const(T.IsSingle ? -104 : -746), T.Min(T.Const(T.IsSingle ? 89 : 710), x.Hi));
        Wide<T> mantissa = Mantissa(hi, x.Lo, wide: true, out T n);
        mantissa = Wide<T>.OrderedSum(mantissa.Hi, mantissa.Lo);
        return new(T.Scale(mantissa.Hi, n), T.Scale(mantissa.Lo, n));
    }

    /// <summary><c>eˣ − 1</c>: with <c>s = 2^⌊n⌋·Hi</c>, the exact difference <c>s − 1</c> and the small rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Expm1<T>(T x, T low, bool wide)
        where T : struct, IReal<T>
    {
        // e⁻⁵⁰ is below a quarter of the last place of 1 in both precisions.
        T hi = T.Max(T.Const(-50), T.Min(T.Const(T.IsSingle ? 89 : 710), x));
        Wide<T> mantissa = Mantissa(hi, low, wide, out T n);
        T scaled = T.Scale(mantissa.Hi, n);
        T difference = scaled - T.One;
        T rest = T.Scale(mantissa.Lo, n) + (scaled - (difference + T.One));
        Wide<T> sum = Wide<T>.OrderedSum(difference, rest);
        return new(sum.Hi, sum.Lo);
    }

    /// <summary>The polynomial <c>q</c> with <c>eʳ = 1 + r + r²·q(r)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Quotient<T>(T r)
        where T : struct, IReal<T>
    {
        if (T.IsSingle)
        {
            return T.FusedMultiplyAdd(r, T.Const(0.16666723787784576416015625), T.Const(0.50001621246337890625));
        }

        T q = T.FusedMultiplyAdd(r, T.Const(1.9841054304768024839876472409372354377410374581813812255859375e-4), T.Const(1.38891104114290987736612947855974198319017887115478515625e-3));
        q = T.FusedMultiplyAdd(r, q, T.Const(8.33333333598301577438416387622055481187999248504638671875e-3));
        q = T.FusedMultiplyAdd(r, q, T.Const(4.166666666073652602886312479313346557319164276123046875e-2));
        q = T.FusedMultiplyAdd(r, q, T.Const(0.1666666666666661578144470468032523058354854583740234375));
        return T.FusedMultiplyAdd(r, q, T.Const(0.500000000000000444089209850062616169452667236328125));
    }
}
