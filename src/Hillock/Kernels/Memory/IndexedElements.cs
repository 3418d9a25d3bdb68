using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Elements of many rows at the same places: reading them and adding to them. The places are checked by the caller.</summary>
internal static class IndexedElements
{
    // About 10 us of work for a thread.
    private const int TaskElements = 1 << 14;

    /// <summary>Copies elements: <c>target[i, k] = source[i, places[k]]</c>, or 0 where the place is <paramref name="zero"/>.</summary>
    /// <param name="source">Rows of <paramref name="length"/> elements.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="places">Which elements of each row.</param>
    /// <param name="target">Room for as many rows, with an element for each place.</param>
    /// <param name="zero">The place whose copies are 0; −1 for none.</param>
    internal static void Copy<TElement>(ReadOnlySpan<TElement> source, int length, ReadOnlySpan<long> places, Span<TElement> target, long zero)
        where TElement : unmanaged
    {
        if (!target.IsEmpty)
        {
            int rows = target.Length / places.Length, each = Math.Max(1, TaskElements / places.Length);
            Parallelism.For(Partition.Count(rows, each), new CopyBody<TElement>(source, length, places, target, zero, each, rows));
        }
    }

    /// <summary>
    /// Adds elements: <c>sums[i, places[k]] += terms[i, k]</c> in ascending order of <c>k</c>, except where the place is <paramref name="skipped"/>.
    /// </summary>
    /// <param name="sums">Rows of <paramref name="length"/> elements.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="places">Which elements of each row.</param>
    /// <param name="terms">As many rows, with an element for each place.</param>
    /// <param name="skipped">The place that nothing is added to; −1 for none.</param>
    internal static void Add<TElement>(Span<TElement> sums, int length, ReadOnlySpan<long> places, ReadOnlySpan<TElement> terms, long skipped)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (!terms.IsEmpty)
        {
            int rows = terms.Length / places.Length, each = Math.Max(1, TaskElements / places.Length);
            Parallelism.For(Partition.Count(rows, each), new AddBody<TElement>(sums, length, places, terms, skipped, each, rows));
        }
    }

    private readonly ref struct CopyBody<TElement>(
        ReadOnlySpan<TElement> source, int length, ReadOnlySpan<long> places, Span<TElement> target, long zero, int each, int rows) : IParallelBody
        where TElement : unmanaged
    {
        private readonly ReadOnlySpan<TElement> _source = source;
        private readonly ReadOnlySpan<long> _places = places;
        private readonly Span<TElement> _target = target;

        public void Invoke(int index)
        {
            int end = Partition.End(index * each, each, rows);
            ReadOnlySpan<long> own = _places;
            for (int i = index * each; i < end; i++)
            {
                ReadOnlySpan<TElement> from = _source.Slice(i * length, length);
                Span<TElement> to = _target.Slice(i * own.Length, own.Length);
                for (int k = 0; k < own.Length; k++)
                {
                    to[k] = own[k] == zero ? default : from[(int)own[k]];
                }
            }
        }
    }

    private readonly ref struct AddBody<TElement>(
        Span<TElement> sums, int length, ReadOnlySpan<long> places, ReadOnlySpan<TElement> terms, long skipped, int each, int rows) : IParallelBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly Span<TElement> _sums = sums;
        private readonly ReadOnlySpan<long> _places = places;
        private readonly ReadOnlySpan<TElement> _terms = terms;

        public void Invoke(int index)
        {
            int end = Partition.End(index * each, each, rows);
            ReadOnlySpan<long> own = _places;
            for (int i = index * each; i < end; i++)
            {
                Span<TElement> to = _sums.Slice(i * length, length);
                ReadOnlySpan<TElement> from = _terms.Slice(i * own.Length, own.Length);
                for (int k = 0; k < own.Length; k++)
                {
                    if (own[k] != skipped)
                    {
                        to[(int)own[k]] += from[k];
                    }
                }
            }
        }
    }
}
