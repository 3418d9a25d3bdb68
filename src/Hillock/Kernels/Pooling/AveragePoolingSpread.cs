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

    // The divisors' factors of the last axis, and the shares of a row of windows among zeros.
    private readonly double* _factors;
    private readonly double* _shares;
    private readonly AveragePoolingRuns? _runs;

    internal AveragePoolingSpread(PoolingGeometry geometry, PoolingDivisors divisors, PoolingCover z, PoolingCover y, PoolingCover x, AveragePoolingRuns? runs)
    {
        (_geometry, _divisors, _z, _y, _x) = (geometry, divisors, z, y, x);
        _runs = runs;
        _slots = z.Most * y.Most;
        _length = PoolingSplit.Rounded(geometry.X.Input);
        nint kept = (nint)_slots * _length;
        int windows = PoolingSplit.Rounded(geometry.X.Output), front = runs?.Front ?? 0, all = front + Math.Max(windows, runs?.Length ?? 0);
        PoolingSpace space = PoolingSpace.Rent(
            PoolingSpace.Size<int>(_slots) + PoolingSpace.Size<double>(kept) + PoolingSpace.Size<double>(windows) + PoolingSpace.Size<double>(all));
        _kept = space.Take<int>(_slots);
        _sums = space.Take<double>(kept);
        _factors = space.Take<double>(windows);
        _shares = space.Take<double>(all);
        new Span<double>(_shares, all).Clear();
        _shares += front;
        Span<double> factors = new Span<double>(_factors, windows);
        divisors.X.CopyTo(factors);
        factors[divisors.X.Length..].Fill(1);
    }

    internal void Plane<TDoubles>(TElement* dy, TElement* dx, PoolingBlock block)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        new Span<int>(_kept, _slots).Fill(-1);
        dx += (nint)block.Row * _geometry.X.Input;
        for (int row = block.Row; row < block.EndRow; row++)
        {
            (int z, int y) = Math.DivRem(row, _geometry.Y.Input);
            (int First, int End) depths = _z.Windows[z], heights = _y.Windows[y];
            for (int i = depths.First; i < depths.End; i++)
            {
                for (int j = heights.First; j < heights.End; j++)
                {
                    Row<TDoubles>(dy, i, j);
                }
            }

            Combine<TDoubles>(depths, heights, ref *dx);
            dx += _geometry.X.Input;
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
    private void Row<TDoubles>(TElement* dy, int z, int y)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        int slot = Slot(z, y), row = (z * _geometry.Y.Output) + y;
        if (_kept[slot] == row)
        {
            return;
        }

        _kept[slot] = row;
        double* sums = Sums(z, y);
        Share<TDoubles>(ref dy[(nint)row * _geometry.X.Output], _divisors.Row(z, y));
        if (_runs is not null)
        {
            _runs.Sum<TDoubles>(_shares, sums);
            return;
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Share<TDoubles>(ref TElement dy, double divisor)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        nuint length = (nuint)_geometry.X.Output;
        TDoubles row = TDoubles.Create(divisor);
        for (nuint o = 0; o < length; o += SixteenDoubles.Length)
        {
            TDoubles element = o + SixteenDoubles.Length <= length
                ? SixteenDoubles.Load<TDoubles, TElement>(ref dy, o)
                : SixteenDoubles.LoadEnd<TDoubles, TElement>(ref dy, o, length - o);
            (element / (row * TDoubles.Load(ref *_factors, o))).Store(ref *_shares, o);
        }
    }
}
