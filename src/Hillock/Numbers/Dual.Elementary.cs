using System.Runtime.CompilerServices;
using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <content>The rules of differentiation of the elementary functions.</content>
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Exp(Wide<Dual<T>> x)
    {
        Wide<T> value = T.Exp(Values(x));
        return SteepChain(value, value, TangentOf(x));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1(Dual<T> x) => SteepChain(T.Expm1(x.Value), T.Exp(x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1OfNegative(Dual<T> x, bool fine, out Wide<Dual<T>> mantissa, out Dual<T> n)
    {
        Wide<T> value = T.Expm1OfNegative(x.Value, fine, out Wide<T> power, out T exponent);
        mantissa = Chain(power, power, x.Tangent);
        n = new(exponent, T.Zero);
        return Chain(value, Scaled(power, exponent), x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log1pOfUnit(Wide<Dual<T>> e) =>
        Chain(T.Log1pOfUnit(Values(e)), Wide<T>.Quotient(T.One, Wide<T>.OrderedSum(T.One, Values(e))), TangentOf(e));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1OfNegative(Wide<Dual<T>> x, out Wide<Dual<T>> mantissa, out Dual<T> n)
    {
        Wide<T> value = T.Expm1OfNegative(Values(x), out Wide<T> power, out T exponent);
        T tangent = TangentOf(x);
        mantissa = Chain(power, power, tangent);
        n = new(exponent, T.Zero);
        return Chain(value, Scaled(power, exponent), tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log(Dual<T> x) => ReciprocalChain(T.Log(x.Value), SlopeOfLog(x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log(Wide<Dual<T>> x) => ReciprocalChain(T.Log(Values(x)), SlopeOfLog(x.Hi.Value + x.Lo.Value), TangentOf(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log1p(Dual<T> x) => ReciprocalChain(T.Log1p(x.Value), SlopeOfLog(T.One + x.Value), x.Tangent);

    /// <inheritdoc/>
    /// <remarks>The factor 2^⌊n⌋ is left out of value and tangent alike.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Decay(Dual<T> x, out Dual<T> n)
    {
        Wide<T> value = T.Decay(x.Value, out T exponent);
        n = new(exponent, T.Zero);
        return Chain(value, value, T.Select(T.IsNegative(x.Value), x.Tangent, -x.Tangent));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Decay(Wide<Dual<T>> x, out Dual<T> n)
    {
        Wide<T> value = T.Decay(Values(x), out T exponent);
        n = new(exponent, T.Zero);
        T tangent = TangentOf(x);
        return Chain(value, value, T.Select(T.IsNegative(x.Hi.Value), tangent, -tangent));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Decay(Dual<T> x, Sharpness beta, out Dual<T> n)
    {
        Wide<T> value = T.Decay(x.Value, beta, out T exponent);
        n = new(exponent, T.Zero);
        T tangent = beta.Magnitude<T>() * x.Tangent;
        return Chain(value, value, T.Select(T.IsNegative(x.Value), tangent, -tangent));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Sigmoid(Dual<T> x)
    {
        Wide<T> decay = T.Decay(x.Value, out T n);
        return new(Logistic.Sigmoid(decay, n, T.IsNegative(x.Value), out T slope), slope * x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Ramp(Dual<T> x) => new(T.Ramp(x.Value), Elementary.Ramp.Slope(x.Value) * x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> RampGate(Dual<T> x) => new(T.RampGate(x.Value), Elementary.Ramp.GateSlope(x.Value) * x.Tangent);

    /// <inheritdoc/>
    /// <remarks><c>(a·σ)′ = (a′ + a·x′·σ(−x))·σ(x)</c>: a gate again, as accurate in the tail.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Gate(Dual<T> a, Dual<T> x)
    {
        Wide<T> decay = T.Decay(x.Value, out T n);
        T negative = T.IsNegative(x.Value);
        Wide<T> change = Logistic.Complement(decay, n, negative).Times(a.Value * x.Tangent);
        Wide<T> tangent = Wide<T>.Sum(a.Tangent, change.Hi);
        tangent = new(tangent.Hi, tangent.Lo + change.Lo);
        Wide<T> gate = Logistic.UnscaledSigmoid(decay, n, negative);
        n = T.Select(negative, n, T.Zero);
        return new(T.Scale(Wide<T>.FiniteProduct(a.Value, gate), n), T.Scale(Wide<T>.RoundedProduct(tangent, gate), n));
    }

    /// <inheritdoc/>
    /// <remarks><c>(x·σ)′ = (1 + x·σ(−x))·σ(x)</c>; at ±∞ <c>x·σ(−x)</c> or <c>σ(x)</c> is 0, but 0·∞ would be NaN.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> SelfGate(Dual<T> x)
    {
        Wide<T> decay = T.Decay(x.Value, out T n);
        T negative = T.IsNegative(x.Value);
        T finite = T.Min(T.Const(float.MaxValue, double.MaxValue), T.Max(T.Const(-1000), x.Value));
        Wide<T> change = Logistic.Complement(decay, n, negative).Times(finite);
        // Where x·σ(−x) is below −1 the sum's remainder is off by less than half a unit in the last place.
        Wide<T> tangent = Wide<T>.OrderedSum(T.One, change);
        Wide<T> gate = Logistic.UnscaledSigmoid(decay, n, negative);
        n = T.Select(negative, n, T.Zero);
        return new(Logistic.GateOfSelf(x.Value, gate, n), x.Tangent * T.Scale(Wide<T>.RoundedProduct(tangent, gate), n));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Gate(Wide<Dual<T>> a, Wide<Dual<T>> x)
    {
        Wide<T> decay = T.Decay(Values(x), out T n);
        T negative = T.IsNegative(x.Hi.Value);
        Wide<T> tangent = GateTangent(a, Logistic.Complement(decay, n, negative), Tangents(x));
        Wide<T> gate = Logistic.UnscaledSigmoid(decay, n, negative);
        n = T.Select(negative, n, T.Zero);
        return new(T.Scale(Wide<T>.RoundedProduct(Values(a), gate), n), T.Scale(Wide<T>.RoundedProduct(tangent, gate), n));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Softplus(Dual<T> x)
    {
        Wide<T> decay = T.Decay(x.Value, out T n);
        return Softplus(x, decay, n);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Softplus(Dual<T> x, Wide<Dual<T>> decay, Dual<T> n) => Softplus(x, Values(decay), n.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Softplus(Dual<T> x, Sharpness beta)
    {
        Wide<T> decay = T.Decay(x.Value, beta, out T n);
        return Softplus(x, beta, decay, n);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Softplus(Dual<T> x, Sharpness beta, Wide<Dual<T>> decay, Dual<T> n) => Softplus(x, beta, Values(decay), n.Value);

    /// <inheritdoc/>
    /// <remarks><c>(a·g)′ = (a′ + a·x′·g′/g)·g</c>: a gate again, as accurate in the tail.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> MishGate(Dual<T> a, Dual<T> x)
    {
        Wide<T> decay = T.Decay(x.Value, out T n);
        T negative = T.IsNegative(x.Value);
        Wide<T> tangent = GateTangent(a, Elementary.MishGate.Ratio(decay, n, negative), (Wide<T>)x.Tangent);
        Wide<T> gate = Elementary.MishGate.Unscaled(decay, n, negative);
        n = T.Select(negative, n, T.Zero);
        return new(T.Scale(Wide<T>.FiniteProduct(a.Value, gate), n), T.Scale(Wide<T>.RoundedProduct(tangent, gate), n));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Tanh(Dual<T> x)
    {
        Wide<T> value = T.Tanh(x.Value, out Wide<T> slope);
        return Chain(value, slope, x.Tangent);
    }

    /// <inheritdoc/>
    /// <remarks><c>(1 − tanh²)′ = −2·tanh·(1 − tanh²)</c></remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Tanh(Dual<T> x, out Wide<Dual<T>> slope)
    {
        Wide<T> value = T.Tanh(x.Value, out Wide<T> first);
        slope = Chain(first, Wide<T>.FiniteProduct(value, first).Times(T.Const(-2)), x.Tangent);
        return Chain(value, first, x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Tanhshrink(Dual<T> x)
    {
        T value = T.Tanhshrink(x.Value, out Wide<T> tanh);
        return new(value, Wide<T>.FiniteProduct(x.Tangent, Wide<T>.FiniteProduct(tanh, tanh)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Tanhshrink(Dual<T> x, out Wide<Dual<T>> tanh)
    {
        tanh = Tanh(Abs(x));
        return Tanhshrink(x);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Erf(Dual<T> x)
    {
        // 2/√π·e^(−x²), whose square is carried with its remainder; clamped where the slope is 0. The power of two is applied last.
        T bounded = Clamp(x.Value, T.Const(15, 38));
        Wide<T> power = Wide<T>.FiniteProduct(T.Decay(Wide<T>.Product(bounded, bounded), out T n), Wide<T>.Const(1.1283791670955126, 1.533545961316588e-17));
        Wide<T> slope = power.Times(x.Tangent);
        Wide<T> value = T.Erf(x.Value);
        return new(new(value.Hi, T.Scale(slope.Hi, n)), new(value.Lo, T.Scale(slope.Lo, n)));
    }

    /// <inheritdoc/>
    /// <remarks><c>φ′ = −xφ</c>; the power of two is applied last, so that a subnormal <c>φ</c> costs the product no accuracy.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> NormalDensity(Dual<T> x)
    {
        T.NormalTail(x.Value, out Wide<T> mantissa, out T n);
        Wide<T> value = Wide<T>.FiniteProduct(mantissa, Wide<T>.Const(0.3989422804014327, -2.49232720227773e-17));
        T bounded = Clamp(x.Value, T.Const(22.5, 54));
        Wide<T> slope = value.Times(-(bounded * x.Tangent));
        return new(new(T.Scale(value.Hi, n), T.Scale(slope.Hi, n)), new(T.Scale(value.Lo, n), T.Scale(slope.Lo, n)));
    }

    /// <inheritdoc/>
    /// <remarks><c>Q′ = aQ − 1/√(2π)</c> with <c>a = |x|</c>; the factor 2^⌊n⌋ is left out of the mantissa's value and tangent alike.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> NormalTail(Dual<T> x, out Wide<Dual<T>> mantissa, out Dual<T> n)
    {
        Wide<T> tail = T.NormalTail(x.Value, out Wide<T> power, out T exponent);
        // The magnitude has the slope of one side at 0, as its tangent has: that of Abs would be 0.
        T bounded = Clamp(x.Value, T.Const(22.5, 54));
        T negative = T.IsNegative(x.Value);
        T magnitude = T.Select(negative, -bounded, bounded);
        T tangent = T.Select(negative, -x.Tangent, x.Tangent);
        mantissa = Chain(power, power, -(bounded * x.Tangent));
        n = new(exponent, T.Zero);
        return Chain(tail, tail.Times(magnitude).Hi - T.Const(0.3989422804014327), tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> NormalCdf(Dual<T> x) => Chain(T.NormalCdf(x.Value), T.NormalDensity(x.Value), x.Tangent);

    /// <inheritdoc/>
    /// <remarks>
    /// With <c>m = e^(−a²/2)</c> and <c>w = (Q − a/√(2π))·m</c> the derivative is <c>w</c> below 0 and <c>1 − w</c> above.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> SelfNormalGate(Dual<T> x)
    {
        T a = Gaussian.Bounded(x.Value);
        Wide<T> tail = T.NormalTail(a, out Wide<T> mantissa, out T n);
        Wide<T> density = Wide<T>.Const(-0.3989422804014327, 2.49232720227773e-17).Times(a);
        Wide<T> sum = Wide<T>.Sum(density.Hi, tail.Hi);
        Wide<T> change = Wide<T>.FiniteProduct(new Wide<T>(sum.Hi, sum.Lo + (density.Lo + tail.Lo)), mantissa);
        T negative = T.IsNegative(x.Value);
        T slope = T.Scale(change, n);
        slope = T.Select(negative, slope, T.One - slope);
        return new(Gaussian.SelfGate(x.Value, a, tail, mantissa, n), x.Tangent * slope);
    }

    // The value by the number's own rule: of a dual, the formula's pieces would be differentiated, with their kinks and polynomials.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<Dual<T>> Softplus(Dual<T> x, Wide<T> decay, T n) =>
        Chain(T.Softplus(x.Value, decay, n), Logistic.Sigmoid(decay, n, T.IsNegative(x.Value), out _), x.Tangent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Dual<T> Softplus(Dual<T> x, Sharpness beta, Wide<T> decay, T n) =>
        new(T.Softplus(x.Value, beta, decay, n), Logistic.Gate(x.Tangent, decay, n, beta.IsNegative(x.Value)));

    /// <summary>The numerator <c>a′ + a·x′·ratio</c> that a gate's tangent multiplies the gate with, not rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> GateTangent(Wide<Dual<T>> a, Wide<T> ratio, Wide<T> tangent)
    {
        Wide<T> change = Wide<T>.FiniteProduct(ratio, tangent).Times(a.Hi.Value);
        Wide<T> sum = Wide<T>.Sum(a.Hi.Tangent, change.Hi);
        return new(sum.Hi, sum.Lo + (change.Lo + a.Lo.Tangent));
    }

    /// <summary><c>2^⌊n⌋·mantissa</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Scaled(Wide<T> mantissa, T n)
    {
        mantissa = Wide<T>.OrderedSum(mantissa.Hi, mantissa.Lo);
        return new(T.Scale(mantissa.Hi, n), T.Scale(mantissa.Lo, n));
    }

    /// <summary><c>1/x</c>, NaN where the logarithm is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SlopeOfLog(T x) => T.Select(x < T.Zero, T.Const(double.NaN) * x, T.One / x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Values(Wide<Dual<T>> x) => new(x.Hi.Value, x.Lo.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Tangents(Wide<Dual<T>> x) => new(x.Hi.Tangent, x.Lo.Tangent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TangentOf(Wide<Dual<T>> x) => x.Hi.Tangent + x.Lo.Tangent;

    /// <summary>Clamps to where a density has become 0: an infinite factor of it would make its derivatives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Clamp(T x, T limit) => T.Max(-limit, T.Min(limit, x));

    /// <summary>The chain rule for a slope that is a rounded number, and infinite at the pole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<Dual<T>> ReciprocalChain(Wide<T> value, T slope, T tangent) =>
        new(new(value.Hi, T.Propagate(slope, tangent)), new(value.Lo, T.Zero));

    /// <summary>The chain rule for a slope that may be infinite: it has no remainder, and a constant tangent leaves its derivative infinite too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<Dual<T>> SteepChain(Wide<T> value, Wide<T> slope, T tangent)
    {
        Wide<T> derivative = slope.Times(tangent);
        T steep = T.Propagate(slope.Hi, tangent);
        T finite = T.Abs(steep) < T.Const(double.PositiveInfinity);
        return new(
            new(value.Hi, T.Select(finite, derivative.Hi, steep)), new(value.Lo, T.Select(finite, derivative.Lo, T.Zero)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<Dual<T>> Chain(Wide<T> value, Wide<T> slope, T tangent)
    {
        Wide<T> derivative = slope.Times(tangent);
        return new(new(value.Hi, derivative.Hi), new(value.Lo, derivative.Lo));
    }
}
