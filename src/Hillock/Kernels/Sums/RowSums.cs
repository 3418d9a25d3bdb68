using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Sums and scalar products of one row, over the tree of <see cref="Reduce"/>.</summary>
internal static class RowSums
{
    internal static double Sum<TSums, TElement>(ref TElement x, nuint length)
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        length <= Reduce.BlockLength ? SumBlock<TSums, TElement>(ref x, length) : Blocks<TSums, TElement>(ref x, ref x, length, false);

    internal static double Dot<TSums, TElement>(ref TElement x, ref TElement y, nuint length)
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        length <= Reduce.BlockLength ? DotBlock<TSums, TElement>(ref x, ref y, length) : Blocks<TSums, TElement>(ref x, ref y, length, true);

    private static double Blocks<TSums, TElement>(ref TElement x, ref TElement y, nuint length, bool product)
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int blocks = (int)((length + Reduce.BlockLength - 1) / Reduce.BlockLength);
        double[] sums = ArrayPool<double>.Shared.Rent(blocks);
        for (int i = 0; i < blocks; i++)
        {
            nuint start = (nuint)i * Reduce.BlockLength;
            nuint count = Math.Min(length - start, Reduce.BlockLength);
            sums[i] = product
                ? DotBlock<TSums, TElement>(ref Unsafe.Add(ref x, start), ref Unsafe.Add(ref y, start), count)
                : SumBlock<TSums, TElement>(ref Unsafe.Add(ref x, start), count);
        }

        double sum = Reduce.Pairwise(sums.AsSpan(0, blocks));
        ArrayPool<double>.Shared.Return(sums);
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static double SumBlock<TSums, TElement>(ref TElement x, nuint length)
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TSums sums = TSums.Zero;
        nuint i = 0;
        for (; i + Chunk16<TElement>.Length <= length; i += Chunk16<TElement>.Length)
        {
            sums = Chunk16.Add(sums, ref x, i);
        }

        Chunk16<double> lanes;
        Unsafe.SkipInit(out lanes);
        sums.Store(ref lanes.First);
        for (nuint j = 0; i < length; i++, j++)
        {
            Unsafe.Add(ref lanes.First, j) += Chunk16.Widen(Unsafe.Add(ref x, i));
        }

        return Chunk16.Fold(ref lanes.First);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static double DotBlock<TSums, TElement>(ref TElement x, ref TElement y, nuint length)
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TSums sums = TSums.Zero;
        nuint i = 0;
        for (; i + Chunk16<TElement>.Length <= length; i += Chunk16<TElement>.Length)
        {
            sums = Chunk16.AddProduct(sums, ref x, ref y, i);
        }

        Chunk16<double> lanes;
        Unsafe.SkipInit(out lanes);
        sums.Store(ref lanes.First);
        for (nuint j = 0; i < length; i++, j++)
        {
            Unsafe.Add(ref lanes.First, j) += Chunk16.Widen(Unsafe.Add(ref x, i)) * Chunk16.Widen(Unsafe.Add(ref y, i));
        }

        return Chunk16.Fold(ref lanes.First);
    }
}
