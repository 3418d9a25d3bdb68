using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;

namespace Hillock.Functional;

/// <summary>Products with derivatives of functions of a prediction and a target, the orders chosen when running.</summary>
/// <remarks>The first ones run vectorised, higher ones element by element, which takes the compiler less.</remarks>
internal static class LossDerivatives
{
    /// <summary>Computes <c>z[k] = scale·dy[k]·∂ⁱ⁺ʲf(x[k], t[k])/∂xⁱ∂tʲ</c>; a single <c>dy</c> stands for all.</summary>
    internal static void Evaluate<TFunction, TElement>(
        TFunction function, int orderX, int orderT, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> t, ReadOnlySpan<TElement> dy, double scale,
        Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        Partials.Visit(function, orderX, orderT, new Visitor<TElement>(x, t, dy, scale, z));

    private static void Vectorized<TPartial, TElement>(
        TPartial partial, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> t, ReadOnlySpan<TElement> dy, double scale, Span<TElement> z)
        where TPartial : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double factor = dy.Length == 1 ? double.CreateTruncating(dy[0]) * scale : double.NaN;
        if (dy.Length == 1 && factor != 0)
        {
            Zip.Apply(new LossSlope<TPartial>(partial, factor), x, t, z);
        }
        else if (dy.Length == 1)
        {
            Zip.Apply(new LossSlope<TPartial>(partial, 1), x, t, z);
            Zip.ApplyRight(default(UpstreamProduct), z, TElement.CreateTruncating(factor), z);
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
        LossSlope<TPartial> slope = new LossSlope<TPartial>(partial, scale);
        for (int i = 0; i < x.Length; i++)
        {
            Scalar<TElement> upstream = new(dy[dy.Length == 1 ? 0 : i]);
            z[i] = default(UpstreamProduct).Apply(slope.Apply(new Scalar<TElement>(x[i]), new Scalar<TElement>(t[i])), upstream).Value;
        }
    }

    private readonly ref struct Visitor<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> t, ReadOnlySpan<TElement> dy, double scale, Span<TElement> z) : IPartialVisitor
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _t = t;
        private readonly ReadOnlySpan<TElement> _dy = dy;
        private readonly Span<TElement> _z = z;

        public void Visit<TPartial>(TPartial partial)
            where TPartial : struct, IBinaryFunction => Vectorized(partial, _x, _t, _dy, scale, _z);

        public void VisitHigher<TPartial>(TPartial partial)
            where TPartial : struct, IBinaryFunction => OneByOne(partial, _x, _t, _dy, scale, _z);
    }
}

/// <summary><c>s·f(x, t)</c>, and NaN where an argument is: the slope of a linear piece does not depend on them.</summary>
internal readonly struct LossSlope<TFunction>(TFunction function, double scale) : IBinaryFunction
    where TFunction : struct, IBinaryFunction
{
    private readonly Constant _scale = new(scale);

    public static Cost Cost => TFunction.Cost;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        T slope = T.Const(_scale) * function.Apply(x, t);
        return T.Select(T.Abs(t) >= T.Zero, T.Select(T.Abs(x) >= T.Zero, slope, x), t);
    }
}
