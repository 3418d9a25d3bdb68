using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>
/// The averages of windows that are few in a row, or of different lengths: first the sums of the columns of a row of windows, side by side in vectors, then of
/// the columns of each window. Plane after plane, with the memory of a thread.
/// </summary>
internal readonly unsafe ref struct AveragePoolingColumns<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly PoolingGeometry _geometry;
    private readonly PoolingDivisors _divisors;
    private readonly double* _sums;

    internal AveragePoolingColumns(PoolingGeometry geometry, PoolingDivisors divisors)
    {
        (_geometry, _divisors) = (geometry, divisors);
        int width = PoolingSplit.Rounded(geometry.X.Input);
        PoolingSpace space = PoolingSpace.Rent(PoolingSpace.Size<double>(width));
        _sums = space.Take<double>(width);
    }

    internal void Plane<TDoubles>(TElement* x, TElement* y, PoolingBlock block)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        y += (nint)block.Row * _geometry.X.Output;
        for (int row = block.Row; row < block.EndRow; row++)
        {
            (int i, int j) = Math.DivRem(row, _geometry.Y.Output);
            Columns<TDoubles>(x, i, j);
            Windows(_divisors.Row(i, j), y);
            y += _geometry.X.Output;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Columns<TDoubles>(TElement* x, int z, int y)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        (PoolingAxis depth, PoolingAxis height) = (_geometry.Z, _geometry.Y);
        nuint width = (nuint)_geometry.X.Input;
        int depths = depth.Count(z), heights = height.Count(y);
        nint layer = (nint)height.Input * (nint)width, start = (((nint)depth.First(z) * height.Input) + height.First(y)) * (nint)width;
        for (nuint at = 0; at < width; at += SixteenDoubles.Length)
        {
            // From 0 on, so that a sum of zeros is not negative.
            TDoubles sum = TDoubles.Create(0);
            for (int i = 0; i < depths; i++)
            {
                ref TElement row = ref x[start + (i * layer)];
                for (int j = 0; j < heights; j++)
                {
                    sum += at + SixteenDoubles.Length <= width
                        ? SixteenDoubles.Load<TDoubles, TElement>(ref row, at)
                        : SixteenDoubles.LoadEnd<TDoubles, TElement>(ref row, at, width - at);
                    row = ref Unsafe.Add(ref row, width);
                }
            }

            sum.Store(ref _sums[0], at);
        }
    }

    private void Windows(double divisor, TElement* y)
    {
        PoolingAxis axis = _geometry.X;
        double[] factors = _divisors.X;
        for (int o = 0; o < axis.Output; o++)
        {
            int i = axis.First(o), end = i + axis.Count(o);
            double sum = _sums[i];
            for (i++; i < end; i++)
            {
                sum += _sums[i];
            }

            y[o] = TElement.CreateTruncating(sum / (divisor * factors[o]));
        }
    }
}
