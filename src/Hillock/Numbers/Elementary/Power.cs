using System.Runtime.CompilerServices;

namespace Hillock.Numbers.Elementary;

/// <summary>
/// The power <c>xʸ = 2^(y·log₂|x|)</c> and its derivatives, <c>∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ = c·xʸ⁻ⁱ</c> with the factor <c>c</c> of <see cref="PowerFactor"/>.
/// </summary>
/// <remarks>
/// <para>
/// Floats are computed in double precision, in which no intermediate result leaves the range: relative error 2⁻⁴¹ before the one rounding. Doubles have
/// the logarithm as a sum of two and the power of two as another: 0.6 units in the last place, among the subnormals too.
/// </para>
/// <para>
/// Special values are those of IEEE 754-2019, 9.2.1: <c>x⁰ = 1</c> and <c>1ʸ = 1</c> for NaN too, <c>(−1)^±∞ = 1</c>, a negative base to a whole power has the
/// sign of the power's parity and to any other is NaN, and <c>±0</c> and <c>±∞</c> keep their sign where the exponent is odd. A derivative whose factor is 0 is
/// 0, and logarithms of zero lose against powers of it: the derivative in <c>y</c> at <c>x = 0</c> is 0 for <c>y ≥ 0</c>. In <c>y</c> there is none for
/// negative bases: NaN.
/// </para>
/// </remarks>
internal static class Power
{
    /// <summary>Exponents beyond it are as good as infinite: the smallest logarithm but 0 is 2⁻⁵³.</summary>
    private const double LargestExponent = 73786976294838206464.0;

