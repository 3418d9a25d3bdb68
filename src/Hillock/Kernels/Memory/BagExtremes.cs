using System.Numerics;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>The largest elements of the columns of bags of rows.</summary>
internal static class BagExtremes
{
    // About 10 us of work for a thread.
    private const int TaskElements = 1 << 14;

    /// <summary>Finds for each bag and column the row with the largest element: the first of equal ones, and the first NaN.</summary>
    /// <param name="table">The table.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="starts">Where the rows of each bag begin, and the end of the last.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="largest">Receives the rows, <c>[bags, length]</c>; 0 for a bag of none.</param>
    internal static void Largest<TElement>(ReadOnlySpan<TElement> table, int length, ReadOnlySpan<int> starts, ReadOnlySpan<int> rows, Span<long> largest)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int bags = starts.Length - 1;
        if (!largest.IsEmpty)
        {
            int each = (int)Math.Max(1, TaskElements / Math.Max(1, (long)rows.Length * length / bags));
            Parallelism.For(Partition.Count(bags, each), new Body<TElement>(table, length, starts, rows, largest, each));
        }
    }

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> table, int length, ReadOnlySpan<int> starts, ReadOnlySpan<int> rows, Span<long> largest, int each) : IParallelBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _table = table;
        private readonly ReadOnlySpan<int> _starts = starts;
        private readonly ReadOnlySpan<int> _rows = rows;
        private readonly Span<long> _largest = largest;

        public void Invoke(int index)
        {
            int end = Partition.End(index * each, each, _starts.Length - 1);
            for (int bag = index * each; bag < end; bag++)
            {
                Span<long> best = _largest.Slice(bag * length, length);
                ReadOnlySpan<int> own = _rows[_starts[bag].._starts[bag + 1]];
                if (own.IsEmpty)
                {
                    best.Clear();
                    continue;
                }

                // The last vector overlaps the one before.
                int count = Vector<TElement>.Count, k = 0;
                while (k < length && count <= length)
                {
                    Columns(own, k, best);
                    k = k == length - count ? length : Math.Min(k + count, length - count);
                }

                for (; k < length; k++)
                {
                    best[k] = Column(own, k);
                }
            }
        }

        /// <summary>The rows of the largest elements of neighbouring columns, which are numbered in lanes of the elements' size.</summary>
        private void Columns(ReadOnlySpan<int> own, int column, Span<long> best)
        {
            ref TElement first = ref MemoryMarshal.GetReference(_table[column..]);
            Vector<TElement> values = Vector.LoadUnsafe(ref first, (nuint)own[0] * (nuint)length), rows = Number(own[0]);
            foreach (int row in own[1..])
            {
                // Not at most as large, and nothing comes after a NaN.
                Vector<TElement> next = Vector.LoadUnsafe(ref first, (nuint)row * (nuint)length);
                Vector<TElement> wins = Vector.AndNot(Vector.Equals(values, values), Vector.LessThanOrEqual(next, values));
                values = Vector.ConditionalSelect(wins, next, values);
                rows = Vector.ConditionalSelect(wins, Number(row), rows);
            }

            for (int i = 0; i < Vector<TElement>.Count; i++)
            {
                best[column + i] = typeof(TElement) == typeof(float) ? Vector.AsVectorInt32(rows)[i] : Vector.AsVectorInt64(rows)[i];
            }
        }

        private long Column(ReadOnlySpan<int> own, int column)
        {
            int best = own[0];
            TElement value = _table[(best * length) + column];
            foreach (int row in own[1..])
            {
                TElement next = _table[(row * length) + column];
                if (!(next <= value) && !TElement.IsNaN(value))
                {
                    (value, best) = (next, row);
                }
            }

            return best;
        }

        private static Vector<TElement> Number(int row) => typeof(TElement) == typeof(float)
            ? Vector.As<int, TElement>(new Vector<int>(row))
            : Vector.As<long, TElement>(new Vector<long>(row));
    }
}
