using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// Sine and cosine of <c>|x| = n·π/2 + r</c> with <c>|r| ≤ π/4</c>: polynomials for <c>sin r</c> and <c>cos r</c>, of which the quarter turns <c>n</c> choose
/// one and its sign.
/// </summary>
/// <remarks>
/// Minimax by Sollya's fpminimax on |r| ≤ 0.79; relative errors 5.0e-10 and 1.1e-9 for float, 4.7e-19 and 7.1e-19 for double.
/// </remarks>
internal static class Trigonometric
{
    /// <summary><c>sin x</c> and <c>cos x</c>; NaN of infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> SinCos<T>(T x, out Wide<T> cos)
        where T : struct, IReal<T> => SinCos(Reduce(T.One, x, x, T.Zero, scaled: false), x, out cos, out _, out _);

    /// <summary><c>sin(factor·x)</c> and <c>cos(factor·x)</c> of the product that is not rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> SinCos<T>(T x, T factor, out Wide<T> cos)
        where T : struct, IReal<T> => SinCos(Reduce(factor, x, out T product), product, out cos, out _, out _);

    /// <summary>
    /// <c>x + (1 − cos φ)/(2α) = x + sin²(αx)/α</c> with <c>φ = 2αx</c>, its slope <c>1 + sin φ</c>, and <c>cos φ</c>. Next to their zeros
    /// <c>1 − cos φ</c> and <c>1 + sin φ</c> are <c>1 − cos r</c>, which does not cancel.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Snake<T>(T x, T twice, Wide<T> inverse, out Wide<T> slope, out Wide<T> cos)
        where T : struct, IReal<T>
    {
        Angle<T> angle = Reduce(twice, x, out T product);
        Wide<T> sin = SinCos(angle, product, out cos, out Wide<T> versine, out T odd);
        T one = T.One, zero = T.Zero;
        slope = Wide<T>.Select(T.Select(odd, T.IsNegative(sin.Hi), zero), versine, Wide<T>.OrderedSum(one, sin));
        versine = Wide<T>.Select(T.Select(odd, zero, cos.Hi > zero), versine, Wide<T>.OrderedSum(one, -cos));
        Wide<T> wave = Wide<T>.FiniteProduct(versine, inverse);
        Wide<T> sum = Wide<T>.Sum(x, wave.Hi);
        T finite = T.Abs(x) < T.Const(double.PositiveInfinity);
        return T.WithSignOfZero(T.Select(finite, sum.Hi + (sum.Lo + wave.Lo), x), x);
    }

    /// <summary>Reduces the exact product of <paramref name="factor"/> and <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Angle<T> Reduce<T>(T factor, T x, out T product)
        where T : struct, IReal<T>
    {
        product = factor * x;
        return Reduce(factor, x, product, T.FlipSign(T.MultiplySubtract(factor, x, product), product), scaled: true);
    }

    /// <summary>
    /// Subtracts <c>n·π/2</c> from <c>|product| + low</c> in three parts. The first difference is exact, and so are the sums: what is added first is a
    /// multiple of the last place of what is added to it. That holds up to the limit, above which <see cref="IReal{TSelf}.ReduceLarge"/> takes over.
    /// </summary>
    /// <remarks>
    /// Where the parts cancel, what is lost is below n·2⁻⁷² (n·2⁻¹⁵⁸). No float (double) up to the limit but 0 is nearer than 2⁻²⁸ (2⁻⁶²) to a multiple of
    /// π/2, so that its rest keeps 28 (57) bits at the least. A product of two may be nearer: a rest below n·2⁻⁴² (n·2⁻⁹⁸) is computed as if it were large.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Angle<T> Reduce<T>(T factor, T x, T product, T low, bool scaled)
        where T : struct, IReal<T>
    {
        T magnitude = T.Abs(product);
        T magic = T.Const(LargeAngle.MagicSingle, LargeAngle.MagicDouble);
        T index = T.FusedMultiplyAdd(magnitude, T.Const(0.6366197723675814), magic);
        T n = index - magic;
        Wide<T> first = T.NegatedMultiplyAdd(n, T.Const(1.5707963705062866, 1.5707963267948966), magnitude);
        if (scaled)
        {
            first = Wide<T>.OrderedSum(first.Hi, low);
        }

        T middle = T.Const(-4.371138828673793e-08, 6.123233995736766e-17);
        T second = n * middle;
        Wide<T> rest = Wide<T>.OrderedSum(first.Hi, -second);
        T lost = T.NegatedMultiplyAdd(n, T.Const(-1.7151245100058819e-15, -1.4973849048591698e-33), rest.Lo - T.MultiplySubtract(n, middle, second));
        if (scaled)
        {
            lost += first.Lo;
            product = T.Select(n * T.Const(2.2737367544323206e-13, 3.1554436208840472e-30) > T.Abs(rest.Hi), T.Const(double.PositiveInfinity), product);
        }

        return T.ReduceLarge(new(Wide<T>.OrderedSum(rest.Hi, lost), index), product, factor, x);
    }

