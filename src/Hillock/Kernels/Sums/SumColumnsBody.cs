using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>Sums of one strip of columns.</summary>
internal readonly ref struct SumColumnsBody<TElement>(
    ReadOnlySpan<TElement> x, int rows, int rowStride, Span<TElement> y, double divisor, int stripWidth) : IParallelBody
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly ReadOnlySpan<TElement> _x = x;
    private readonly Span<TElement> _y = y;

    public void Invoke(int index)
    {
        int start = index * stripWidth;
        int columns = Math.Min(stripWidth, _y.Length - start);
        int blocks = Partition.Count(rows, Reduce.BlockLength);
        double[] rented = ArrayPool<double>.Shared.Rent((16 * columns) + (columns * Math.Max(1, blocks)));
        Span<double> lanes = rented.AsSpan(0, 16 * columns);

        // The block sums of each column side by side, for the tree over them.
        Span<double> sums = rented.AsSpan(16 * columns, columns * blocks);
        ref TElement first = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), start);
        for (int block = 0; block < blocks; block++)
        {
            int from = block * Reduce.BlockLength;
            Reduce.ColumnBlock(
                ref Unsafe.Add(ref first, (nint)from * rowStride), Math.Min(Reduce.BlockLength, rows - from), rowStride, lanes, columns);
            for (int j = 0; j < columns; j++)
            {
                sums[(j * blocks) + block] = lanes[j];
            }
        }

        for (int j = 0; j < columns; j++)
        {
            _y[start + j] = TElement.CreateTruncating(Reduce.Pairwise(sums.Slice(j * blocks, blocks)) / divisor);
        }

        ArrayPool<double>.Shared.Return(rented);
    }
}
