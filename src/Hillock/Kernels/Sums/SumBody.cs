using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The block sums of one long sum.</summary>
internal readonly ref struct SumBody<TFunction, TElement>(
    TFunction function, ReadOnlySpan<TElement> x, double[] sums, int vectorBits, int blocksEach) : IParallelBody
    where TFunction : struct, IUnaryFunction
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly ReadOnlySpan<TElement> _x = x;

    public void Invoke(int index)
    {
        for (int block = index * blocksEach; block < (index + 1) * blocksEach; block++)
        {
            int start = block * Reduce.BlockLength;
            if (start >= _x.Length)
            {
                return;
            }

            sums[block] = Reduce.Block(function, _x.Slice(start, Math.Min(Reduce.BlockLength, _x.Length - start)), vectorBits);
        }
    }
}
