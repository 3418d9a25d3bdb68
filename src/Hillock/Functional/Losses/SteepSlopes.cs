using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// Gradients of losses whose slope is more than their type holds, though its product with the upstream gradient, a mean's <c>1/n</c> for one, is not.
/// </summary>
/// <remarks>
/// They are computed again one by one, in double precision and with the upstream gradient as the tangent of the argument, so that it goes before the slope.
/// </remarks>
internal static class SteepSlopes
{
    /// <summary>Computes those of <c>z[k] = scale·dy[k]·f′(x[k], t[k])</c> again that are not finite although their arguments are.</summary>
    /// <param name="function">The function.</param>
    /// <param name="isOfX">Whether the derivative is that by <paramref name="x"/>, not by <paramref name="t"/>.</param>
    /// <param name="x">The first arguments, dense.</param>
    /// <param name="t">The second arguments, dense.</param>
    /// <param name="dy">One upstream gradient, or one for each element, dense.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="z">The products.</param>
    internal static void Mend<TFunction>(TFunction function, bool isOfX, Tensor x, Tensor t, Tensor dy, double scale, Tensor z)
        where TFunction : struct, IBinaryFunction
    {
        if (z.DataType == DataType.Float32)
        {
            Mend(function, isOfX, x.Span<float>(), t.Span<float>(), dy.Span<float>(), scale, z.Span<float>());
        }
        else
        {
            Mend(function, isOfX, x.Span<double>(), t.Span<double>(), dy.Span<double>(), scale, z.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(t);
        GC.KeepAlive(dy);
        GC.KeepAlive(z);
    }

    private static void Mend<TFunction, TElement>(
        TFunction function, bool isOfX, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> t, ReadOnlySpan<TElement> dy, double scale, Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (Reduce.Sum(default(ZeroOfFinite), (ReadOnlySpan<TElement>)z) == 0)
        {
            return;
        }

        for (int i = 0; i < z.Length; i++)
        {
            double first = Chunk16.Widen(x[i]), second = Chunk16.Widen(t[i]), tangent = Chunk16.Widen(dy[dy.Length == 1 ? 0 : i]) * scale;
            if (!TElement.IsFinite(z[i]) && double.IsFinite(first) && double.IsFinite(second) && double.IsFinite(tangent))
            {
                Dual<Scalar<double>> result = function.Apply(
                    new Dual<Scalar<double>>(new(first), new(isOfX ? tangent : 0)), new Dual<Scalar<double>>(new(second), new(isOfX ? 0 : tangent)));
                z[i] = double.IsNaN(result.Tangent.Value) ? z[i] : TElement.CreateTruncating(result.Tangent.Value);
            }
        }
    }

    /// <summary>0, or NaN of what is not finite.</summary>
    private readonly struct ZeroOfFinite : IUnaryFunction
    {
        public static Cost Cost => Cost.Light;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x)
            where T : struct, IReal<T> => x - x;
    }
}
