using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>The largest elements of two by two, side by side: a row of the output at once from two of the input.</summary>
internal static unsafe class MaxPoolingPairs<T>
    where T : unmanaged
{
    internal static bool Fits(PoolingGeometry geometry) =>
        geometry.X is { IsPlain: true, Kernel: 2 } && geometry.Y is { IsPlain: true, Kernel: 2 } && geometry.Z is { IsPlain: true, Kernel: 1 };

    internal static void Run<TVector, TLanes>(PoolingGeometry geometry, PoolingBlock block, T* x, T* y, int* places)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int width = geometry.X.Input, length = geometry.X.Output;
        PoolingSpace space = PoolingSpace.Rent(PoolingSpace.Size<T>(PoolingSplit.Rounded(length)));
        T* columns = space.Take<T>(PoolingSplit.Rounded(length));
        for (int o = 0; o < length; o++)
        {
            columns[o] = PoolingLanes1<T>.Place(2 * o);
        }

        for (int plane = block.First; plane < block.End; plane++)
        {
            T* source = x + ((nint)plane * geometry.InputVolume);
            nint at = ((nint)plane * geometry.OutputVolume) + ((nint)block.Row * length);
            for (int i = block.Row; i < block.EndRow; i++)
            {
                (int depth, int height) = Math.DivRem(i, geometry.Y.Output);
                int start = ((depth * geometry.Y.Input) + (2 * height)) * width;
                if (places == null)
                {
                    Row<TVector, TLanes>(source + start, width, y + at, length);
                }
                else
                {
                    Row<TVector, TLanes>(source + start, width, y + at, places + at, columns, start, length);
                }

                at += length;
            }
        }
    }

    // Rows are of a vector or more; the last vector overlaps the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TVector, TLanes>(T* row, int width, T* y, int length)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int count = TLanes.Count, o = 0;
        while (true)
        {
            T* at = row + (2 * (nint)o);
            TVector low = TLanes.Load(at), high = TLanes.Load(at + count);
            TVector best = TLanes.Even(low, high), next = TLanes.Odd(low, high);
            best = TLanes.Select(TLanes.Wins(next, best), next, best);
            low = TLanes.Load(at + width);
            high = TLanes.Load(at + width + count);
            next = TLanes.Even(low, high);
            best = TLanes.Select(TLanes.Wins(next, best), next, best);
            next = TLanes.Odd(low, high);
            TLanes.Store(TLanes.Select(TLanes.Wins(next, best), next, best), y + o);
            if (o == length - count)
            {
                return;
            }

            o = Math.Min(o + count, length - count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TVector, TLanes>(T* row, int width, T* y, int* places, T* columns, int start, int length)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        int count = TLanes.Count, o = 0;
        TVector p00 = TLanes.Place(start), p01 = TLanes.Place(start + 1), p10 = TLanes.Place(start + width), p11 = TLanes.Place(start + width + 1);
        while (true)
        {
            T* at = row + (2 * (nint)o);
            TVector low = TLanes.Load(at), high = TLanes.Load(at + count);
            TVector best = TLanes.Even(low, high), next = TLanes.Odd(low, high), wins = TLanes.Wins(next, best);
            best = TLanes.Select(wins, next, best);
            TVector place = TLanes.Select(wins, p01, p00);
            low = TLanes.Load(at + width);
            high = TLanes.Load(at + width + count);
            next = TLanes.Even(low, high);
            wins = TLanes.Wins(next, best);
            best = TLanes.Select(wins, next, best);
            place = TLanes.Select(wins, p10, place);
            next = TLanes.Odd(low, high);
            wins = TLanes.Wins(next, best);
            TLanes.Store(TLanes.Select(wins, next, best), y + o);
            TLanes.StorePlaces(TLanes.AddPlaces(TLanes.Select(wins, p11, place), TLanes.Load(columns + o)), places + o);
            if (o == length - count)
            {
                return;
            }

            o = Math.Min(o + count, length - count);
        }
    }
}
