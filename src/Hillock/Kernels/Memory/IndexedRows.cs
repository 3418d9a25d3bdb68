using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Rows of a table at given places: reading them and adding to them. The places are checked by the caller.</summary>
internal static class IndexedRows
{
    // About 10 us of work for a thread.
    private const int TaskBytes = 1 << 17;

    // Whole cache lines, so that no two threads write to one.
    private const int StripBytes = 256;

    /// <summary>Copies rows: <c>target[i] = table[places[i]]</c>, or zeros where the place is <paramref name="zero"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="places">Which rows.</param>
    /// <param name="target">Room for as many rows as there are places.</param>
    /// <param name="zero">The place whose copies are zeros; −1 for none.</param>
    internal static void Copy<TElement>(ReadOnlySpan<TElement> table, int length, ReadOnlySpan<long> places, Span<TElement> target, long zero = -1)
        where TElement : unmanaged
    {
        int rowsEach = (int)Math.Max(1, TaskBytes / Math.Max((long)length * Unsafe.SizeOf<TElement>(), 64));
        CopyBody<TElement> body = new CopyBody<TElement>(table, length, places, target, zero, rowsEach);
        Parallelism.For(Partition.Count(places.Length, rowsEach), body);
    }

    /// <summary>Adds rows: <c>table[places[i]] += terms[i]</c> in ascending order of <c>i</c>, except where the place is <paramref name="skipped"/>.</summary>
    /// <remarks>A thread takes a strip of columns of all rows, so the order of additions depends on the places alone.</remarks>
    /// <param name="table">The table.</param>
    /// <param name="length">The elements of a row.</param>
    /// <param name="places">Which rows.</param>
    /// <param name="terms">As many rows as there are places.</param>
    /// <param name="skipped">The place that nothing is added to; −1 for none.</param>
    internal static void Add<TElement>(Span<TElement> table, int length, ReadOnlySpan<long> places, ReadOnlySpan<TElement> terms, long skipped = -1)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (length == 0 || places.IsEmpty)
        {
            return;
        }

        int width = StripBytes / Unsafe.SizeOf<TElement>();
        int strips = Partition.Count(length, width);
        int most = Math.Max(1, (int)Math.Min(strips, (long)terms.Length * Unsafe.SizeOf<TElement>() / TaskBytes));
        width *= Partition.Count(strips, most);
        AddBody<TElement> body = new AddBody<TElement>(table, length, places, terms, skipped, width);
        Parallelism.For(Partition.Count(length, width), body);
    }

    private readonly ref struct CopyBody<TElement>(
        ReadOnlySpan<TElement> table, int length, ReadOnlySpan<long> places, Span<TElement> target, long zero, int rowsEach) : IParallelBody
        where TElement : unmanaged
    {
        private readonly ReadOnlySpan<TElement> _table = table;
        private readonly ReadOnlySpan<long> _places = places;
        private readonly Span<TElement> _target = target;

        public void Invoke(int index)
        {
            int end = Partition.End(index * rowsEach, rowsEach, _places.Length);
            for (int i = index * rowsEach; i < end; i++)
            {
                Span<TElement> row = _target.Slice(i * length, length);
                if (_places[i] == zero)
                {
                    row.Clear();
                }
                else
                {
                    _table.Slice((int)_places[i] * length, length).CopyTo(row);
                }
            }
        }
    }

    private readonly ref struct AddBody<TElement>(
        Span<TElement> table, int length, ReadOnlySpan<long> places, ReadOnlySpan<TElement> terms, long skipped,
        int width) : IParallelBody, ILanesBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly Span<TElement> _table = table;
        private readonly ReadOnlySpan<long> _places = places;
        private readonly ReadOnlySpan<TElement> _terms = terms;

        public void Invoke(int index) => VectorWidth.Run<AddBody<TElement>, TElement>(this, index, VectorWidth.Bits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
        {
            int start = index * width;
            int count = Math.Min(width, length - start);
            for (int i = 0; i < _places.Length; i++)
            {
                if (_places[i] != skipped)
                {
                    Row<TLanes, TElement>(
                        ref MemoryMarshal.GetReference(_table.Slice(((int)_places[i] * length) + start, count)),
                        ref MemoryMarshal.GetReference(_terms.Slice((i * length) + start, count)), (nuint)count);
                }
            }
        }
    }

    private static void Row<TLanes, TElement>(ref TElement sum, ref TElement term, nuint count)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint k = 0;
        for (; k + (nuint)TLanes.Count <= count; k += (nuint)TLanes.Count)
        {
            (TLanes.Load(ref sum, k) + TLanes.Load(ref term, k)).Store(ref sum, k);
        }

        for (; k < count; k++)
        {
            Unsafe.Add(ref sum, k) += Unsafe.Add(ref term, k);
        }
    }
}
