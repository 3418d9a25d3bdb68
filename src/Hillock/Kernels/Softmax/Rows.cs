using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Runs a row kernel over the rows of matrices, in parallel and at the widest vectors.</summary>
internal static class Rows
{
    // About 20 us of work for a thread.
    private const int BlockElements = 1 << 15;
    private const int ShortRow = 32;

    internal static void Run<TKernel, TElement>(
        TKernel kernel, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<TElement> z, int length, int vectorBits)
        where TKernel : struct, IRowKernel<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (x.Length != z.Length || y.Length != z.Length || (length == 0 ? z.Length != 0 : z.Length % length != 0))
        {
            throw new ArgumentException($"The kernel expects whole rows of {length} elements but got {x.Length}, {y.Length} and {z.Length} elements.");
        }

        if (z.Length == 0)
        {
            return;
        }

        int rows = z.Length / length;

        // A short row takes longer than its elements alone.
        int rowsEach = Math.Max(1, BlockElements / Math.Max(length, ShortRow));
        Body<TKernel, TElement> body = new Body<TKernel, TElement>(kernel, x, y, z, rows, rowsEach, length, vectorBits);
        int blocks = Partition.Count(rows, rowsEach);
        if (blocks < 2)
        {
            body.Invoke(0);
        }
        else
        {
            Parallelism.For(blocks, body);
        }
    }

    private readonly ref struct Body<TKernel, TElement>(
        TKernel kernel, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, Span<TElement> z, int rows, int rowsEach, int length,
        int vectorBits) : IParallelBody, ISumsBody<TElement>
        where TKernel : struct, IRowKernel<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _y = y;
        private readonly Span<TElement> _z = z;

        public void Invoke(int index) => SumsWidth.Run<Body<TKernel, TElement>, TElement>(this, index, vectorBits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes, TSums, TDoubles>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
            where TDoubles : struct, ISixteenDoubles<TDoubles>
        {
            int start = index * rowsEach;
            int count = Math.Min(rowsEach, rows - start);
            ref TElement x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)start * length);
            ref TElement y = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nint)start * length);
            ref TElement z = ref Unsafe.Add(ref MemoryMarshal.GetReference(_z), (nint)start * length);
            kernel.Run<TLanes, TSums>(ref x, ref y, ref z, count, (nuint)length);
        }
    }
}
