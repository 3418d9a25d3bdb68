using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sums of rows that lie in memory as segments, as those of channels do, with the bits that they have one after the other.</summary>
internal static class SegmentSums
{
    // Terms below which a second thread costs more than it brings, and about 10 µs of work for a thread.
    private const int ParallelLength = 1 << 17;
    private const int TaskLength = 1 << 15;

    /// <summary>Computes <c>y[r] = Σₛ Σⱼ x[s, r, j] / divisor</c> of a dense <c>[segments, rows, length]</c>, none of which is 0.</summary>
    internal static void Rows<TElement>(ReadOnlySpan<TElement> x, int segments, int length, Span<TElement> y, double divisor)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int terms = segments * length, blocks = Partition.Count(terms, Reduce.BlockLength), all = blocks * y.Length;
        int each = x.Length < ParallelLength ? all : Math.Max(1, TaskLength / Math.Min(terms, Reduce.BlockLength));
        double[] sums = ArrayPool<double>.Shared.Rent(all);
        Body<TElement> body = new Body<TElement>(x, segments, length, y.Length, sums, each, VectorWidth.Bits);
        if (all > each)
        {
            Parallelism.For(Partition.Count(all, each), body);
        }
        else
        {
            body.Invoke(0);
        }

        for (int row = 0; row < y.Length; row++)
        {
            y[row] = TElement.CreateTruncating(Reduce.Pairwise(sums.AsSpan(row * blocks, blocks)) / divisor);
        }

        ArrayPool<double>.Shared.Return(sums);
    }

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, int segments, int length, int rows, double[] sums, int each, int vectorBits) : IParallelBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;

        [SkipLocalsInit]
        public void Invoke(int index)
        {
            Span<TElement> room = stackalloc TElement[Reduce.BlockLength];
            int terms = segments * length, blocks = Partition.Count(terms, Reduce.BlockLength), first = index * each;
            int end = Partition.End(first, each, blocks * rows);
            for (int i = first; i < end; i++)
            {
                (int row, int block) = Math.DivRem(i, blocks);
                int start = block * Reduce.BlockLength, count = Math.Min(Reduce.BlockLength, terms - start);
                sums[i] = Reduce.Block(default(Reduce.Term), Terms(row, start, room[..count]), vectorBits);
            }
        }

        /// <summary>Terms of a row one after the other: where they are, or copied into the room.</summary>
        private ReadOnlySpan<TElement> Terms(int row, int start, Span<TElement> room)
        {
            (int segment, int at) = Math.DivRem(start, length);
            if (room.Length <= length - at)
            {
                return _x.Slice((((segment * rows) + row) * length) + at, room.Length);
            }

            Span<TElement> rest = room;
            while (rest.Length > 0)
            {
                int count = Math.Min(rest.Length, length - at);
                _x.Slice((((segment++ * rows) + row) * length) + at, count).CopyTo(rest);
                rest = rest[count..];
                at = 0;
            }

            return room;
        }
    }
}
