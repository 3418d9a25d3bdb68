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
            Span<TElement> values = new TElement[length];
            for (int bag = index * each; bag < end; bag++)
            {
                Span<long> best = _largest.Slice(bag * length, length);
                int first = _starts[bag], last = _starts[bag + 1];
                best.Fill(first < last ? _rows[first] : 0);
                for (int i = first; i < last; i++)
                {
                    ReadOnlySpan<TElement> own = _table.Slice(_rows[i] * length, length);
                    if (i == first)
                    {
                        own.CopyTo(values);
                        continue;
                    }

                    for (int k = 0; k < own.Length; k++)
                    {
                        // Not at most as large, and nothing comes after a NaN.
                        if (!(own[k] <= values[k]) && !TElement.IsNaN(values[k]))
                        {
                            (values[k], best[k]) = (own[k], _rows[i]);
                        }
                    }
                }
            }
        }
    }
}
