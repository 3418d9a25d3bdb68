using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The largest elements of windows of a kernel, side by side, plane after plane, with the memory of a thread.</summary>
internal readonly unsafe ref struct MaxPoolingWindows<T>
    where T : unmanaged
{
    private readonly PoolingGeometry _geometry;
    private readonly PoolingSplit _split;
    private readonly PoolingRows _rows;
    private readonly bool _padded;
    private readonly int _length;

    // The row of the input as it is split.
    private readonly T* _row;

    // Where each window begins, and its first element beside the padding, counted from there.
    private readonly T* _starts;
    private readonly T* _firsts;

    // The largest elements of windows of one row, and their places in it.
    private readonly T* _values;
    private readonly T* _places;

    internal MaxPoolingWindows(PoolingGeometry geometry, PoolingSplit split, bool places)
    {
        PoolingAxis axis = geometry.X;
        (_geometry, _split, _rows) = (geometry, split, PoolingRows.Of(geometry));
        _length = PoolingSplit.Rounded(axis.Output);
        nint kept = (nint)_rows.Slots * _length;
        PoolingSpace space = PoolingSpace.Rent(
            PoolingSpace.Size<T>(split.Length) + (2 * PoolingSpace.Size<T>(_length)) + ((places ? 2 : 1) * PoolingSpace.Size<T>(kept)));
        _row = space.Take<T>(split.Length);
        _starts = space.Take<T>(_length);
        _firsts = space.Take<T>(_length);
        _values = space.Take<T>(kept);
        _places = places ? space.Take<T>(kept) : null;
        new Span<T>(_row, split.Length).Fill(PoolingLanes1<T>.Create(double.NegativeInfinity));
        for (int o = 0; o < _length; o++)
        {
            int start = (o * axis.Stride) - axis.Padding;
            _starts[o] = PoolingLanes1<T>.Place(start);
            _firsts[o] = PoolingLanes1<T>.Place(o < axis.Output ? axis.First(o) - start : 0);
        }

        _padded = axis.Padding > 0 || ((axis.Output - 1L) * axis.Stride) + axis.Reach > axis.Input;
    }

    internal void Plane<TVector, TLanes>(T* x, T* y, int* places, PoolingBlock block)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int length = _geometry.X.Output;
        _rows.Clear();
        y += (nint)block.Row * _geometry.X.Output;
        places += places == null ? 0 : (nint)block.Row * _geometry.X.Output;
        for (int row = block.Row; row < block.EndRow; row++)
        {
            (int i, int j) = Math.DivRem(row, _geometry.Y.Output);
            _rows.Move(i, j);
            for (int k = 0; k < _rows.Count; k++)
            {
                if (_rows.IsMissing(k))
                {
                    Row<TVector, TLanes>(x + ((nint)_rows.Rows[k] * _geometry.X.Input), (nint)_rows.Places[k] * _length);
                }
            }

            if (places == null)
            {
                Combine<TVector, TLanes>(y);
            }
            else
            {
                Combine<TVector, TLanes>(y, places);
                places += length;
            }

            y += length;
        }
    }

    private void Row<TVector, TLanes>(T* row, nint at)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        _split.Copy<T, TVector, TLanes>(row, _row);
        fixed (int* taps = _split.Taps)
        {
            if (_places == null)
            {
                Taps<TVector, TLanes>(taps, _values + at);
            }
            else
            {
                Taps<TVector, TLanes>(taps, _values + at, _places + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Taps<TVector, TLanes>(int* taps, T* values)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int kernel = _geometry.X.Kernel, end = _length;
        T* row = _row;
        for (int o = 0; o < end; o += TLanes.Count)
        {
            TVector best = _padded ? TLanes.Create(double.NegativeInfinity) : TLanes.Load(row + taps[0] + o);
            for (int tap = _padded ? 0 : 1; tap < kernel; tap++)
            {
                TVector next = TLanes.Load(row + taps[tap] + o);
                best = TLanes.Select(TLanes.Wins(next, best), next, best);
            }

            TLanes.Store(best, values + o);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Taps<TVector, TLanes>(int* taps, T* values, T* places)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int kernel = _geometry.X.Kernel, dilation = _geometry.X.Dilation, end = _length;
        T* row = _row;
        for (int o = 0; o < end; o += TLanes.Count)
        {
            TVector best = _padded ? TLanes.Create(double.NegativeInfinity) : TLanes.Load(row + taps[0] + o), place = TLanes.Load(_firsts + o);
            for (int tap = _padded ? 0 : 1; tap < kernel; tap++)
            {
                TVector next = TLanes.Load(row + taps[tap] + o), wins = TLanes.Wins(next, best);
                best = TLanes.Select(wins, next, best);
                place = TLanes.Select(wins, TLanes.Place(tap * dilation), place);
            }

            TLanes.Store(best, values + o);
            TLanes.Store(TLanes.AddPlaces(place, TLanes.Load(_starts + o)), places + o);
        }
    }

    private void Combine<TVector, TLanes>(T* y)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int length = _geometry.X.Output, o = 0;
        for (; o <= length - TLanes.Count; o += TLanes.Count)
        {
            TLanes.Store(Best<TVector, TLanes>(o), y + o);
        }

        if (o < length)
        {
            T* end = stackalloc T[PoolingSplit.Step];
            TLanes.Store(Best<TVector, TLanes>(o), end);
            new Span<T>(end, length - o).CopyTo(new Span<T>(y + o, length - o));
        }
    }

    private void Combine<TVector, TLanes>(T* y, int* places)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int length = _geometry.X.Output, o = 0;
        for (; o <= length - TLanes.Count; o += TLanes.Count)
        {
            TLanes.Store(Best<TVector, TLanes>(o, out TVector found), y + o);
            TLanes.StorePlaces(found, places + o);
        }

        if (o < length)
        {
            T* end = stackalloc T[PoolingSplit.Step];
            int* endPlaces = stackalloc int[PoolingSplit.Step];
            TLanes.Store(Best<TVector, TLanes>(o, out TVector found), end);
            TLanes.StorePlaces(found, endPlaces);
            new Span<T>(end, length - o).CopyTo(new Span<T>(y + o, length - o));
            new Span<int>(endPlaces, length - o).CopyTo(new Span<int>(places + o, length - o));
        }
    }

    /// <summary>The largest of the rows of the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Best<TVector, TLanes>(int o)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int[] slots = _rows.Places;
        TVector best = TLanes.Load(_values + ((nint)slots[0] * _length) + o);
        for (int i = 1; i < _rows.Count; i++)
        {
            TVector next = TLanes.Load(_values + ((nint)slots[i] * _length) + o);
            best = TLanes.Select(TLanes.Wins(next, best), next, best);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Best<TVector, TLanes>(int o, out TVector found)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int[] slots = _rows.Places, rows = _rows.Rows;
        int width = _geometry.X.Input;
        nint at = ((nint)slots[0] * _length) + o;
        TVector best = TLanes.Load(_values + at);
        found = TLanes.AddPlaces(TLanes.Load(_places + at), TLanes.Place(rows[0] * width));
        for (int i = 1; i < _rows.Count; i++)
        {
            at = ((nint)slots[i] * _length) + o;
            TVector next = TLanes.Load(_values + at), wins = TLanes.Wins(next, best);
            best = TLanes.Select(wins, next, best);
            found = TLanes.Select(wins, TLanes.AddPlaces(TLanes.Load(_places + at), TLanes.Place(rows[i] * width)), found);
        }

        return best;
    }
}
