using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;

namespace Hillock.Functional;

/// <summary>Products with the derivatives of a function of one number, the order chosen when running.</summary>
/// <remarks>
/// As <see cref="Partials"/> for functions of two numbers: the first two orders run vectorised, the third one by one.
/// </remarks>
internal static class HigherDerivative
{
    /// <summary>The highest order that <see cref="Backward"/> computes.</summary>
    internal const int Highest = Partials.Highest;

    /// <summary>Computes <c>dx[i] = dy[i]·f⁽ⁿ⁾(x[i])</c> for the order <c>n</c> from 1 to <see cref="Highest"/>.</summary>
    internal static void Backward<TFunction, TElement>(
        TFunction function, int order, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, Span<TElement> dx)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        switch (order)
        {
            case 1:
                Map.Backward(function, x, dy, dx);
                break;
            case 2:
                Map.Backward(new Derivative<TFunction>(function), x, dy, dx);
                break;
            default:
                OneByOne(new Derivative<Derivative<Derivative<TFunction>>>(new(new(function))), x, dy, dx);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneByOne<TFunction, TElement>(TFunction derivative, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, Span<TElement> dx)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (int i = 0; i < x.Length; i++)
        {
            dx[i] = dy[i] * derivative.Apply(new Scalar<TElement>(x[i])).Value;
        }
    }
}
