using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Applies a function of one number to every element of a span.</summary>
public static class Map
{
    /// <summary>Computes <c>y[i] = f(x[i])</c>.</summary>
    /// <param name="function">The function <c>f</c>.</param>
    /// <param name="x">The arguments.</param>
    /// <param name="y">The results, as long as <paramref name="x"/>; may be the same memory as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void Apply<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x, Span<TElement> y)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        ref TElement source = ref MemoryMarshal.GetReference(x);
        ref TElement target = ref MemoryMarshal.GetReference(y);
        nuint length = (nuint)x.Length;
        nuint i = Loop<Lanes512<TElement>, TFunction, TElement>(function, ref source, ref target, length);
        for (; i < length; i++)
        {
            function.Apply(Scalar<TElement>.Load(ref source, i)).Store(ref target, i);
        }
    }

    /// <summary>Computes <c>dx[i] = dy[i]·f′(x[i])</c>.</summary>
    public static void Backward<TFunction, TElement>(
        TFunction function, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, Span<TElement> dx)
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Derivative<TFunction> derivative = new(function);
        for (int i = 0; i < x.Length; i++)
        {
            dx[i] = dy[i] * derivative.Apply(new Scalar<TElement>(x[i])).Value;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nuint Loop<TLanes, TFunction, TElement>(TFunction function, ref TElement x, ref TElement y, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TFunction : struct, IUnaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint i = 0;
        nuint count = (nuint)TLanes.Count;
        for (; i + count <= length; i += count)
        {
            function.Apply(TLanes.Load(ref x, i)).Store(ref y, i);
        }

        return i;
    }
}
