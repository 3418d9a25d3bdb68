using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The gradient of averages of windows side by side: each window's share is copied to its elements.</summary>
internal static unsafe class AveragePoolingShares<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    internal static bool Fits(PoolingGeometry geometry, PoolingDivisors divisors) =>
        divisors.IsUniform && Math.Abs(divisors.Row(0, 0) * divisors.X[0]) <= 1 << 24 && geometry.X.IsPlain && geometry.Y.IsPlain && geometry.Z.IsPlain;

    internal static void Run<TVector, TLanes>(PoolingGeometry geometry, PoolingDivisors divisors, int planes, TElement* dy, TElement* dx)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<TElement, TVector>
    {
        (PoolingAxis z, PoolingAxis y, PoolingAxis x) = (geometry.Z, geometry.Y, geometry.X);
        int width = x.Input;
        nint layer = (nint)y.Input * width;
        double divisor = divisors.Row(0, 0) * divisors.X[0];
        for (int plane = 0; plane < planes; plane++)
        {
            for (int depth = 0; depth < z.Output; depth++)
            {
                TElement* first = dx + (depth * z.Kernel * layer);
                TElement* row = first;
                for (int height = 0; height < y.Output; height++)
                {
                    Row<TVector, TLanes>(dy, row, x, divisor);
                    dy += x.Output;
                    TElement* copy = row;
                    for (int i = 1; i < y.Kernel; i++)
                    {
                        copy += width;
                        Copy(row, copy, width);
                    }

                    row = copy + width;
                }

                Clear(row, (nint)(first + layer - row));
                for (int i = 1; i < z.Kernel; i++)
                {
                    Copy(first, first + (i * layer), layer);
                }
            }

            nint used = (nint)z.Output * z.Kernel * layer;
            Clear(dx + used, geometry.InputVolume - used);
            dx += geometry.InputVolume;
        }
    }

    // A quotient of floats is that of doubles, rounded: 53 bits are more than twice 24.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TVector, TLanes>(TElement* dy, TElement* row, PoolingAxis axis, double divisor)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<TElement, TVector>
    {
        int length = axis.Output, kernel = axis.Kernel, o = 0;
        TVector divisors = TLanes.Create(divisor);
        if (kernel == 2)
        {
            for (; o <= length - TLanes.Count; o += TLanes.Count)
            {
                TLanes.StoreTwice(TLanes.Divide(TLanes.Load(dy + o), divisors), row + (2 * o));
            }
        }

        TElement by = TElement.CreateTruncating(divisor);
        for (; o < length; o++)
        {
            TElement share = dy[o] / by;
            TElement* at = row + ((nint)o * kernel);
            for (int i = 0; i < kernel; i++)
            {
                at[i] = share;
            }
        }

        for (nint i = (nint)length * kernel; i < axis.Input; i++)
        {
            row[i] = TElement.Zero;
        }
    }

    private static void Copy(TElement* source, TElement* target, nint length) =>
        Buffer.MemoryCopy(source, target, length * sizeof(TElement), length * sizeof(TElement));

    private static void Clear(TElement* target, nint length) => new Span<TElement>(target, checked((int)length)).Clear();
}
