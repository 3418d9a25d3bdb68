using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The averages of windows of a kernel, side by side, plane after plane, with the memory of a thread.</summary>
internal readonly unsafe ref struct AveragePoolingWindows<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly PoolingGeometry _geometry;
    private readonly PoolingDivisors _divisors;
    private readonly PoolingSplit _split;
    private readonly PoolingRows _rows;
    private readonly int _length;

    // The row of the input as it is split, with zeros for padding.
    private readonly TElement* _row;

    // The divisors' factors of the last axis.
    private readonly double* _factors;

    // The sums of windows of one row.
    private readonly double* _sums;

    internal AveragePoolingWindows(PoolingGeometry geometry, PoolingDivisors divisors, PoolingSplit split)
    {
        (_geometry, _divisors, _split, _rows) = (geometry, divisors, split, PoolingRows.Of(geometry));
        _length = PoolingSplit.Rounded(geometry.X.Output);
        nint kept = (nint)_rows.Slots * _length;
        PoolingSpace space = PoolingSpace.Rent(
            PoolingSpace.Size<TElement>(split.Length) + PoolingSpace.Size<double>(_length) + PoolingSpace.Size<double>(kept));
        _row = space.Take<TElement>(split.Length);
        _factors = space.Take<double>(_length);
        _sums = space.Take<double>(kept);
        new Span<TElement>(_row, split.Length).Clear();
        Span<double> factors = new Span<double>(_factors, _length);
        divisors.X.CopyTo(factors);
        factors[divisors.X.Length..].Fill(1);
        new Span<double>(_sums, checked((int)kept)).Clear();
    }

    internal void Plane<TVector, TLanes, TDoubles>(TElement* x, TElement* y, PoolingBlock block)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<TElement, TVector>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        _rows.Clear();
        y += (nint)block.Row * _geometry.X.Output;
        for (int row = block.Row; row < block.EndRow; row++)
        {
            (int i, int j) = Math.DivRem(row, _geometry.Y.Output);
            _rows.Move(i, j);
            for (int k = 0; k < _rows.Count; k++)
            {
                if (_rows.IsMissing(k))
                {
                    Row<TVector, TLanes, TDoubles>(
                        x + ((nint)_rows.Rows[k] * _geometry.X.Input), _sums + ((nint)_rows.Places[k] * _length));
                }
            }

            Combine<TDoubles>(_divisors.Row(i, j), ref *y);
            y += _geometry.X.Output;
        }
    }

    private void Row<TVector, TLanes, TDoubles>(TElement* row, double* sums)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<TElement, TVector>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        _split.Copy<TElement, TVector, TLanes>(row, _row);
        fixed (int* taps = _split.Taps)
        {
            Taps<TDoubles>(taps, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Taps<TDoubles>(int* taps, double* sums)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        int kernel = _geometry.X.Kernel, end = _length;
        TElement* row = _row;
        for (int o = 0; o < end; o += PoolingSplit.Step)
        {
            TDoubles sum = SixteenDoubles.Load<TDoubles, TElement>(ref row[taps[0] + o], 0);
            for (int tap = 1; tap < kernel; tap++)
            {
                sum += SixteenDoubles.Load<TDoubles, TElement>(ref row[taps[tap] + o], 0);
            }

            sum.Store(ref sums[o], 0);
        }
    }

    private void Combine<TDoubles>(double divisor, ref TElement y)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        // A product with the inverse of a power of two is the quotient.
        bool uniform = _divisors.IsRowUniform, exact = false;
        divisor *= uniform ? _factors[0] : 1;
        if (uniform && Math.Abs(divisor) is double magnitude && BitOperations.IsPow2((long)magnitude))
        {
            (divisor, exact) = (1 / divisor, true);
        }

        int[] slots = _rows.Places;
        nuint length = (nuint)_geometry.X.Output;
        for (nuint o = 0; o < length; o += SixteenDoubles.Length)
        {
            // From 0 on, so that a sum of zeros is not negative.
            TDoubles sum = TDoubles.Create(0);
            for (int i = 0; i < _rows.Count; i++)
            {
                sum += TDoubles.Load(ref _sums[(nint)slots[i] * _length], o);
            }

            TDoubles factor = TDoubles.Create(divisor);
            sum = exact ? sum * factor : uniform ? sum / factor : sum / (factor * TDoubles.Load(ref *_factors, o));
            if (o + SixteenDoubles.Length <= length)
            {
                SixteenDoubles.Store(sum, ref y, o);
            }
            else
            {
                SixteenDoubles.StoreEnd(sum, ref y, o, length - o);
            }
        }
    }
}
