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
    private readonly int _length;

    // The row of windows of which sums are kept, by place.
    private readonly int[] _kept;
    private readonly double* _sums;
    private readonly double* _shares;

    internal AveragePoolingCover(PoolingGeometry geometry, PoolingDivisors divisors)
    {
        (_geometry, _divisors) = (geometry, divisors);
        (_z, _slotsZ) = Windows(geometry.Z);
        (_y, _slotsY) = Windows(geometry.Y);
        (_x, _) = Windows(geometry.X);
        _kept = new int[_slotsZ * _slotsY];
        _length = PoolingSplit.Rounded(geometry.X.Input);
        nint kept = (nint)_kept.Length * _length;
        PoolingSpace space = PoolingSpace.Rent(PoolingSpace.Size<double>(kept) + PoolingSpace.Size<double>(geometry.X.Output));
        _sums = space.Take<double>(kept);
        _shares = space.Take<double>(geometry.X.Output);
    }

    internal void Plane<TDoubles>(TElement* dy, TElement* dx)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        Array.Fill(_kept, -1);
        for (int z = 0; z < _geometry.Z.Input; z++)
        {
            for (int y = 0; y < _geometry.Y.Input; y++)
            {
                for (int i = _z[z].First; i < _z[z].End; i++)
                {
                    for (int j = _y[y].First; j < _y[y].End; j++)
                    {
                        Row(dy, i, j);
                    }
                }

                Combine<TDoubles>(z, y, ref *dx);
                dx += _geometry.X.Input;
            }
        }
    }

    private void Combine<TDoubles>(int z, int y, ref TElement dx)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        ((int firstZ, int endZ), (int firstY, int endY)) = (_z[z], _y[y]);
        nuint width = (nuint)_geometry.X.Input;
        for (nuint at = 0; at < width; at += SixteenDoubles.Length)
        {
            TDoubles sum = TDoubles.Create(0);
            for (int i = firstZ; i < endZ; i++)
            {
                for (int j = firstY; j < endY; j++)
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

    private double* Sums(int z, int y) => _sums + ((nint)((z % _slotsZ * _slotsY) + (y % _slotsY)) * _length);

    /// <summary>Sums of the shares of a row of windows.</summary>
    private void Row(TElement* dy, int z, int y)
    {
        int slot = (z % _slotsZ * _slotsY) + (y % _slotsY), row = (z * _geometry.Y.Output) + y;
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
