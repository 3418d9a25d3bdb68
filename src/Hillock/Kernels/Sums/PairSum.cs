using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Sums of a function of two spans, added as <see cref="Reduce"/> adds.</summary>
internal static class PairSum
{
    private const int BlocksEach = 8;

    /// <summary>The sum of <c>f(x[i], y[i])</c>, each term rounded to the element.</summary>
    internal static double Sum<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        int blocks = Math.Max(1, Partition.Count(x.Length, Reduce.BlockLength));
        double[] sums = ArrayPool<double>.Shared.Rent(blocks);
        Body<TFunction, TElement> body = new Body<TFunction, TElement>(function, x, y, sums);
        Parallelism.For(Partition.Count(blocks, BlocksEach), body);
        double sum = Reduce.Pairwise(sums.AsSpan(0, blocks));
        ArrayPool<double>.Shared.Return(sums);
        return sum;
    }

    private readonly ref struct Body<TFunction, TElement>(TFunction function, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, double[] sums) : IParallelBody
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _y = y;

        [SkipLocalsInit]
        public void Invoke(int index)
        {
            // The terms of a block stay in the first-level cache.
            Span<TElement> terms = stackalloc TElement[Reduce.BlockLength];
            for (int block = index * BlocksEach; block < (index + 1) * BlocksEach; block++)
            {
                int start = block * Reduce.BlockLength;
                if (start >= _x.Length)
                {
                    if (block == 0)
                    {
                        sums[0] = 0;
                    }

                    return;
                }

                Span<TElement> part = terms[..Math.Min(Reduce.BlockLength, _x.Length - start)];
                Zip.Apply(function, _x.Slice(start, part.Length), _y.Slice(start, part.Length), part);
                sums[block] = Reduce.Block(default(Reduce.Term), (ReadOnlySpan<TElement>)part, VectorWidth.Bits);
            }
        }
    }
}
