using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Applies a function of two numbers to the elements of two spans, pair by pair.</summary>
public static class Zip
{
    /// <summary>Computes <c>z[i] = f(x[i], y[i])</c>.</summary>
    public static void Apply<TFunction, TElement>(
        TFunction function, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (int i = 0; i < x.Length; i++)
        {
            z[i] = function.Apply(new Scalar<TElement>(x[i]), new Scalar<TElement>(y[i])).Value;
        }
    }

    /// <summary>Computes <c>z[i] = f(x[i], y)</c>.</summary>
    public static void ApplyRight<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x, TElement y, Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (int i = 0; i < x.Length; i++)
        {
            z[i] = function.Apply(new Scalar<TElement>(x[i]), new Scalar<TElement>(y)).Value;
        }
    }

    /// <summary>Computes <c>z[i] = f(x, y[i])</c>.</summary>
    public static void ApplyLeft<TFunction, TElement>(TFunction function, TElement x, ReadOnlySpan<TElement> y, Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (int i = 0; i < y.Length; i++)
        {
            z[i] = function.Apply(new Scalar<TElement>(x), new Scalar<TElement>(y[i])).Value;
        }
    }
}
