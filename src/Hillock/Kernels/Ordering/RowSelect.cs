using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Picks the first elements in order of each row of a matrix, or the one of a given rank, without sorting the rest.</summary>
internal static class RowSelect
{
    // About 50 us of work for a thread.
    private const int TaskLength = 1 << 15;

    // So few are kept in order while a row is read. A row whose elements come in order moves them all for every element.
    private const int MostKept = 32;

    // Moves for each element of a row that take as long as finding the elements by their digits does.
    private const int MostMoves = 3;
    private const int DigitBits = 11;

    /// <summary>Picks the <paramref name="count"/> first elements of each row in ascending order, or in descending; the earlier of equal ones.</summary>
    /// <param name="x">The bits of the elements, row after row.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="count">How many to pick: 1 to <paramref name="length"/>.</param>
    /// <param name="descending">Whether the largest are picked.</param>
    /// <param name="sorted">Whether the results are in that order, or in the row's.</param>
    /// <param name="values">The picked elements.</param>
    /// <param name="positions">For each of them, its place in its row.</param>
    internal static void First<TBits, TOrder>(
        ReadOnlySpan<TBits> x, int length, int count, bool descending, bool sorted, Span<TBits> values, Span<long> positions)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits>
    {
        FirstBody<TBits, TOrder> body = new FirstBody<TBits, TOrder>(x, length, count, descending, sorted, values, positions);
        Parallelism.For((int)((x.Length / length + (long)RowsEach(length) - 1) / RowsEach(length)), body);
    }

    /// <summary>
    /// The place of the element that would stand at <paramref name="rank"/> if the row were sorted in ascending order; of the first NaN if there is one.
    /// </summary>
    internal static void Ranked<TBits, TOrder>(ReadOnlySpan<TBits> x, int length, int rank, Span<long> positions)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits>
    {
        RankedBody<TBits, TOrder> body = new RankedBody<TBits, TOrder>(x, length, rank, positions);
        Parallelism.For((int)((x.Length / length + (long)RowsEach(length) - 1) / RowsEach(length)), body);
    }

    private static int RowsEach(int length) => Math.Max(1, TaskLength / length);

    /// <summary>The key at a rank in ascending order, and how many of the keys equal to it come before it.</summary>
    /// <param name="keys">The keys, of which the lowest <paramref name="bits"/> bits differ.</param>
    /// <param name="bits">The number of bits.</param>
    /// <param name="rank">The rank, from 0.</param>
    /// <param name="scratch">Room for as many keys.</param>
    private static (ulong Key, int Before) KeyAt(ReadOnlySpan<ulong> keys, int bits, int rank, Span<ulong> scratch)
    {
        Span<int> counts = stackalloc int[1 << DigitBits];
        ReadOnlySpan<ulong> candidates = keys;
        for (int shift = bits; shift > 0 && candidates.Length > 1;)
        {
            int width = Math.Min(DigitBits, shift);
            shift -= width;
            ulong mask = (1UL << width) - 1;
            counts.Clear();
            foreach (ulong key in candidates)
            {
                counts[(int)((key >> shift) & mask)]++;
            }

            int digit = 0;
            while (rank >= counts[digit])
            {
                rank -= counts[digit++];
            }

            int kept = 0;
            foreach (ulong key in candidates)
            {
                // Written behind where it is read, so that both may be the same memory.
                if ((int)((key >> shift) & mask) == digit)
                {
                    scratch[kept++] = key;
                }
            }

            candidates = scratch[..kept];
        }

        return (candidates[rank], rank);
    }

