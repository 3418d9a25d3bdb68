using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sums of some rows, divided and rounded.</summary>
internal readonly ref struct SumRowsBody<TElement>(
    ReadOnlySpan<TElement> x, Span<TElement> y, int length, int rowsEach, double divisor, int vectorBits) : IParallelBody, ISumsBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    // Some 1.5 KiB.
    private const int Ahead = 384;

    private readonly ReadOnlySpan<TElement> _x = x;
    private readonly Span<TElement> _y = y;

    public void Invoke(int index)
    {
        if (length is >= Chunk16<TElement>.Length and <= Reduce.BlockLength)
        {
            SumsWidth.Run<SumRowsBody<TElement>, TElement>(this, index, vectorBits);
            return;
        }

        int end = Partition.End(index * rowsEach, rowsEach, _y.Length);
        for (int i = index * rowsEach; i < end; i++)
        {
            _y[i] = TElement.CreateTruncating(Reduce.Sum(default(Reduce.Term), _x.Slice(i * length, length), vectorBits) / divisor);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Invoke<TLanes, TSums, TDoubles>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        int i = index * rowsEach, end = Partition.End(i, rowsEach, _y.Length);
        ref TElement first = ref MemoryMarshal.GetReference(_x);
        nuint count = (nuint)length;

        // Additions wait for each other in a row, but not for those of another. Vectors of 128 bits are enough for a row alone to keep busy.
        for (; i < end - 1 && typeof(TSums) != typeof(SixteenSums128); i += 2)
        {
            ref TElement row = ref Unsafe.Add(ref first, (nuint)i * count);
            double sum = Pair<TSums>(ref row, ref Unsafe.Add(ref row, count), count, out double second);
            _y[i] = TElement.CreateTruncating(sum / divisor);
            _y[i + 1] = TElement.CreateTruncating(second / divisor);
        }

        for (; i < end; i++)
        {
            _y[i] = TElement.CreateTruncating(RowSums.Sum<TSums, TElement>(ref Unsafe.Add(ref first, (nuint)i * count), count) / divisor);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static double Pair<TSums>(ref TElement x, ref TElement y, nuint length, out double second)
        where TSums : struct, ISixteenSums<TSums>
    {
        TSums xs = TSums.Zero, ys = TSums.Zero;
        nuint i = 0;
        for (; i + Chunk16<TElement>.Length <= length; i += Chunk16<TElement>.Length)
        {
            // Of the next two rows, one element after the other: rows side by side are more than the processor looks ahead for by itself.
            CacheLine.Prefetch(ref x, (2 * i) + length + Ahead);
            CacheLine.Prefetch(ref x, (2 * i) + length + Ahead + Chunk16<TElement>.Length);
            xs = Chunk16.Add(xs, ref x, i);
            ys = Chunk16.Add(ys, ref y, i);
        }

        second = End(ys, ref y, i, length);
        return End(xs, ref x, i, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SkipLocalsInit]
    private static double End<TSums>(TSums sums, ref TElement x, nuint i, nuint length)
        where TSums : struct, ISixteenSums<TSums>
    {
        if (i == length)
        {
            return sums.Fold();
        }

        Unsafe.SkipInit(out Chunk16<double> lanes);
        sums.Store(ref lanes.First);
        for (nuint j = 0; i < length; i++, j++)
        {
            Unsafe.Add(ref lanes.First, j) += Chunk16.Widen(Unsafe.Add(ref x, i));
        }

        return Chunk16.Fold(ref lanes.First);
    }
}
