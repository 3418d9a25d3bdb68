using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>
/// The gradient of averages of any windows: first the shares of a row's windows are added up along the row, then those sums of the rows whose windows hold
/// a row of the input. Plane after plane, with the memory of a thread.
/// </summary>
internal readonly unsafe ref struct AveragePoolingSpread<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly PoolingGeometry _geometry;
    private readonly PoolingDivisors _divisors;
    private readonly PoolingCover _z;
    private readonly PoolingCover _y;
    private readonly PoolingCover _x;
    private readonly int _slots;
    private readonly int _length;

    // The row of windows of which sums are kept, by place.
    private readonly int* _kept;
    private readonly double* _sums;
    private readonly double* _shares;

    internal AveragePoolingSpread(PoolingGeometry geometry, PoolingDivisors divisors, PoolingCover z, PoolingCover y, PoolingCover x)
    {
        (_geometry, _divisors, _z, _y, _x) = (geometry, divisors, z, y, x);
        _slots = z.Most * y.Most;
        _length = PoolingSplit.Rounded(geometry.X.Input);
        nint kept = (nint)_slots * _length;
        PoolingSpace space = PoolingSpace.Rent(
            PoolingSpace.Size<int>(_slots) + PoolingSpace.Size<double>(kept) + PoolingSpace.Size<double>(geometry.X.Output));
        _kept = space.Take<int>(_slots);
        _sums = space.Take<double>(kept);
        _shares = space.Take<double>(geometry.X.Output);
    }

    internal void Plane<TDoubles>(TElement* dy, TElement* dx)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        new Span<int>(_kept, _slots).Fill(-1);
        for (int z = 0; z < _geometry.Z.Input; z++)
        {
            for (int y = 0; y < _geometry.Y.Input; y++)
            {
                (int First, int End) depths = _z.Windows[z], heights = _y.Windows[y];
                for (int i = depths.First; i < depths.End; i++)
                {
                    for (int j = heights.First; j < heights.End; j++)
                    {
                        Row(dy, i, j);
                    }
                }

                Combine<TDoubles>(depths, heights, ref *dx);
                dx += _geometry.X.Input;
            }
        }
    }

    private void Combine<TDoubles>((int First, int End) depths, (int First, int End) heights, ref TElement dx)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        nuint width = (nuint)_geometry.X.Input;
        for (nuint at = 0; at < width; at += SixteenDoubles.Length)
        {
            TDoubles sum = TDoubles.Create(0);
            for (int i = depths.First; i < depths.End; i++)
            {
                for (int j = heights.First; j < heights.End; j++)
                {
                    sum += TDoubles.Load(ref *Sums(i, j), at);
                }
            }

            if (at + SixteenDoubles.Length <= width)
            {
                SixteenDoubles.Store(sum, ref dx, at);
            }
            else
            {
                SixteenDoubles.StoreEnd(sum, ref dx, at, width - at);
            }
        }
    }

    private int Slot(int z, int y) => (z % _z.Most * _y.Most) + (y % _y.Most);

    private double* Sums(int z, int y) => _sums + ((nint)Slot(z, y) * _length);

    /// <summary>Sums of the shares of a row of windows.</summary>
    private void Row(TElement* dy, int z, int y)
    {
        int slot = Slot(z, y), row = (z * _geometry.Y.Output) + y;
        double* sums = Sums(z, y);
        if (_kept[slot] == row)
        {
            return;
        }

        _kept[slot] = row;
        double divisor = _divisors.Row(z, y);
        double[] factors = _divisors.X;
        TElement* source = dy + ((nint)row * factors.Length);
        for (int o = 0; o < factors.Length; o++)
        {
            _shares[o] = Chunk16.Widen(source[o]) / (divisor * factors[o]);
        }

        (int First, int End)[] windows = _x.Windows;
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
    }
}