    private readonly ref struct FirstBody<TBits, TOrder>(
        ReadOnlySpan<TBits> x, int length, int count, bool descending, bool sorted, Span<TBits> values, Span<long> positions) : IParallelBody
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits>
    {
        private readonly ReadOnlySpan<TBits> _x = x;
        private readonly Span<TBits> _values = values;
        private readonly Span<long> _positions = positions;
        private readonly ulong _flip = descending ? ulong.MaxValue >> (64 - (8 * Unsafe.SizeOf<TBits>())) : 0;

        public void Invoke(int index)
        {
            int end = (int)Math.Min((index + 1L) * RowsEach(length), _x.Length / length);
            ulong[] keys = ArrayPool<ulong>.Shared.Rent(count), scratch = [];
            ulong[] own = [];
            int[] places = ArrayPool<int>.Shared.Rent(count), placeScratch = ArrayPool<int>.Shared.Rent(count);
            for (int i = index * RowsEach(length); i < end; i++)
            {
                ReadOnlySpan<TBits> row = _x.Slice(i * length, length);
                Span<ulong> picked = keys.AsSpan(0, count);
                Span<int> found = places.AsSpan(0, count);
                if (count > MostKept || !Keep(row, picked, found))
                {
                    if (own.Length == 0)
                    {
                        own = ArrayPool<ulong>.Shared.Rent(length);
                        scratch = ArrayPool<ulong>.Shared.Rent(length);
                    }

                    Collect(row, own, scratch, found);
                    for (int j = 0; j < count; j++)
                    {
                        picked[j] = KeyOf(row[found[j]]);
                    }

                    Span<ulong> keyScratch = scratch.AsSpan(0, count);
                    Span<int> otherPlaces = placeScratch.AsSpan(0, count);
                    if (sorted)
                    {
                        StableSort.Keys(ref picked, ref found, ref keyScratch, ref otherPlaces);
                    }
                }

                if (!sorted)
                {
                    found.Sort();
                }

                Span<TBits> values = _values.Slice(i * count, count);
                Span<long> positions = _positions.Slice(i * count, count);
                for (int j = 0; j < count; j++)
                {
                    positions[j] = found[j];
                    values[j] = row[found[j]];
                }
            }

            ArrayPool<ulong>.Shared.Return(keys);
            if (own.Length > 0)
            {
                ArrayPool<ulong>.Shared.Return(own);
                ArrayPool<ulong>.Shared.Return(scratch);
            }

            ArrayPool<int>.Shared.Return(places);
            ArrayPool<int>.Shared.Return(placeScratch);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private ulong KeyOf(TBits bits) => ulong.CreateTruncating(TOrder.KeyOf(bits)) ^ _flip;

        /// <summary>Keeps the first so far in order while the row is read; false if that takes too long.</summary>
        private bool Keep(ReadOnlySpan<TBits> row, Span<ulong> keys, Span<int> places)
        {
            int kept = 0;
            ulong last = 0;
            long moves = 0;
            long mostMoves = ((long)MostMoves * row.Length) + (keys.Length * keys.Length);
            ulong flip = _flip;
            for (int i = 0; i < row.Length; i++)
            {
                ulong key = ulong.CreateTruncating(TOrder.KeyOf(row[i])) ^ flip;
                if (kept == keys.Length && key >= last)
                {
                    continue;
                }

                // After equal ones, which came earlier.
                int at = kept < keys.Length ? kept++ : kept - 1;
                int end = at;
                for (; at > 0 && keys[at - 1] > key; at--)
                {
                    keys[at] = keys[at - 1];
                    places[at] = places[at - 1];
                }

                keys[at] = key;
                places[at] = i;
                last = keys[kept - 1];
                moves += end - at;
                if (moves > mostMoves)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Finds the last key to be picked, and then all that come before it.</summary>
        private void Collect(ReadOnlySpan<TBits> row, Span<ulong> buffer, Span<ulong> scratch, Span<int> found)
        {
            Span<ulong> keys = buffer[..row.Length];
            for (int i = 0; i < row.Length; i++)
            {
                keys[i] = KeyOf(row[i]);
            }

            (ulong last, int before) = KeyAt(keys, 8 * Unsafe.SizeOf<TBits>(), found.Length - 1, scratch);
            int equals = before + 1;
            int count = 0;
            for (int i = 0; i < keys.Length; i++)
            {
                if (keys[i] < last || (keys[i] == last && equals-- > 0))
                {
                    found[count++] = i;
                }
            }
        }
    }

    private readonly ref struct RankedBody<TBits, TOrder>(ReadOnlySpan<TBits> x, int length, int rank, Span<long> positions) : IParallelBody
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits>
    {
        private readonly ReadOnlySpan<TBits> _x = x;
        private readonly Span<long> _positions = positions;

        public void Invoke(int index)
        {
            int end = (int)Math.Min((index + 1L) * RowsEach(length), _x.Length / length);
            ulong[] keys = ArrayPool<ulong>.Shared.Rent(length), scratch = ArrayPool<ulong>.Shared.Rent(length);
            for (int i = index * RowsEach(length); i < end; i++)
            {
                _positions[i] = Place(_x.Slice(i * length, length), keys, scratch);
            }

            ArrayPool<ulong>.Shared.Return(keys);
            ArrayPool<ulong>.Shared.Return(scratch);
        }

        private int Place(ReadOnlySpan<TBits> row, Span<ulong> buffer, Span<ulong> scratch)
        {
            Span<ulong> keys = buffer[..row.Length];
            for (int i = 0; i < row.Length; i++)
            {
                if (TOrder.IsNaN(row[i]))
                {
                    return i;
                }

                keys[i] = ulong.CreateTruncating(TOrder.KeyOf(row[i]));
            }

            (ulong key, int before) = KeyAt(keys, 8 * Unsafe.SizeOf<TBits>(), rank, scratch);
            int place = keys.IndexOf(key);
            for (; before > 0; before--)
            {
                place += 1 + keys[(place + 1)..].IndexOf(key);
            }

            return place;
        }
    }
}
