using System.Runtime.CompilerServices;
using Hillock.Numbers.Elementary;

namespace Hillock.Numbers;

/// <content>The rules of differentiation of sine, cosine, arctangent and the inverse hyperbolic sine.</content>
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> SinCos(Dual<T> x, out Wide<Dual<T>> cos)
    {
        Wide<T> sine = T.SinCos(x.Value, out Wide<T> cosine);
        cos = Chain(cosine, -sine, x.Tangent);
        return Chain(sine, cosine, x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> SinCos(Dual<T> x, Constant factor, out Wide<Dual<T>> cos)
    {
        Wide<T> sine = T.SinCos(x.Value, factor, out Wide<T> cosine);
        T tangent = T.Const(factor) * x.Tangent;
        cos = Chain(cosine, -sine, tangent);
        return Chain(sine, cosine, tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Snake(Dual<T> x, Constant twice, Reciprocal inverse, out Wide<Dual<T>> slope, out Wide<Dual<T>> cos)
    {
        T value = T.Snake(x.Value, twice, inverse, out Wide<T> onePlusSine, out Wide<T> cosine);
        T tangent = T.Const(twice) * x.Tangent;
        slope = Chain(onePlusSine, cosine, tangent);
        cos = Chain(cosine, Wide<T>.OrderedSum(T.One, -onePlusSine), tangent);
        return new(value, Wide<T>.FiniteProduct(x.Tangent, onePlusSine));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Atan(Dual<T> x)
    {
        Wide<T> value = T.Atan(x.Value);
        return new(new(value.Hi, Arctangent.Slope(x.Value) * x.Tangent), new(value.Lo, T.Zero));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide<Dual<T>> Asinh(Dual<T> x)
    {
        Wide<T> value = T.Asinh(x.Value);
        return new(new(value.Hi, InverseHyperbolic.Slope(x.Value) * x.Tangent), new(value.Lo, T.Zero));
    }
}