    /// <summary>Powers of two beyond these are 0 or ∞; in derivatives times a factor that may be as small as the smallest number.</summary>
    private const double LimitOfSingles = 1000, LimitOfDoubles = 2000, LimitOfDerivatives = 4000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Of<T>(T x, T y, int orderX, int orderY)
        where T : struct, IReal<T> => T.InDouble(new PowerOfNumbers(orderX, orderY), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Of<T>(T x, PowerExponent p)
        where T : struct, IReal<T> => T.InDouble(p.Formula, x, x);

    /// <summary>The exponent <c>y − n</c>, exactly; a huge one is limited.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Lowered<T>(T y, int order)
        where T : struct, IReal<T>
    {
        T largest = T.Const(LargestExponent);
        y = T.Max(-largest, T.Min(largest, y));
        return order == 0 ? y : Wide<T>.Sum(y, T.Const(-order));
    }

    /// <summary>The masks of <c>y</c> with an even and an odd <c>y − n</c>; elsewhere y is not whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Parity<T>(T y, int order, out T isEven, out T isOdd)
        where T : struct, IReal<T>
    {
        // The sum with 2⁵³ rounds to even numbers; from there on all doubles are even.
        T unit = T.Const(9007199254740992.0), magnitude = T.Min(unit, T.Abs(y));
        T distance = T.Abs(((magnitude + unit) - unit) - magnitude);
        T isWholeEven = distance <= T.Zero, isWholeOdd = distance >= T.One;
        (isEven, isOdd) = order % 2 == 0 ? (isWholeEven, isWholeOdd) : (isWholeOdd, isWholeEven);
    }

    /// <summary>
    /// The power of a negative base from that of its magnitude: with a sign for odd exponents, and NaN for those that are not whole, but of −∞.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Signed<T>(T power, T x, T isEven, T isOdd)
        where T : struct, IReal<T> =>
        T.Select(isOdd, T.FlipSign(power, x), T.Select(isEven, power, OfPositive(power, x)));

    /// <summary>A derivative whose factor is 0 is 0, even times ∞ or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Vanishing<T>(T derivative, T factor)
        where T : struct, IReal<T> => T.Select(T.Abs(factor) <= T.Zero, T.Zero, derivative);

    /// <summary>A power whose exponent is not whole: NaN of negative bases but −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T OfPositive<T>(T power, T x)
        where T : struct, IReal<T> =>
        T.Select(x < T.Zero, T.Select(x < T.Const(-double.MaxValue), power, T.Const(double.NaN)), power);

    /// <summary>
    /// The exponent <c>z = y·log₂|x|</c> of two for floats, limited. <paramref name="isOrdinary"/> tells that no <c>y</c> is 0 or NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ExponentOfSingles<T>(T x, T exponent, bool isOrdinary, out T log)
        where T : struct, IReal<T>
    {
        T magnitude = T.Abs(x);
        log = WithEnds(BinaryLogarithm.Rounded(magnitude), magnitude);
        T z = exponent * log;
        return Clamp(isOrdinary ? z : ZeroWins(z, log, exponent), T.Const(LimitOfSingles));
    }

    /// <summary>The exponent <c>z = y·log₂|x|</c> of two for doubles, limited and not rounded; see <see cref="ExponentOfSingles"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> ExponentOfDoubles<T>(T x, Wide<T> exponent, bool isOrdinary, bool hasFactor, out Wide<T> log)
        where T : struct, IReal<T>
    {
        T magnitude = T.Abs(x), limit = T.Const(hasFactor ? LimitOfDerivatives : LimitOfDoubles);
        log = BinaryLogarithm.Precise(magnitude);
        log = new(WithEnds(log.Hi, magnitude), log.Lo);
        Wide<T> z = Wide<T>.FiniteProduct(exponent, log);
        T lo = T.Select(T.Abs(z.Hi) < limit, z.Lo, T.Zero);
        return new(Clamp(isOrdinary ? z.Hi : ZeroWins(z.Hi, log.Hi, exponent.Hi), limit), lo);
    }

    /// <summary>The product of a power <c>2^z</c> and a factor, of floats held in doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Times<T>(T power, T z, T factor)
        where T : struct, IReal<T>
    {
        // An infinite factor loses against a power that is 0.
        return T.Select(z <= T.Const(-LimitOfSingles), T.FlipSign(T.Zero, factor), power * factor);
    }

    /// <summary>The product of <c>2^⌊n⌋·mantissa</c>, which is <c>2^z</c>, and a factor, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Times<T>(Wide<T> mantissa, T n, T z, Wide<T> factor)
        where T : struct, IReal<T>
    {
        // A tiny factor is lifted, so that the product keeps what it loses.
        T magnitude = T.Abs(factor.Hi);
        T tiny = magnitude < T.Const(1e-270);
        T lift = T.Select(tiny, T.Const(1.6069380442589903e60), T.One);
        T hi = magnitude * lift, lo = T.FlipSign(factor.Lo * lift, factor.Hi);
        n = T.Max(T.Const(-2040), T.Min(T.Const(3000), T.Select(tiny, n - T.Const(200), n)));
        T result = Scaled(Wide<T>.FiniteProduct(mantissa, new Wide<T>(hi, lo)), n);
        result = T.Select(magnitude < T.Const(double.PositiveInfinity), result, magnitude);
        return T.FlipSign(T.Select(z <= T.Const(-LimitOfDerivatives), T.Zero, result), factor.Hi);
    }

    /// <summary><c>x·2^⌊n⌋</c> of a positive sum and a multiple <c>n</c> of 1/16, rounded once, among the subnormals too.</summary>
    /// <remarks>
    /// There the leading part is first cut to a multiple of their unit, and the rest, now small, rounded to it: adding <c>2⁵²</c> units rounds a number below
    /// that many to whole ones.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Scaled<T>(Wide<T> x, T n)
        where T : struct, IReal<T>
    {
        // 2^(−1022 − ⌊n⌋), which is the smallest normal number after scaling. Where it would be subnormal itself, which is slow, it is below x anyway.
        T least = T.Scale(T.One, T.Max(T.Const(-1000), T.Const(-1022 + (15.0 / 16)) - n));
        least = T.Select(x.Hi + x.Lo < least, least, T.Zero);
        T cut = (x.Hi + least) - least;
        least *= T.Const(1.5);
        return T.Scale(cut + ((((x.Hi - cut) + x.Lo) + least) - least), n);
    }

    /// <summary>The natural logarithm in a factor; at 0 it is left out where the power is not infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Wide<T> Natural<T>(Wide<T> log, T x, T exponent)
        where T : struct, IReal<T>
    {
        T zero = T.Zero;
        Wide<T> natural = Wide<T>.FiniteProduct(log, new Wide<T>(T.Const(0.6931471805599453), T.Const(2.3190468138462996e-17)));
        Wide<T> sum = Wide<T>.OrderedSum(natural.Hi, natural.Lo);
        T finite = T.Abs(natural.Hi) < T.Const(double.PositiveInfinity);
        T hi = T.Select(finite, sum.Hi, natural.Hi), lo = T.Select(finite, sum.Lo, zero);
        return new(T.Select(exponent >= zero, T.Select(T.Abs(x) <= zero, zero, hi), hi), lo);
    }

    /// <summary>The logarithm with its values at 0, ∞ and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T WithEnds<T>(T log, T magnitude)
        where T : struct, IReal<T>
    {
        T infinite = T.Const(double.PositiveInfinity);
        return T.Select(magnitude <= T.Zero, -infinite, T.Select(magnitude < infinite, log, magnitude));
    }

    /// <summary>The product of a logarithm and an exponent, 0 where either is, even times ∞ or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ZeroWins<T>(T z, T log, T exponent)
        where T : struct, IReal<T>
    {
        T zero = T.Zero;
        return T.Select(T.Abs(log) <= zero, zero, T.Select(T.Abs(exponent) <= zero, zero, z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Clamp<T>(T z, T limit)
        where T : struct, IReal<T> => T.Max(-limit, T.Min(limit, z));
}
