using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Sorts the rows of a matrix, each for itself, and says where the elements came from. Equal elements keep their order.</summary>
internal static class RowSort
{
    // About 100 us of work for a thread.
    private const int TaskLength = 1 << 12;

    /// <summary>Sorts rows.</summary>
    /// <param name="x">The bits of the elements, row after row.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <param name="values">The sorted elements; empty if they are not wanted.</param>
    /// <param name="positions">For each of them, its place in its row of <paramref name="x"/>.</param>
    internal static void Sort<TBits, TOrder>(ReadOnlySpan<TBits> x, int length, bool descending, Span<TBits> values, Span<long> positions)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits>
    {
        if (x.IsEmpty)
        {
            return;
        }

        int rowsEach = Math.Max(1, TaskLength / length);
        Body<TBits, TOrder> body = new Body<TBits, TOrder>(x, length, descending, values, positions, rowsEach);
        Parallelism.For((int)(((x.Length / length) + (long)rowsEach - 1) / rowsEach), body);
    }

    private readonly ref struct Body<TBits, TOrder>(
        ReadOnlySpan<TBits> x, int length, bool descending, Span<TBits> values, Span<long> positions, int rowsEach) : IParallelBody
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits>
    {
        private readonly ReadOnlySpan<TBits> _x = x;
        private readonly Span<TBits> _values = values;
        private readonly Span<long> _positions = positions;

        public void Invoke(int index)
        {
            int start = index * rowsEach;
            int end = (int)Math.Min(start + (long)rowsEach, _x.Length / length);
            bool isWide = Unsafe.SizeOf<TBits>() == 8;
            ulong[] keys = ArrayPool<ulong>.Shared.Rent(length), keyScratch = ArrayPool<ulong>.Shared.Rent(length);
            int[] places = isWide ? ArrayPool<int>.Shared.Rent(length) : [], placeScratch = isWide ? ArrayPool<int>.Shared.Rent(length) : [];
            for (int i = start; i < end; i++)
            {
                ReadOnlySpan<TBits> row = _x.Slice(i * length, length);
                Span<TBits> values = _values.IsEmpty ? [] : _values.Slice(i * length, length);
                Span<long> positions = _positions.Slice(i * length, length);
                if (isWide)
                {
                    Wide(row, keys, keyScratch, places, placeScratch, values, positions);
                }
                else
                {
                    Narrow(row, keys, keyScratch, values, positions);
                }
            }

            ArrayPool<ulong>.Shared.Return(keys);
            ArrayPool<ulong>.Shared.Return(keyScratch);
            if (isWide)
            {
                ArrayPool<int>.Shared.Return(places);
                ArrayPool<int>.Shared.Return(placeScratch);
            }
        }

        private void Narrow(ReadOnlySpan<TBits> row, Span<ulong> buffer, Span<ulong> scratch, Span<TBits> values, Span<long> positions)
        {
            Span<ulong> pairs = buffer[..row.Length];
            uint flip = descending ? uint.MaxValue : 0;
            for (int i = 0; i < row.Length; i++)
            {
                pairs[i] = ((ulong)(uint.CreateTruncating(TOrder.KeyOf(row[i])) ^ flip) << 32) | (uint)i;
            }

            pairs = StableSort.Pairs(pairs, scratch);
            for (int i = 0; i < positions.Length; i++)
            {
                positions[i] = (uint)pairs[i];
            }

            for (int i = 0; i < values.Length; i++)
            {
                values[i] = row[(int)(uint)pairs[i]];
            }
        }

        private void Wide(
            ReadOnlySpan<TBits> row, Span<ulong> keyBuffer, Span<ulong> otherKeys, Span<int> placeBuffer, Span<int> otherPlaces, Span<TBits> values,
            Span<long> positions)
        {
            Span<ulong> keys = keyBuffer[..row.Length];
            Span<int> places = placeBuffer[..row.Length];
            ulong flip = descending ? ulong.MaxValue : 0;
            for (int i = 0; i < row.Length; i++)
            {
                keys[i] = ulong.CreateTruncating(TOrder.KeyOf(row[i])) ^ flip;
                places[i] = i;
            }

            Span<ulong> keyScratch = otherKeys[..row.Length];
            Span<int> placeScratch = otherPlaces[..row.Length];
            StableSort.Keys(ref keys, ref places, ref keyScratch, ref placeScratch);
            for (int i = 0; i < positions.Length; i++)
            {
                positions[i] = places[i];
            }

            for (int i = 0; i < values.Length; i++)
            {
                values[i] = row[places[i]];
            }
        }
    }
}
