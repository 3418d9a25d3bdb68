using System.Numerics;

namespace Hillock.Kernels;

/// <summary>The largest elements of the columns of bags of rows.</summary>
internal static class BagExtremes
{
    // About 10 us of work for a thread.
    private const int TaskElements = 1 << 14;

    /// <summary>Finds for each bag and column the row with the largest element: the first of equal ones, and the first NaN.</summary>
    /// <param name="table">The table.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="bags">The bag of each, ascending.</param>
    /// <param name="largest">Receives the rows, <c>[bags, length]</c>; 0 for a bag of none.</param>
    internal static void Largest<TElement>(ReadOnlySpan<TElement> table, int length, ReadOnlySpan<long> rows, ReadOnlySpan<long> bags, Span<long> largest)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        largest.Clear();
        int width = Math.Max(1, TaskElements / Math.Max(1, rows.Length));
        Parallelism.For(Partition.Count(length, width), new Body<TElement>(table, length, rows, bags, largest, width));
    }

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> table, int length, ReadOnlySpan<long> rows, ReadOnlySpan<long> bags, Span<long> largest, int width) : IParallelBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _table = table;
        private readonly ReadOnlySpan<long> _rows = rows;
        private readonly ReadOnlySpan<long> _bags = bags;
        private readonly Span<long> _largest = largest;

        public void Invoke(int index)
        {
            int start = index * width, end = Partition.End(start, width, length);
            for (int i = 0; i < _rows.Length; i++)
            {
                long row = _rows[i];
                Span<long> best = _largest.Slice((int)_bags[i] * length, length);
                bool first = i == 0 || _bags[i] != _bags[i - 1];
                for (int k = start; k < end; k++)
                {
                    TElement own = _table[((int)row * length) + k];
                    TElement other = _table[((int)best[k] * length) + k];
                    if (first || own > other || (TElement.IsNaN(own) && !TElement.IsNaN(other)))
                    {
                        best[k] = row;
                    }
                }
            }
        }
    }
}
