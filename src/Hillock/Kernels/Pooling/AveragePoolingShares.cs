using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The gradient of averages of windows side by side: each window's share is copied to its elements.</summary>
internal static unsafe class AveragePoolingShares<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    internal static bool Fits(PoolingGeometry geometry, PoolingDivisors divisors) =>
        divisors.IsUniform && Math.Abs(divisors.Row(0, 0) * divisors.X[0]) <= 1 << 24 && geometry.X.IsPlain && geometry.Y.IsPlain && geometry.Z.IsPlain;

    /// <summary>The rows of windows of a plane, or of more than one layer the layers.</summary>
    internal static int Rows(PoolingGeometry geometry) => geometry.Z.Input == 1 ? geometry.Y.Output : geometry.Z.Output;

    internal static void Run<TVector, TLanes>(PoolingGeometry geometry, PoolingDivisors divisors, PoolingBlock block, TElement* dy, TElement* dx)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<TElement, TVector>
    {
        (PoolingAxis z, PoolingAxis y) = (geometry.Z, geometry.Y);
        nint layer = (nint)y.Input * geometry.X.Input, windows = (nint)y.Output * geometry.X.Output;
        double divisor = divisors.Row(0, 0) * divisors.X[0];
        for (int plane = block.First; plane < block.End; plane++)
        {
            if (z.Input == 1)
            {
                Layer<TVector, TLanes>(geometry, divisor, block.Row, block.EndRow, dy, dx);
            }
            else
            {
                for (int depth = block.Row; depth < block.EndRow; depth++)
                {
                    TElement* first = dx + (depth * z.Kernel * layer);
                    Layer<TVector, TLanes>(geometry, divisor, 0, y.Output, dy + (depth * windows), first);
                    for (int i = 1; i < z.Kernel; i++)
                    {
                        Copy(first, first + (i * layer), layer);
                    }
                }

                if (block.EndRow == z.Output)
                {
                    nint used = (nint)z.Output * z.Kernel * layer;
                    Clear(dx + used, geometry.InputVolume - used);
                }
            }

            dy += geometry.OutputVolume;
            dx += geometry.InputVolume;
        }
    }

    /// <summary>The shares of rows of windows of a layer, and zeros behind the last.</summary>
    private static void Layer<TVector, TLanes>(PoolingGeometry geometry, double divisor, int first, int end, TElement* dy, TElement* dx)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<TElement, TVector>
    {
        (PoolingAxis y, PoolingAxis x) = (geometry.Y, geometry.X);
        int width = x.Input;
        for (int height = first; height < end; height++)
        {
            TElement* row = dx + ((nint)height * y.Kernel * width);
            Row<TVector, TLanes>(dy + ((nint)height * x.Output), row, x, divisor);
            for (int i = 1; i < y.Kernel; i++)
            {
                Copy(row, row + ((nint)i * width), width);
            }
        }

        if (end == y.Output)
        {
            nint used = (nint)end * y.Kernel * width;
            Clear(dx + used, ((nint)y.Input * width) - used);
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
