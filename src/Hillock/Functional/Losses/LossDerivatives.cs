using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;

namespace Hillock.Functional;

/// <summary>Products with derivatives of functions of a prediction and a target, the orders chosen when running.</summary>
/// <remarks>See <see cref="HigherDerivative"/> for why they are written out: the first ones run vectorised, higher ones element by element.</remarks>
internal static class LossDerivatives
{
    /// <summary>The highest sum of the two orders that <see cref="Evaluate"/> computes.</summary>
    internal const int Highest = 3;

    /// <summary>Computes <c>z[k] = scale·dy[k]·∂ⁱ⁺ʲf(x[k], t[k])/∂xⁱ∂tʲ</c>; a single <c>dy</c> stands for all.</summary>
    internal static void Evaluate<TFunction, TElement>(
        TFunction function, int orderX, int orderT, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> t, ReadOnlySpan<TElement> dy, double scale,
        Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        switch (orderX, orderT)
        {
            case (1, 0):
                Vectorized(new PartialX<TFunction>(function), x, t, dy, scale, z);
                break;
            case (0, 1):
                Vectorized(new PartialY<TFunction>(function), x, t, dy, scale, z);
                break;
            case (2, 0):
                OneByOne(new PartialX<PartialX<TFunction>>(new(function)), x, t, dy, scale, z);
                break;
            case (1, 1):
                OneByOne(new PartialX<PartialY<TFunction>>(new(function)), x, t, dy, scale, z);
                break;
            case (0, 2):
                OneByOne(new PartialY<PartialY<TFunction>>(new(function)), x, t, dy, scale, z);
                break;
            case (3, 0):
                OneByOne(new PartialX<PartialX<PartialX<TFunction>>>(new(new(function))), x, t, dy, scale, z);
                break;
            case (2, 1):
                OneByOne(new PartialX<PartialX<PartialY<TFunction>>>(new(new(function))), x, t, dy, scale, z);
                break;
            case (1, 2):
                OneByOne(new PartialX<PartialY<PartialY<TFunction>>>(new(new(function))), x, t, dy, scale, z);
                break;
            default:
                OneByOne(new PartialY<PartialY<PartialY<TFunction>>>(new(new(function))), x, t, dy, scale, z);
                break;
        }
    }

    private static void Vectorized<TPartial, TElement>(
        TPartial partial, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> t, ReadOnlySpan<TElement> dy, double scale, Span<TElement> z)
        where TPartial : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (dy.Length == 1)
        {
            Zip.Apply(new LossSlope<TPartial>(partial, double.CreateTruncating(dy[0]) * scale), x, t, z);
        }
        else
        {
            PairProduct.Apply(new LossSlope<TPartial>(partial, scale), x, t, dy, z);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneByOne<TPartial, TElement>(
        TPartial partial, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> t, ReadOnlySpan<TElement> dy, double scale, Span<TElement> z)
        where TPartial : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var slope = new LossSlope<TPartial>(partial, scale);
        for (int i = 0; i < x.Length; i++)
        {
            z[i] = dy[dy.Length == 1 ? 0 : i] * slope.Apply(new Scalar<TElement>(x[i]), new Scalar<TElement>(t[i])).Value;
        }
    }
}

/// <summary><c>s·f(x, t)</c>, and NaN where an argument is: the slope of a linear piece does not depend on them.</summary>
internal readonly struct LossSlope<TFunction>(TFunction function, double scale) : IBinaryFunction
    where TFunction : struct, IBinaryFunction
{
    private readonly Parameter _scale = new(scale);

    public static Cost Cost => TFunction.Cost;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T slope = T.Const(_scale) * function.Apply(x, t);
        return T.Select(T.Abs(t) >= T.Zero, T.Select(T.Abs(x) >= T.Zero, slope, x), t);
    }
}
