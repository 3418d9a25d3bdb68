using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>
/// The largest elements of windows that are few in a row, or of different lengths: first of the columns of a row of windows, side by side in vectors, then of
/// the columns of each window. Plane after plane, with the memory of a thread.
/// </summary>
internal readonly unsafe ref struct MaxPoolingColumns<T>
    where T : unmanaged
{
    private readonly PoolingGeometry _geometry;

    // The largest element of each column, and the place of its row.
    private readonly T* _values;
    private readonly T* _rows;

    internal MaxPoolingColumns(PoolingGeometry geometry)
    {
        _geometry = geometry;
        int width = geometry.X.Input;
        PoolingSpace space = PoolingSpace.Rent(2 * PoolingSpace.Size<T>(width));
        _values = space.Take<T>(width);
        _rows = space.Take<T>(width);
    }

    internal void Plane<TVector, TLanes>(T* x, T* y, int* places, PoolingBlock block)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int width = _geometry.X.Input;
        y += (nint)block.Row * _geometry.X.Output;
        places += places == null ? 0 : (nint)block.Row * _geometry.X.Output;
        for (int row = block.Row; row < block.EndRow; row++)
        {
            (int i, int j) = Math.DivRem(row, _geometry.Y.Output);
            int end = 0;
            if (width >= TLanes.Count)
            {
                // The last vector overlaps the one before.
                Columns<TVector, TLanes>(x, i, j, 0, width);
                end = width;
            }

            Columns<T, PoolingLanes1<T>>(x, i, j, end, width);
            Windows(y, places);
            y += _geometry.X.Output;
            places += places == null ? 0 : _geometry.X.Output;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Columns<TVector, TLanes>(T* x, int z, int y, int first, int width)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        (PoolingAxis depth, PoolingAxis height) = (_geometry.Z, _geometry.Y);
        int depths = depth.Count(z), heights = height.Count(y), count = TLanes.Count;
        int start = ((depth.First(z) * height.Input) + height.First(y)) * width;
        int layer = depth.Dilation * height.Input * width, line = height.Dilation * width;
        for (int at = first; at < width; at = at == width - count ? width : Math.Min(at + count, width - count))
        {
            TVector best = TLanes.Load(x + start + at), row = TLanes.Place(start);
            for (int i = 0; i < depths; i++)
            {
                int place = start + (i * layer);
                for (int j = 0; j < heights; j++)
                {
                    TVector next = TLanes.Load(x + place + at), wins = TLanes.Wins(next, best);
                    best = TLanes.Select(wins, next, best);
                    row = TLanes.Select(wins, TLanes.Place(place), row);
                    place += line;
                }
            }

            TLanes.Store(best, _values + at);
            TLanes.Store(row, _rows + at);
        }
    }

    private void Windows(T* y, int* places)
    {
        PoolingAxis axis = _geometry.X;
        int step = axis.Dilation;
        for (int o = 0; o < axis.Output; o++)
        {
            int i = axis.First(o), count = axis.Count(o), place = PoolingLanes1<T>.ToInt32(_rows[i]) + i;
            T best = _values[i];
            for (int tap = 1; tap < count; tap++)
            {
                i += step;
                T next = _values[i];
                if (PoolingLanes1<T>.IsAtMost(next, best) && !PoolingLanes1<T>.IsAtMost(best, next))
                {
                    continue;
                }

                // Larger, equal, or one of the two NaN: the first of the window is that of the first row.
                int other = PoolingLanes1<T>.ToInt32(_rows[i]) + i;
                bool same = PoolingLanes1<T>.IsNaN(best) ? PoolingLanes1<T>.IsNaN(next) : PoolingLanes1<T>.IsAtMost(next, best);
                if (same ? other < place : !PoolingLanes1<T>.IsNaN(best))
                {
                    (best, place) = (next, other);
                }
            }

            y[o] = best;
            if (places != null)
            {
                places[o] = place;
            }
        }
    }
}
