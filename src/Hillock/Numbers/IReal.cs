using System.Runtime.CompilerServices;
using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <summary>
/// A number that a formula can be evaluated on: one <see cref="float"/> or <see cref="double"/>, a vector of them, or a
/// <see cref="Dual{T}"/> that carries a derivative along.
/// </summary>
/// <remarks>
/// Every member is a fixed sequence of IEEE 754 operations, so the same input gives the same bits on every number of the same
/// precision. Nothing is fused unless <see cref="FusedMultiplyAdd"/> is written. Comparisons return a mask in the number itself,
/// to be used by <see cref="Select"/> alone. The elementary functions return a <see cref="Wide{T}"/>, which rounds to the number
/// where the formula uses it.
/// </remarks>
/// <typeparam name="TSelf">The implementing number.</typeparam>
public interface IReal<TSelf>
    where TSelf : struct, IReal<TSelf>
{
    /// <summary>The number 0.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The number 1.</summary>
    static abstract TSelf One { get; }

    /// <summary>The constant <paramref name="value"/>, rounded once to the number's precision.</summary>
    static abstract TSelf Const(double value);

    /// <summary>One constant for each precision, where a formula needs two.</summary>
    static abstract TSelf Const(double inSingle, double inDouble);

    /// <summary>The constant, rounded once to the number's precision.</summary>
    static abstract TSelf Const(Constant constant);

    /// <summary>Evaluates the body of a formula that is written for this number's precision.</summary>
    static abstract TSelf ByPrecision<TFormula>(TSelf x) where TFormula : struct, IByPrecision;

    /// <summary>Evaluates the body of a formula that is written for this number's precision, not rounded.</summary>
    static abstract Wide<TSelf> WideByPrecision<TFormula>(TSelf x) where TFormula : struct, IWideByPrecision;

    /// <summary>Evaluates a formula in double precision: floats are widened for it, and its result is rounded to float once.</summary>
    static abstract TSelf InDouble<TFormula>(TFormula formula, TSelf x, TSelf y) where TFormula : struct, IDoubleFormula;

    /// <summary>The sum <c>a + b</c>.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>The difference <c>a − b</c>.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>The product <c>a·b</c>.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>The quotient <c>a / b</c>.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>The negation <c>−a</c>, of zeros and NaN too.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>The mask of <c>a &gt; b</c>; false where either is NaN.</summary>
    static abstract TSelf operator >(TSelf a, TSelf b);

    /// <summary>The mask of <c>a &lt; b</c>; false where either is NaN.</summary>
    static abstract TSelf operator <(TSelf a, TSelf b);

    /// <summary>The mask of <c>a ≥ b</c>; false where either is NaN.</summary>
    static abstract TSelf operator >=(TSelf a, TSelf b);

    /// <summary>The mask of <c>a ≤ b</c>; false where either is NaN.</summary>
    static abstract TSelf operator <=(TSelf a, TSelf b);

    /// <summary><paramref name="a"/> where the mask is true, otherwise <paramref name="b"/>. Both sides are evaluated.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>
    /// <c>a &gt; b ? a : b</c>, so a NaN in <paramref name="b"/> passes. At a tie the value is <paramref name="b"/>'s and the
    /// derivative <paramref name="a"/>'s: <c>Max(Zero, x)</c> has slope 0 at 0.
    /// </summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>
    /// <c>a &lt; b ? a : b</c>, so a NaN in <paramref name="b"/> passes. At a tie the value is <paramref name="b"/>'s and the
    /// derivative <paramref name="a"/>'s: <c>Min(6, x)</c> has slope 0 at 6.
    /// </summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The magnitude <c>|x|</c>; its derivative at 0 is 0.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>The negated magnitude <c>−|x|</c>; its derivative at 0 is 0.</summary>
    static abstract TSelf NegativeAbs(TSelf x);

    /// <summary><paramref name="x"/>, whose sign is that of <paramref name="zero"/> but for zeros: a zero takes the sign of <paramref name="zero"/>.</summary>
    static abstract TSelf WithSignOfZero(TSelf x, TSelf zero);

    /// <summary>The line <c>slope·x</c>. A constant slope stays its derivative at an infinite <paramref name="x"/>, where 0·∞ would be NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Line(TSelf slope, TSelf x) => slope * x;

    /// <summary>What a slope of value 0 leaves of <see cref="Line"/> where the other factor may be infinite: 0, and the slope's derivatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf NoLine(TSelf slope, TSelf x) => TSelf.Zero;

    /// <summary>The square <c>x²</c>, whose second derivative is 2 at ±∞ too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Square(TSelf x) => x * x;

    /// <summary>The quotient <c>a/b</c> where it is finite: its derivative spares what <c>/</c> does for infinite quotients of constant divisors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf FiniteQuotient(TSelf a, TSelf b) => a / b;

    /// <summary>The reciprocal <c>1/x</c>, correctly rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Reciprocal(TSelf x) => TSelf.One / x;

    /// <summary>The reciprocal of the square root, <c>1/√x</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf ReciprocalSqrt(TSelf x)
    {
        // With s = √x and y = 1/s as they were rounded, the errors of both follow exactly: x − s² and 1 − s·y. What is left is of their second order.
        TSelf root = TSelf.Sqrt(x);
        TSelf y = TSelf.One / root;
        TSelf ofRoot = TSelf.NegatedMultiplyAdd(root, root, x);
        TSelf ofQuotient = TSelf.NegatedMultiplyAdd(root, y, TSelf.One);
        TSelf missing = TSelf.NegatedMultiplyAdd(ofRoot * TSelf.Const(0.5), y * y, ofQuotient);
        TSelf corrected = TSelf.FusedMultiplyAdd(y, missing, y);

        // At 0 and ∞ the errors are NaN, and y is right.
        return TSelf.Select(TSelf.Abs(missing) < TSelf.One, corrected, y);
    }

    /// <summary><paramref name="x"/>, negated where <paramref name="sign"/> has its sign bit set.</summary>
    static abstract TSelf FlipSign(TSelf x, TSelf sign);

    /// <summary>The mask of a set sign bit: <c>x &lt; 0</c>, and −0 and a NaN with a sign too. Cheaper than a comparison.</summary>
    static abstract TSelf IsNegative(TSelf x);

    /// <summary>The correctly rounded square root.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary><c>a·b + c</c>, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary><c>a·b − c</c>, rounded once.</summary>
    static abstract TSelf MultiplySubtract(TSelf a, TSelf b, TSelf c);

    /// <summary><c>c − a·b</c>, rounded once.</summary>
    static abstract TSelf NegatedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary><c>x·2^⌊n⌋</c>, rounded once.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n);

    /// <summary>The power <c>2^(j/16)</c> to twice the precision, <c>j</c> being the four lowest bits of <paramref name="index"/>.</summary>
    static abstract Wide<TSelf> RootOfTwo(TSelf index);

    /// <summary>
    /// Reads a table of sixteen floats at the <c>j</c> held in the four lowest bits of <paramref name="index"/>. Only for
    /// <see cref="float"/> numbers.
    /// </summary>
    static abstract TSelf Lookup(ReadOnlySpan<float> table, TSelf index);

    /// <summary>
    /// Sorts a <see cref="float"/> number by its two lowest exponent bits and two highest mantissa bits: they are the four lowest bits of
    /// <paramref name="index"/>, and the result is the centre of the interval of all numbers with the same leading bits.
    /// </summary>
    static abstract TSelf QuarterOctave(TSelf x, out TSelf index);

    /// <summary>The exponent <c>⌊log₂|x|⌋</c> of a normal number.</summary>
    static abstract TSelf Exponent(TSelf x);

    /// <summary>
    /// Writes a positive normal number as <c>m·2^exponent</c> with <c>m</c> in [45/64, 45/32), which is 1 next to 1. Only for <see cref="double"/> numbers.
    /// </summary>
    static abstract TSelf Mantissa(TSelf x, out TSelf exponent);

    /// <summary>
    /// <c>x·2ⁿ</c>, <c>n</c> being the whole number in the twelve lowest bits of <paramref name="index"/>, where <c>x</c> and the result are normal.
    /// Only for <see cref="double"/> numbers.
    /// </summary>
    static abstract TSelf AddToExponent(TSelf x, TSelf index);

    /// <summary>
    /// Reads a table of sixteen doubles at the <c>j</c> held in the four lowest bits of <paramref name="index"/>. Only for
    /// <see cref="double"/> numbers.
    /// </summary>
    static abstract TSelf Lookup(ReadOnlySpan<double> table, TSelf index);

    /// <summary>
    /// The product of a slope and a tangent: what the chain rule adds for one argument. A constant argument, whose tangent is 0, adds 0 even where the
    /// slope is infinite or NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Propagate(TSelf slope, TSelf tangent) =>
        TSelf.Select(TSelf.Abs(tangent) <= TSelf.Zero, TSelf.Zero, slope * tangent);

    /// <summary>The product <c>a·b</c>, in whose slope an infinite factor adds nothing where the other factor's slope is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf LimitProduct(TSelf a, TSelf b) => a * b;

    /// <summary>The power <c>xʸ</c> with the special values of IEEE 754.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Pow(TSelf x, TSelf y) => Power.Of(x, y, 0, 0);

    /// <summary>The derivative <c>∂ⁱ⁺ʲxʸ/∂xⁱ∂yʲ</c> of the power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Pow(TSelf x, TSelf y, int orderX, int orderY) => Power.Of(x, y, orderX, orderY);

    /// <summary>The power <c>xᵖ</c> of a constant exponent, or a derivative of it, with the special values of IEEE 754.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Pow(TSelf x, PowerExponent p) => Power.Of(x, p);

    /// <summary>Whether any of the numbers is below 0: for a branch past what is seldom needed, whose results then go unused.</summary>
    static abstract bool AnyNegative(TSelf x);

    /// <summary>
    /// A number whose sign bit is the bit <paramref name="bit"/> of <paramref name="index"/>, to be used by <see cref="FlipSign"/> and
    /// <see cref="IsNegative"/>.
    /// </summary>
    static abstract TSelf BitAsSign(TSelf index, int bit);

    /// <summary>
    /// The angle <c>|factor·x|</c>: <paramref name="near"/>, but where the magnitude of <paramref name="product"/> is too large for the way in which that
    /// was computed.
    /// </summary>
    static abstract Angle<TSelf> ReduceLarge(Angle<TSelf> near, TSelf product, TSelf factor, TSelf x);

    /// <summary>The exponential <c>eˣ</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Exp(Wide<TSelf> x) => Exponential.Exp(x);

    /// <summary>The exponential less one, <c>eˣ − 1</c>, without cancellation at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Expm1(TSelf x) => Exponential.Expm1(x);

    /// <summary>
    /// <c>eˣ − 1</c> for <c>x ≤ 0</c>, in fewer operations, and <c>eˣ = 2^⌊n⌋·mantissa</c> itself; above 16 the result may be NaN.
    /// <paramref name="fine"/> asks for twice the precision also next to 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Expm1OfNegative(TSelf x, bool fine, out Wide<TSelf> mantissa, out TSelf n) =>
        Exponential.Expm1Below(Exponential.Clamp(x), TSelf.Zero, wide: false, fine, out mantissa, out n);

    /// <summary><c>ln(1 + e)</c> for <c>0 ≤ e ≤ 1</c>, whose <c>Lo</c> may be as large as 0.022 of its <c>Hi</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Log1pOfUnit(Wide<TSelf> e) => Logarithm.Log1pUnit(e);

    /// <summary><c>eˣ − 1</c> for <c>−108 ≤ x ≤ 0</c> (−750 in double precision), and <c>eˣ = 2^⌊n⌋·mantissa</c>; the caller clamps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Expm1OfNegative(Wide<TSelf> x, out Wide<TSelf> mantissa, out TSelf n) =>
        Exponential.Expm1Below(x.Hi, x.Lo, wide: true, fine: false, out mantissa, out n);

    /// <summary>The natural logarithm <c>ln x</c>: −∞ at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Log(TSelf x) => Logarithm.Log(x);

    /// <inheritdoc cref="Log(TSelf)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Log(Wide<TSelf> x) => Logarithm.Log(Wide<TSelf>.OrderedSum(x.Hi, x.Lo));

    /// <summary>The logarithm <c>ln(1 + x)</c>, without cancellation at 0: −∞ at −1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Log1p(TSelf x) => Logarithm.Log1p(x);

    /// <summary>The decay <c>e^(−|x|) = 2^⌊n⌋·(Hi + Lo)</c> with <c>Hi</c> in [1, 2) and <c>|Lo| ≤ 0.022·Hi</c>: what the logistic family is made of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Decay(TSelf x, out TSelf n) => Logistic.Decay(x, out n);

    /// <inheritdoc cref="Decay(TSelf, out TSelf)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Decay(Wide<TSelf> x, out TSelf n) => Logistic.Decay(x, out n);

    /// <summary>The decay <c>e^(−|βx|) = 2^⌊n⌋·(Hi + Lo)</c>; see <see cref="Decay(TSelf, out TSelf)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Decay(TSelf x, Sharpness beta, out TSelf n) => Exponential.Mantissa(beta.Floor(x), beta, out n);

    /// <summary>The logistic sigmoid <c>σ(x) = 1/(1 + e⁻ˣ)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Sigmoid(TSelf x) => Logistic.Sigmoid(TSelf.Decay(x, out TSelf n), n, TSelf.IsNegative(x), out _);

    /// <summary>The product <c>a·σ(x)</c>, rounded once, also where <c>σ(x)</c> is subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Gate(TSelf a, TSelf x) => Logistic.Gate(a, TSelf.Decay(x, out TSelf n), n, TSelf.IsNegative(x));

    /// <summary>The product <c>x·σ(x)</c>, rounded once, with its limits −0 and ∞ at the infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf SelfGate(TSelf x) => Logistic.SelfGate(x, TSelf.Decay(x, out TSelf n), n);

    /// <inheritdoc cref="Gate(TSelf, TSelf)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Gate(Wide<TSelf> a, Wide<TSelf> x) => Logistic.Gate(a, TSelf.Decay(x, out TSelf n), n, TSelf.IsNegative(x.Hi));

    /// <summary>The softplus <c>ln(1 + eˣ)</c>, without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Softplus(TSelf x) => TSelf.Softplus(x, TSelf.Decay(x, out TSelf n), n);

    /// <summary>The softplus, from the decay <c>e^(−|x|) = 2^⌊n⌋·decay</c>, which its slope shares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Softplus(TSelf x, Wide<TSelf> decay, TSelf n) => Logistic.Softplus(x, decay, n);

    /// <summary>The softplus <c>ln(1 + e^(βx))/β</c>, rounded once, without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Softplus(TSelf x, Sharpness beta) => TSelf.Softplus(x, beta, TSelf.Decay(x, beta, out TSelf n), n);

    /// <summary>The softplus <c>ln(1 + e^(βx))/β</c>, from the decay <c>e^(−|βx|) = 2^⌊n⌋·decay</c>, which its slope shares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Softplus(TSelf x, Sharpness beta, Wide<TSelf> decay, TSelf n) => Logistic.Softplus(x, beta, decay, n);

    /// <summary>The product <c>a·tanh(softplus(x))</c>, rounded once, also where the gate is subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf MishGate(TSelf a, TSelf x) =>
        Elementary.MishGate.Apply(a, TSelf.Decay(x, out TSelf n), n, TSelf.IsNegative(x));

    /// <summary>The ramp <c>min(max(x + 3, 0), 6)/6</c>, a hard sigmoid; its slope is 0 at both kinks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Ramp(TSelf x) => Elementary.Ramp.Apply(x);

    /// <summary>The product of <c>x</c> and its ramp, rounded once, with its limits −0 and ∞; its slope is 0 at −3 and 1 at 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf RampGate(TSelf x) => Elementary.Ramp.Gate(x);

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Tanh(TSelf x) => TSelf.Tanh(x, out _);

    /// <summary>The hyperbolic tangent, and its slope <c>1 − tanh²x</c>, which shares its work.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Tanh(TSelf x, out Wide<TSelf> slope) => Hyperbolic.Tanh(x, out slope);

    /// <summary><c>x − tanh x</c>, without cancellation at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Tanhshrink(TSelf x) => TSelf.Tanhshrink(x, out _);

    /// <summary><c>x − tanh x</c>, and <c>tanh|x|</c>, which shares its work.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Tanhshrink(TSelf x, out Wide<TSelf> tanh) => Hyperbolic.Tanhshrink(x, out tanh);

    /// <summary>The sine of <c>x</c> radians and the cosine with it, for arguments of any magnitude; NaN of infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> SinCos(TSelf x, out Wide<TSelf> cos) => Trigonometric.SinCos(x, out cos);

    /// <summary>The sine of the exact product <c>factor·x</c> and the cosine with it; the product may also overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> SinCos(TSelf x, Constant factor, out Wide<TSelf> cos) => Trigonometric.SinCos(x, TSelf.Const(factor), out cos);

    /// <summary>The sine of <c>x</c> radians; NaN of infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Sin(TSelf x) => TSelf.SinCos(x, out _);

    /// <summary>The cosine of <c>x</c> radians; NaN of infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Cos(TSelf x)
    {
        TSelf.SinCos(x, out Wide<TSelf> cos);
        return cos;
    }

    /// <summary>
    /// <c>x + sin²(αx)/α</c>, rounded once, given <c>2α</c> and its reciprocal; its slope <c>1 + sin(2αx)</c>, which does not cancel, and <c>cos(2αx)</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Snake(TSelf x, Constant twice, Reciprocal inverse, out Wide<TSelf> slope, out Wide<TSelf> cos) =>
        Trigonometric.Snake(x, TSelf.Const(twice), inverse.As<TSelf>(), out slope, out cos);

    /// <summary>The arctangent, between <c>−π/2</c> and <c>π/2</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Atan(TSelf x) => Arctangent.Atan(x);

    /// <summary>The inverse hyperbolic sine <c>ln(x + √(x² + 1))</c>, without cancellation or overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Asinh(TSelf x) => InverseHyperbolic.Asinh(x);

    /// <summary>The error function <c>erf x = 2/√π ∫₀ˣ e^(−t²) dt</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> Erf(TSelf x) => Gaussian.Erf(x);

    /// <summary>The normal density <c>φ(x) = e^(−x²/2)/√(2π)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> NormalDensity(TSelf x) => Gaussian.Density(x);

    /// <summary>The normal tail <c>Q(|x|) = Φ(−|x|)·e^(x²/2)</c>, with <c>e^(−x²/2) = 2^⌊n⌋·mantissa</c>: what the Gaussian family is made of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> NormalTail(TSelf x, out Wide<TSelf> mantissa, out TSelf n) => Gaussian.Tail(x, out mantissa, out n);

    /// <summary>The normal distribution's cumulative probability <c>Φ(x) = ½ erfc(−x/√2)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Wide<TSelf> NormalCdf(TSelf x)
    {
        Wide<TSelf> tail = TSelf.NormalTail(x, out Wide<TSelf> mantissa, out TSelf n);
        return Gaussian.Cdf(x, tail, mantissa, n);
    }

    /// <summary>The product <c>x·Φ(x)</c>, rounded once, with its limits −0 and ∞ at the infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf SelfNormalGate(TSelf x)
    {
        TSelf a = Gaussian.Bounded(x);
        return Gaussian.SelfGate(x, a, TSelf.NormalTail(a, out Wide<TSelf> mantissa, out TSelf n), mantissa, n);
    }
}
