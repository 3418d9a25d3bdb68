using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>
/// The gradient of averages of any windows: first the shares of a row's windows are added up along the row, then those sums of the rows whose windows hold
/// a row of the input. Plane after plane, with the memory of a thread.
/// </summary>
internal readonly unsafe ref struct AveragePoolingCover<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly PoolingGeometry _geometry;
    private readonly PoolingDivisors _divisors;

    // Of each element of an axis, the first window that holds it and the one after the last.
    private readonly (int First, int End)[] _z;
    private readonly (int First, int End)[] _y;
    private readonly (int First, int End)[] _x;
    private readonly int _slotsZ;
    private readonly int _slotsY;

    // The row of windows of which sums are kept, by place.
    private readonly int[] _kept;
    private readonly double* _sums;
    private readonly double* _shares;
    private readonly double* _total;

    internal AveragePoolingCover(PoolingGeometry geometry, PoolingDivisors divisors)
    {
        (_geometry, _divisors) = (geometry, divisors);
        (_z, _slotsZ) = Windows(geometry.Z);
        (_y, _slotsY) = Windows(geometry.Y);
        (_x, _) = Windows(geometry.X);
        _kept = new int[_slotsZ * _slotsY];
        int width = geometry.X.Input;
        nint kept = (nint)_kept.Length * width;
        PoolingSpace space = PoolingSpace.Rent(
            PoolingSpace.Size<double>(kept) + PoolingSpace.Size<double>(geometry.X.Output) + PoolingSpace.Size<double>(width));
        _sums = space.Take<double>(kept);
        _shares = space.Take<double>(geometry.X.Output);
        _total = space.Take<double>(width);
    }

    internal void Plane(TElement* dy, TElement* dx)
    {
        int width = _geometry.X.Input;
        Array.Fill(_kept, -1);
        Span<double> total = new Span<double>(_total, width);
        for (int z = 0; z < _geometry.Z.Input; z++)
        {
            for (int y = 0; y < _geometry.Y.Input; y++)
            {
                total.Clear();
                for (int i = _z[z].First; i < _z[z].End; i++)
                {
                    for (int j = _y[y].First; j < _y[y].End; j++)
                    {
                        Add(Row(dy, i, j), _total, width);
                    }
                }

                Round(dx, width);
                dx += width;
            }
        }
    }

    /// <summary>Sums of the shares of a row of windows.</summary>
    private double* Row(TElement* dy, int z, int y)
    {
        int slot = (z % _slotsZ * _slotsY) + (y % _slotsY), row = (z * _geometry.Y.Output) + y;
        double* sums = _sums + ((nint)slot * _geometry.X.Input);
        if (_kept[slot] == row)
        {
            return sums;
        }

        _kept[slot] = row;
        double divisor = _divisors.Row(z, y);
        double[] factors = _divisors.X;
        TElement* source = dy + ((nint)row * factors.Length);
        for (int o = 0; o < factors.Length; o++)
        {
            _shares[o] = Chunk16.Widen(source[o]) / (divisor * factors[o]);
        }

        (int First, int End)[] windows = _x;
        for (int i = 0; i < windows.Length; i++)
        {
            (int first, int end) = windows[i];
            double sum = 0;
            for (int o = first; o < end; o++)
            {
                sum += _shares[o];
            }

            sums[i] = sum;
        }

        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(double* source, double* target, int length)
    {
        for (int i = 0; i < length; i++)
        {
            target[i] += source[i];
        }
    }

    private void Round(TElement* target, int length)
    {
        for (int i = 0; i < length; i++)
        {
            target[i] = TElement.CreateTruncating(_total[i]);
        }
    }

    /// <summary>The windows of each element, and the most of one.</summary>
    private static ((int First, int End)[] Windows, int Most) Windows(PoolingAxis axis)
    {
        (int First, int End)[] all = new (int First, int End)[axis.Input];
        int most = 1;
        for (int o = 0; o < axis.Output; o++)
        {
            int first = axis.First(o), count = axis.Count(o);
            for (int i = first; i < first + count; i++)
            {
                all[i] = (all[i].End == 0 ? o : all[i].First, o + 1);
                most = Math.Max(most, o + 1 - all[i].First);
            }
        }

        return (all, most);
    }
}
