using System.Numerics;

namespace Hillock.Kernels;

/// <summary>The average of each window of planes, and the gradient of the elements.</summary>
/// <remarks>
/// The sums are of double precision: of each row of a window from left to right, and of those from the first to the last; of windows that are few in a row, or
/// of different lengths, of the columns first. A sum is divided, and rounded once. So is an element's gradient, the sum over its windows in their order of
/// <c>dy/divisor</c>; the bits depend on the sizes and the plane alone.
/// </remarks>
internal static unsafe class AveragePooling
{
    /// <summary>Writes the averages of <paramref name="x"/>.</summary>
    internal static void Forward<TElement>(
        PoolingGeometry geometry, PoolingDivisors divisors, ReadOnlySpan<TElement> x, Span<TElement> y, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Check(geometry, x.Length, y.Length);
        if (y.Length == 0)
        {
            return;
        }

        fixed (TElement* source = x, target = y)
        {
            PoolingSplit? split = geometry.X.IsWide ? new PoolingSplit(geometry.X) : null;
            geometry.Run(new AveragePoolingBody<TElement>(geometry, divisors, split, source, target, vectorBits), geometry.OutputRows);
        }
    }

    /// <summary>Writes the gradients <paramref name="dx"/> of the elements.</summary>
    internal static void Backward<TElement>(
        PoolingGeometry geometry, PoolingDivisors divisors, ReadOnlySpan<TElement> dy, Span<TElement> dx, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Check(geometry, dx.Length, dy.Length);
        if (dx.Length == 0)
        {
            return;
        }

        fixed (TElement* source = dy, target = dx)
        {
            AveragePoolingRuns? runs = AveragePoolingRuns.Fits(geometry.X) ? new AveragePoolingRuns(geometry.X) : null;
            geometry.Run(
                new AveragePoolingGradient<TElement>(
                    geometry, divisors, new PoolingCover(geometry.Z), new PoolingCover(geometry.Y), new PoolingCover(geometry.X), runs, source, target,
                    vectorBits),
                AveragePoolingGradient<TElement>.Rows(geometry, divisors));
        }
    }

    private static void Check(PoolingGeometry geometry, int x, int y)
    {
        if (!geometry.IsDense)
        {
            throw new ArgumentException("The kernel expects windows without dilation.", nameof(geometry));
        }

        if (x != (long)geometry.Planes * geometry.InputVolume || y != (long)geometry.Planes * geometry.OutputVolume)
        {
            throw new ArgumentException(
                $"The kernel expects {geometry.Planes} planes of {geometry.InputVolume} and {geometry.OutputVolume} elements but got {x} and {y} elements.");
        }
    }
}
