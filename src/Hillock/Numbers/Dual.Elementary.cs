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
        Wide<T> tangent = value.Times(TangentOf(x));

        // Where the exponential overflows, so does its derivative, and the rest of that product would be ∞ − ∞.
        T rest = T.Select(T.Abs(tangent.Hi) < T.Const(double.PositiveInfinity), tangent.Lo, T.Zero);
        return new(new(value.Hi, tangent.Hi), new(value.Lo, rest));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1(Dual<T> x) => Chain(T.Expm1(x.Value), T.Exp(x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1OfNegative(Dual<T> x) => Chain(T.Expm1OfNegative(x.Value), T.Exp(x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1OfNegative(Dual<T> x, out Wide<Dual<T>> mantissa, out Dual<T> n)
    {
        Wide<T> value = T.Expm1OfNegative(x.Value, out Wide<T> power, out T exponent);
        mantissa = Chain(power, power, x.Tangent);
        n = new(exponent, T.Zero);
        power = Wide<T>.OrderedSum(power.Hi, power.Lo);
        return Chain(value, new(T.Scale(power.Hi, exponent), T.Scale(power.Lo, exponent)), x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log1pOfUnit(Wide<Dual<T>> e) =>
        Chain(T.Log1pOfUnit(Values(e)), Wide<T>.Quotient(T.One, Wide<T>.OrderedSum(T.One, Values(e))), TangentOf(e));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1OfNegative(Wide<Dual<T>> x) =>
        Chain(T.Expm1OfNegative(Values(x)), T.Exp(Values(x)), TangentOf(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log(Dual<T> x) => Chain(T.Log(x.Value), Reciprocal(x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log(Wide<Dual<T>> x) => Chain(T.Log(Values(x)), Reciprocal(x.Hi.Value + x.Lo.Value), TangentOf(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log1p(Dual<T> x) => Chain(T.Log1p(x.Value), Reciprocal(T.One + x.Value), x.Tangent);

    /// <inheritdoc/>
    /// <remarks>The factor 2^⌊n⌋ is left out of value and tangent alike.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Decay(Dual<T> x, out Dual<T> n)
    {
        Wide<T> value = T.Decay(x.Value, out T exponent);
        n = new(exponent, T.Zero);
        return Chain(value, value, T.Select(x.Value < T.Zero, x.Tangent, -x.Tangent));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Decay(Wide<Dual<T>> x, out Dual<T> n)
    {
        Wide<T> value = T.Decay(Values(x), out T exponent);
        n = new(exponent, T.Zero);
        T tangent = TangentOf(x);
        return Chain(value, value, T.Select(x.Hi.Value < T.Zero, tangent, -tangent));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Sigmoid(Dual<T> x)
    {
        Wide<T> decay = T.Decay(x.Value, out T n);
        return Chain(Logistic.Sigmoid(decay, n, x.Value < T.Zero), Logistic.Slope(decay, n), x.Tangent);
    }

    /// <inheritdoc/>
    /// <remarks><c>(a·σ)′ = (a′ + a·x′·σ(−x))·σ(x)</c>: a gate again, as accurate in the tail.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Gate(Dual<T> a, Dual<T> x)
    {
        Wide<T> decay = T.Decay(x.Value, out T n);
        T negative = x.Value < T.Zero;
        Wide<T> change = Logistic.Complement(decay, n, negative).Times(a.Value * x.Tangent);
        Wide<T> tangent = Wide<T>.Sum(a.Tangent, change.Hi);
        tangent = new(tangent.Hi, tangent.Lo + change.Lo);
        return new(Logistic.Gate(a.Value, decay, n, negative), Logistic.Gate(tangent, decay, n, negative));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Gate(Wide<Dual<T>> a, Wide<Dual<T>> x)
    {
        Wide<T> decay = T.Decay(Values(x), out T n);
        T negative = x.Hi.Value < T.Zero;
        Wide<T> tangent = GateTangent(a, Logistic.Complement(decay, n, negative), Tangents(x));
        return new(Logistic.Gate(Values(a), decay, n, negative), Logistic.Gate(tangent, decay, n, negative));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Softplus(Dual<T> x)
    {
        Wide<T> decay = T.Decay(x.Value, out T n);
        return Chain(
            Logistic.Softplus(x.Value, T.Zero, false, decay, n), Logistic.Sigmoid(decay, n, x.Value < T.Zero), x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Softplus(Wide<Dual<T>> x)
    {
        Wide<T> decay = T.Decay(Values(x), out T n);
        return Chain(Logistic.Softplus(x.Hi.Value, x.Lo.Value, true, decay, n), Logistic.Sigmoid(decay, n, x.Hi.Value < T.Zero), TangentOf(x));
    }

    /// <inheritdoc/>
    /// <remarks><c>(a·g)′ = (a′ + a·x′·g′/g)·g</c>: a gate again, as accurate in the tail.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> MishGate(Dual<T> a, Dual<T> x)
    {
        Wide<T> decay = T.Decay(x.Value, out T n);
        T negative = x.Value < T.Zero;
        Wide<T> tangent = GateTangent(a, Elementary.MishGate.Ratio(decay, n, negative), (Wide<T>)x.Tangent);
        return new(
            Elementary.MishGate.Apply((Wide<T>)a.Value, decay, n, negative),
            Elementary.MishGate.Apply(tangent, decay, n, negative));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Tanh(Dual<T> x)
    {
        Wide<T> value = Hyperbolic.Tanh(x.Value, out Wide<T> slope);
        return Chain(value, slope, x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Tanhshrink(Dual<T> x)
    {
        Wide<T> tanh = T.Tanh(x.Value);
        return new(T.Tanhshrink(x.Value), x.Tangent * (tanh * tanh));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Erf(Dual<T> x)
    {
        T root = T.Const(1.4142135623730951);
        return Chain(T.Erf(x.Value), T.NormalDensity(root * x.Value).Times(root + root), x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> NormalDensity(Dual<T> x)
    {
        Wide<T> value = T.NormalDensity(x.Value);
        return Chain(value, value.Times(-x.Value), x.Tangent);
    }

    /// <inheritdoc/>
    /// <remarks><c>Q′ = aQ − 1/√(2π)</c> with <c>a = |x|</c>; the factor 2^⌊n⌋ is left out of the mantissa's value and tangent alike.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> NormalTail(Dual<T> x, out Wide<Dual<T>> mantissa, out Dual<T> n)
    {
        Wide<T> tail = T.NormalTail(x.Value, out Wide<T> power, out T exponent);
        T magnitude = T.Abs(x.Value);
        T tangent = T.Select(x.Value < T.Zero, -x.Tangent, x.Tangent);
        mantissa = Chain(power, power, -(magnitude * tangent));
        n = new(exponent, T.Zero);
        return Chain(tail, tail.Times(magnitude).Hi - T.Const(0.3989422804014327), tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> NormalCdf(Dual<T> x) => Chain(T.NormalCdf(x.Value), T.NormalDensity(x.Value), x.Tangent);

    /// <inheritdoc/>
    /// <remarks>
    /// With <c>m = e^(−x²/2)</c> the derivative is <c>(a·x′/√(2π) + a′·Q)·m</c> below 0 and <c>a′ + (a·x′/√(2π) − a′·Q)·m</c> above.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> NormalGate(Dual<T> a, Dual<T> x)
    {
        Wide<T> tail = T.NormalTail(x.Value, out Wide<T> mantissa, out T n);
        T negative = x.Value < T.Zero;
        Wide<T> slope = Wide<T>.Const(0.3989422804014327, -2.49232720227773e-17).Times(a.Value * x.Tangent);
        Wide<T> level = tail.Times(T.Select(negative, a.Tangent, -a.Tangent));
        Wide<T> sum = Wide<T>.Sum(slope.Hi, level.Hi);
        T change = T.Scale(Wide<T>.RoundedProduct(new(sum.Hi, sum.Lo + (slope.Lo + level.Lo)), mantissa), n);
        return new(
            Gaussian.Gate(a.Value, x.Value, tail, mantissa, n), T.Select(negative, change, a.Tangent + change));
    }

    /// <summary>The numerator <c>a′ + a·x′·ratio</c> that a gate's tangent multiplies the gate with, not rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> GateTangent(Wide<Dual<T>> a, Wide<T> ratio, Wide<T> tangent)
    {
        Wide<T> change = (ratio * tangent).Times(a.Hi.Value);
        Wide<T> sum = Wide<T>.Sum(a.Hi.Tangent, change.Hi);
        return new(sum.Hi, sum.Lo + (change.Lo + a.Lo.Tangent));
    }

    /// <summary><c>1/x</c>, NaN where the logarithm is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reciprocal(T x) => T.Select(x < T.Zero, T.Const(double.NaN), T.One / x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Values(Wide<Dual<T>> x) => new(x.Hi.Value, x.Lo.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Tangents(Wide<Dual<T>> x) => new(x.Hi.Tangent, x.Lo.Tangent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TangentOf(Wide<Dual<T>> x) => x.Hi.Tangent + x.Lo.Tangent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<Dual<T>> Chain(Wide<T> value, Wide<T> slope, T tangent)
    {
        Wide<T> derivative = slope.Times(tangent);
        return new(new(value.Hi, derivative.Hi), new(value.Lo, derivative.Lo));
    }
}
