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
    /// <summary>How much of what rounding loses is kept for <c>eˣ − 1</c> near 0.</summary>
    private enum Detail
    {
        /// <summary>Nothing: <c>t</c> is accurate relative to <c>eˣ</c>.</summary>
        Plain,

        /// <summary>What <c>t</c> lost; <c>t</c> is as accurate relative to itself.</summary>
        Relative,

        /// <summary>What <c>Lo</c> lost too.</summary>
        Fine,

        /// <summary>What <c>r</c> and the root lost as well.</summary>
        Finest,
    }

    /// <summary>The constant that leaves a multiple of 1/16 in the lowest bits when added: 1.5·2^(precision − 5).</summary>
    private const double MagicSingle = 786432;
    private const double MagicDouble = 422212465065984;

    /// <summary>
    /// Writes <c>e^(x + low) = 2^⌊n⌋·(Hi + Lo)</c> with <c>Hi</c> in [1, 2) and <c>|Lo| ≤ 0.022·Hi</c>, to about 2⁻²⁹ (2⁻⁵⁹) of it.
    /// The argument must be within ±2000.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Mantissa<T>(T x, T low, bool wide, out T n)
        where T : struct, IReal<T> => Mantissa(x, low, wide, Detail.Plain, out n, out _);

    /// <summary>
    /// The same, with what <c>t</c> and <c>Lo</c> lost by rounding in <paramref name="rest"/>: next to 0, where <c>Hi</c> is 1 and <c>Lo</c> is <c>t</c>, it is
    /// what <c>eˣ − 1</c> lacks.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Mantissa<T>(T x, T low, bool wide, Detail detail, out T n, out T rest)
        where T : struct, IReal<T>
    {
        T magic = T.Const(MagicSingle, MagicDouble);
        T index = T.FusedMultiplyAdd(x, T.Const(1.4426950408889634), magic);
        n = index - magic;
        T leading = T.FusedMultiplyAdd(n, T.Const(-0.693147182464599609375, -0.6931471805599453094), x);
        T trailing = T.Const(1.9046542999577678785e-9, -2.3190468138462996e-17);
        T r = T.FusedMultiplyAdd(n, trailing, leading);
        if (wide)
        {
            r += low;
        }

        // What r lost by rounding.
        T lost = detail == Detail.Finest ? T.FusedMultiplyAdd(n, trailing, leading - r) : T.Zero;
        return Power(r, lost, index, detail, out rest);
    }

    /// <summary>
    /// <c>e^(βx) = 2^⌊n⌋·(Hi + Lo)</c> for <c>−193 ≤ βx ≤ 0</c> (−1457 in double precision), β being the magnitude of <paramref name="beta"/>: <c>n</c> has so
    /// few bits that <c>n·ln2Hi</c> is exact, and so is <c>βx − n·ln2Hi</c> but for its last rounding.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Mantissa<T>(T x, Sharpness beta, out T n)
        where T : struct, IReal<T>
    {
        T magic = T.Const(MagicSingle, MagicDouble);
        T index = T.FusedMultiplyAdd(x, beta.InBinary<T>(), magic);
        n = index - magic;
        T r = T.MultiplySubtract(beta.Magnitude<T>(), x, n * T.Const(0.69287109375, 0.6931471805582987));
        r = T.FusedMultiplyAdd(n, T.Const(-2.7608680994530943e-4, -1.6465949582897082e-12), r);
        return Power(r, T.Zero, index, Detail.Plain, out _);
    }

    /// <summary>
    /// Writes <c>2^z = 2^⌊n⌋·(Hi + Lo)</c> with <c>Hi</c> in [1, 2) and <c>|Lo| ≤ 0.022·Hi</c>, to about 2⁻²⁸ (2⁻⁵⁸) of it. The argument must be within ±2¹⁴.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> PowerOfTwo<T>(Wide<T> z, out T n)
        where T : struct, IReal<T>
    {
        T magic = T.Const(MagicSingle, MagicDouble);
        T index = (z.Hi + z.Lo) + magic;
        n = index - magic;
        return Power((z.Hi - n + z.Lo) * T.Const(0.6931471805599453094), T.Zero, index, Detail.Plain, out _);
    }

    /// <summary><c>2^z</c> in double numbers, rounded, for <c>|z| ≤ 1000</c>: relative error 2⁻⁴⁴.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T PowerOfTwo<T>(T z)
        where T : struct, IReal<T>
    {
        T magic = T.Const(6755399441055744.0);
        T index = z + magic;
        T f = z - (index - magic);
        T q = T.FusedMultiplyAdd(f, T.Const(1.0203121063391729e-07), T.Const(1.3255224878668817e-06));
        q = T.FusedMultiplyAdd(f, q, T.Const(1.525268684626772e-05));
        q = T.FusedMultiplyAdd(f, q, T.Const(0.00015403455852453838));
        q = T.FusedMultiplyAdd(f, q, T.Const(0.0013333558179043112));
        q = T.FusedMultiplyAdd(f, q, T.Const(0.009618129159402558));
        q = T.FusedMultiplyAdd(f, q, T.Const(0.055504108664760424));
        q = T.FusedMultiplyAdd(f, q, T.Const(0.2402265069581299));
        q = T.FusedMultiplyAdd(f, q, T.Const(0.6931471805599453));
        return T.AddToExponent(T.FusedMultiplyAdd(f, q, T.One), index);
    }

    /// <summary><c>2^(j/16)·e^(r + lost)</c>, where <c>j</c> is held in the four lowest bits of <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Power<T>(T r, T lost, T index, Detail detail, out T rest)
        where T : struct, IReal<T>
    {
        T q = detail == Detail.Plain ? T.ByPrecision<Quotient>(r) : T.ByPrecision<RelativeQuotient>(r);
        T square = r * r;
        T t = T.FusedMultiplyAdd(square, q, r);
        rest = T.FusedMultiplyAdd(square, q, r - t);
        Wide<T> root = T.RootOfTwo(index);
        T product = T.FusedMultiplyAdd(root.Hi, t, root.Lo);
        if (detail == Detail.Finest)
        {
            rest += lost;
        }

        if (detail >= Detail.Fine)
        {
            rest = T.FusedMultiplyAdd(root.Hi, rest, T.MultiplySubtract(root.Hi, t, product) + root.Lo);
        }

        if (detail == Detail.Finest)
        {
            rest = T.FusedMultiplyAdd(root.Lo, t, rest);
        }

        return new(root.Hi, product);
    }

    /// <summary><c>eˣ</c>; the argument is clamped to where the result is 0 or ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Exp<T>(Wide<T> x)
        where T : struct, IReal<T>
    {
        T hi = T.Max(T.Const(-104, -746), T.Min(T.Const(89, 710), x.Hi));
        Wide<T> mantissa = Mantissa(hi, x.Lo, wide: true, out T n);
        mantissa = Wide<T>.OrderedSum(mantissa.Hi, mantissa.Lo);
        return new(T.Scale(mantissa.Hi, n), T.Scale(mantissa.Lo, n));
    }

    /// <summary><c>eˣ − 1</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Expm1<T>(T x)
        where T : struct, IReal<T>
    {
        // From 16 on the 1 is a small correction of the exponential, which may overflow where the exact differences below would be ∞ − ∞.
        T limit = T.Const(16);
        Wide<T> near = T.WideByPrecision<Expm1Near>(Clamp(T.Min(limit, x)));
        Wide<T> far = Exp((Wide<T>)T.Max(limit, x));
        T large = x > limit;
        T hi = T.Select(large, far.Hi, near.Hi), lo = T.Select(large, far.Lo - T.One, near.Lo);

        // Both parts of −0 are −0, so that their sum is.
        T other = T.Abs(x) > T.Zero;
        return new(T.Select(other, hi, x), T.Select(other, lo, x));
    }

    /// <summary>The argument, clamped where four times the exponential, which the slope of tanh can be, rounds to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Clamp<T>(T x)
        where T : struct, IReal<T> => T.Max(T.Const(-108, -750), x);

    /// <summary>
    /// <c>e^(x + low) − 1</c> for a clamped <c>x ≤ 16</c>: with <c>s = 2^⌊n⌋·Hi</c>, the exact difference <c>s − 1</c> and the small rest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Expm1Below<T>(T x, T low, bool wide, bool fine)
        where T : struct, IReal<T> => Expm1Below(x, low, wide, fine, out _, out _);

    /// <summary>The same, and <c>e^(x + low) = 2^⌊n⌋·mantissa</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Expm1Below<T>(T x, T low, bool wide, bool fine, out Wide<T> mantissa, out T n, bool finest = false)
        where T : struct, IReal<T>
    {
        mantissa = Mantissa(x, low, wide, fine ? finest ? Detail.Finest : Detail.Fine : Detail.Relative, out n, out T rest);
        if (fine)
        {
            rest = T.Scale(rest, n);
        }

        T scaled = T.Scale(mantissa.Hi, n);
        T difference = scaled - T.One;
        T small = T.Scale(mantissa.Lo, n) + (scaled - (difference + T.One));
        Wide<T> sum = Wide<T>.OrderedSum(difference, small);
        return new(sum.Hi, sum.Lo + rest);
    }

    /// <summary>
    /// <c>eˣ − 1</c> for <c>x ≤ 16</c>. Where <c>x</c> is just above ln 2/32 the result is as small as <c>r</c>, whose rounding weighs half a unit in
    /// the last place; in float that and the rest stay within 0.9997 units for every <c>x</c>, in double they would not.
    /// </summary>
    private readonly struct Expm1Near : IWideByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> InSingle<T>(T x)
            where T : struct, IReal<T> => Expm1Below(x, T.Zero, wide: false, fine: true);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> InDouble<T>(T x)
            where T : struct, IReal<T> => Expm1Below(x, T.Zero, wide: false, fine: true, out _, out _, finest: true);
    }

    /// <summary>The polynomial <c>q</c> with <c>eʳ = 1 + r + r²·q(r)</c>.</summary>
    private readonly struct Quotient : IByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InSingle<T>(T r)
            where T : struct, IReal<T>
        {
            return T.FusedMultiplyAdd(r, T.Const(0.16666723787784576416015625), T.Const(0.50001621246337890625));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InDouble<T>(T r)
            where T : struct, IReal<T>
        {
            T q =
                T.FusedMultiplyAdd(
                    r, T.Const(1.9841054304768024839876472409372354377410374581813812255859375e-4),
                    T.Const(1.38891104114290987736612947855974198319017887115478515625e-3));
            q = T.FusedMultiplyAdd(r, q, T.Const(8.33333333598301577438416387622055481187999248504638671875e-3));
            q = T.FusedMultiplyAdd(r, q, T.Const(4.166666666073652602886312479313346557319164276123046875e-2));
            q = T.FusedMultiplyAdd(r, q, T.Const(0.1666666666666661578144470468032523058354854583740234375));
            return T.FusedMultiplyAdd(r, q, T.Const(0.500000000000000444089209850062616169452667236328125));
        }
    }

    /// <summary>The same with a relative error of <c>eʳ − 1</c> of 3.2e-10 for float and 1.1e-18 for double.</summary>
    private readonly struct RelativeQuotient : IByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InSingle<T>(T r)
            where T : struct, IReal<T>
        {
            T p = T.FusedMultiplyAdd(r, T.Const(4.166708886623382568359375e-2), T.Const(0.166669905185699462890625));
            return T.FusedMultiplyAdd(r, p, T.Const(0.5));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InDouble<T>(T r)
            where T : struct, IReal<T>
        {
            T q =
                T.FusedMultiplyAdd(
                    r, T.Const(1.984134845544384699502632463108398042095359414815902709960937e-4),
                    T.Const(1.3889098236289439299018244611261252430267632007598876953125e-3));
            q = T.FusedMultiplyAdd(r, q, T.Const(8.33333333379556069619997711269481745548546314239501953125e-3));
            q = T.FusedMultiplyAdd(r, q, T.Const(4.1666666661521585546257284704552148468792438507080078125e-2));
            q = T.FusedMultiplyAdd(r, q, T.Const(0.1666666666666665463925056656080414541065692901611328125));
            return T.FusedMultiplyAdd(r, q, T.Const(0.50000000000000033306690738754696212708950042724609375));
        }
    }
}
