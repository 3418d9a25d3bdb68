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
        return Chain(value, value, TangentOf(x));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1(Dual<T> x) => Chain(T.Expm1(x.Value), T.Exp(x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1OfNegative(Dual<T> x) => Chain(T.Expm1OfNegative(x.Value), T.Exp(x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Expm1OfNegative(Wide<Dual<T>> x) =>
        Chain(T.Expm1OfNegative(Values(x)), T.Exp(Values(x)), TangentOf(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log(Dual<T> x) => Chain(T.Log(x.Value), Reciprocal(x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log1p(Dual<T> x) => Chain(T.Log1p(x.Value), Reciprocal(T.One + x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Sigmoid(Dual<T> x)
    {
        Wide<T> value = T.Sigmoid(x.Value);
        return Chain(value, value * T.SigmoidComplement(x.Value), x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> SigmoidComplement(Dual<T> x)
    {
        Wide<T> value = T.SigmoidComplement(x.Value);
        return Chain(value, -(value * T.Sigmoid(x.Value)), x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> SigmoidComplement(Wide<Dual<T>> x)
    {
        Wide<T> value = T.SigmoidComplement(Values(x));
        return Chain(value, -(value * T.Sigmoid(x.Hi.Value)), TangentOf(x));
    }

    /// <inheritdoc/>
    /// <remarks><c>(a·σ)′ = (a′ + a·x′·σ(−x))·σ(x)</c>: a gate again, as accurate in the tail.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Gate(Dual<T> a, Dual<T> x) =>
        new(T.Gate(a.Value, x.Value), T.Gate(GateTangent((Wide<Dual<T>>)a, T.SigmoidComplement(x.Value), x.Tangent), x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Gate(Wide<Dual<T>> a, Dual<T> x) =>
        new(T.Gate(Values(a), x.Value), T.Gate(GateTangent(a, T.SigmoidComplement(x.Value), x.Tangent), x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Gate(Wide<Dual<T>> a, Wide<Dual<T>> x) => new(
        T.Gate(Values(a), Values(x)),
        T.Gate(GateTangent(a, T.SigmoidComplement(Values(x)), Tangents(x)), Values(x)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Softplus(Wide<Dual<T>> x) => Chain(T.Softplus(Values(x)), T.Sigmoid(x.Hi.Value), TangentOf(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Tanh(Dual<T> x) => Chain(T.Tanh(x.Value), Hyperbolic.TanhSlope(x.Value), x.Tangent);

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> NormalCdf(Dual<T> x) => Chain(T.NormalCdf(x.Value), T.NormalDensity(x.Value), x.Tangent);

    /// <inheritdoc/>
    /// <remarks><c>(a·Φ)′ = (a′ + a·x′·φ/Φ)·Φ</c>: a gate again, as accurate in the tail.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> NormalGate(Wide<Dual<T>> a, Dual<T> x) =>
        new(T.NormalGate(Values(a), x.Value), T.NormalGate(GateTangent(a, Gaussian.Hazard(x.Value), x.Tangent), x.Value));

    /// <inheritdoc/>
    /// <remarks><c>(a·g)′ = (a′ + a·x′·g′/g)·g</c>: a gate again, as accurate in the tail.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> MishGate(Wide<Dual<T>> a, Dual<T> x) =>
        new(T.MishGate(Values(a), x.Value), T.MishGate(GateTangent(a, Logistic.MishRatio(x.Value), x.Tangent), x.Value));

    /// <summary><c>1/x</c>, NaN where the logarithm is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reciprocal(T x) => T.Select(x < T.Zero, T.Const(double.NaN), T.One / x);

    /// <summary>The numerator <c>a′ + a·x′·ratio</c> that a gate's tangent multiplies the gate with, not rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> GateTangent(Wide<Dual<T>> a, Wide<T> ratio, Wide<T> tangent)
    {
        Wide<T> change = (ratio * tangent).Times(a.Hi.Value);
        Wide<T> sum = Wide<T>.Sum(a.Hi.Tangent, change.Hi);
        return new(sum.Hi, sum.Lo + (change.Lo + a.Lo.Tangent));
    }

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