    /// <summary>
    /// Sine and cosine of an angle, the sine with the sign of <paramref name="sign"/>; <c>1 − cos r</c>, and the mask of an odd number of quarter turns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> SinCos<T>(Angle<T> angle, T sign, out Wide<T> cos, out Wide<T> versine, out T odd)
        where T : struct, IReal<T>
    {
        T one = T.One, half = T.Const(0.5);
        T r = angle.Rest.Hi, low = angle.Rest.Lo;
        T square = r * r;

        // cos r = 1 − r²/2 + r⁴·C(r²), the square with its remainder.
        T halved = square * half;
        T leading = one - halved;
        T lost = T.FusedMultiplyAdd(T.MultiplySubtract(r, r, square), half, r * low);
        T small = T.MultiplySubtract(square * square, T.ByPrecision<CosineSeries>(square), lost);
        T trailing = ((one - leading) - halved) + small;
        versine = new(halved, -small);

        // sin r = r + r³·S(r²)
        T rest = T.FusedMultiplyAdd(r * square, T.ByPrecision<SineSeries>(square), low * leading);

        odd = T.IsNegative(T.BitAsSign(angle.Index, 0));
        T cosineSign = T.BitAsSign(angle.Index + one, 1);
        cos = new(T.FlipSign(T.Select(odd, r, leading), cosineSign), T.FlipSign(T.Select(odd, rest, trailing), cosineSign));
        sign = T.FlipSign(T.BitAsSign(angle.Index, 1), sign);
        return new(T.FlipSign(T.Select(odd, leading, r), sign), T.FlipSign(T.Select(odd, trailing, rest), sign));
    }

    private readonly struct SineSeries : IByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InSingle<T>(T y)
            where T : struct, IReal<T>
        {
            T s = T.FusedMultiplyAdd(y, T.Const(2.9090815587551333010196685791015625e-6), T.Const(-1.98602720047347247600555419921875e-4));
            s = T.FusedMultiplyAdd(y, s, T.Const(8.333395235240459442138671875e-3));
            return T.FusedMultiplyAdd(y, s, T.Const(-0.16666667163372039794921875));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InDouble<T>(T y)
            where T : struct, IReal<T>
        {
            T s =
                T.FusedMultiplyAdd(
                    y, T.Const(-7.100480262831990233960920303281974384117594678578200273477705e-13),
                    T.Const(1.604865909063093972433782266370891518569852252085183863528073e-10));
            s = T.FusedMultiplyAdd(y, s, T.Const(-2.505202911215308242339909515841722686957382393302395939826965e-8));
            s = T.FusedMultiplyAdd(y, s, T.Const(2.75573189300682761982579961623773812107174308039247989654541e-6));
            s = T.FusedMultiplyAdd(y, s, T.Const(-1.984126984073735975016433696893614069267641752958297729492187e-4));
            s = T.FusedMultiplyAdd(y, s, T.Const(8.3333333333329186187743431446506292559206485748291015625e-3));
            return T.FusedMultiplyAdd(y, s, T.Const(-0.1666666666666666574148081281236954964697360992431640625));
        }
    }

    private readonly struct CosineSeries : IByPrecision
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InSingle<T>(T y)
            where T : struct, IReal<T>
        {
            T c = T.FusedMultiplyAdd(y, T.Const(2.4541574020986445248126983642578125e-5), T.Const(-1.388826291076838970184326171875e-3));
            return T.FusedMultiplyAdd(y, c, T.Const(4.1666664183139801025390625e-2));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T InDouble<T>(T y)
            where T : struct, IReal<T>
        {
            T c =
                T.FusedMultiplyAdd(
                    y, T.Const(-1.1380628191897293660498226492564698359225006112085919809333405e-11),
                    T.Const(2.087611526256606527575370992012501747403518947976408526301384e-9));
            c = T.FusedMultiplyAdd(y, c, T.Const(-2.755731709929688724279182778648111806774068099912256002426147e-7));
            c = T.FusedMultiplyAdd(y, c, T.Const(2.480158729835231333363601557984168266557389870285987854003906e-5));
            c = T.FusedMultiplyAdd(y, c, T.Const(-1.3888888888887000738758814577522571198642253875732421875e-3));
            return T.FusedMultiplyAdd(y, c, T.Const(4.1666666666666664353702032030923874117434024810791015625e-2));
        }
    }
}
