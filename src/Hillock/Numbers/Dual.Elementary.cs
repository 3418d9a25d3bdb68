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
    public static Wide<Dual<T>> Expm1(Wide<Dual<T>> x) => Chain(T.Expm1(Values(x)), T.Exp(Values(x)), TangentOf(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log(Dual<T> x) => Chain(T.Log(x.Value), T.One / x.Value, x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Log1p(Dual<T> x) => Chain(T.Log1p(x.Value), T.One / (T.One + x.Value), x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Sigmoid(Dual<T> x)
    {
        Wide<T> value = T.Sigmoid(x.Value);
        return Chain(value, value * T.SigmoidComplement(x.Value), x.Tangent);
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
    public static Dual<T> Gate(Dual<T> a, Dual<T> x)
    {
        Wide<T> complement = T.SigmoidComplement(x.Value);
        T factor = a.Value * x.Tangent;
        T numerator = T.FusedMultiplyAdd(factor, complement.Hi, T.FusedMultiplyAdd(factor, complement.Lo, a.Tangent));
        return new(T.Gate(a.Value, x.Value), T.Gate(numerator, x.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Gate(Dual<T> a, Wide<Dual<T>> x)
    {
        Wide<T> complement = T.SigmoidComplement(Values(x));
        T factor = a.Value * TangentOf(x);
        T numerator = T.FusedMultiplyAdd(factor, complement.Hi, T.FusedMultiplyAdd(factor, complement.Lo, a.Tangent));
        return new(T.Gate(a.Value, Values(x)), T.Gate(numerator, Values(x)));
    }

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
    public static Dual<T> NormalGate(Dual<T> a, Dual<T> x)
    {
        Wide<T> hazard = Gaussian.Hazard(x.Value);
        T factor = a.Value * x.Tangent;
        T numerator = T.FusedMultiplyAdd(factor, hazard.Hi, T.FusedMultiplyAdd(factor, hazard.Lo, a.Tangent));
        return new(T.NormalGate(a.Value, x.Value), T.NormalGate(numerator, x.Value));
    }

    /// <inheritdoc/>
    /// <remarks><c>(a·g)′ = (a′ + a·x′·g′/g)·g</c>: a gate again, as accurate in the tail.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> MishGate(Dual<T> a, Dual<T> x)
    {
        T numerator = T.FusedMultiplyAdd(a.Value * x.Tangent, Logistic.MishRatio(x.Value), a.Tangent);
        return new(T.MishGate(a.Value, x.Value), T.MishGate(numerator, x.Value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<T> Values(Wide<Dual<T>> x) => new(x.Hi.Value, x.Lo.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TangentOf(Wide<Dual<T>> x) => x.Hi.Tangent + x.Lo.Tangent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide<Dual<T>> Chain(Wide<T> value, Wide<T> slope, T tangent)
    {
        Wide<T> derivative = slope.Times(tangent);
        return new(new(value.Hi, derivative.Hi), new(value.Lo, derivative.Lo));
    }
}
