using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;
using Hillock.Numbers.Functions;

namespace Hillock.Kernels;

/// <summary>Products of a slope, a function of two spans, with a gradient, a third span, in one pass over memory.</summary>
internal static class PairProduct
{
    // A block of the result stays in the first-level cache between the two steps.
    private const int Block = 4096;
    private const int BlocksEach = 8;

    /// <summary>
    /// Computes <c>z[i] = f(x[i], y[i])·w[i]</c>, which is 0 where <c>w[i]</c> is, also times infinity; <paramref name="z"/> is none of the others.
    /// </summary>
    internal static void Apply<TFunction, TElement>(
        TFunction function, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, ReadOnlySpan<TElement> w, Span<TElement> z)
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (z.Length > 0)
        {
            const int Each = Block * BlocksEach;
            Parallelism.For(Partition.Count(z.Length, Each), new Body<TFunction, TElement>(function, x, y, w, z));
        }
    }

    private readonly ref struct Body<TFunction, TElement>(
        TFunction function, ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> y, ReadOnlySpan<TElement> w, Span<TElement> z) : IParallelBody
        where TFunction : struct, IBinaryFunction
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly ReadOnlySpan<TElement> _y = y;
        private readonly ReadOnlySpan<TElement> _w = w;
        private readonly Span<TElement> _z = z;

        public void Invoke(int index)
        {
            int first = index * Block * BlocksEach;
            int end = Partition.End(first, Block * BlocksEach, _z.Length);
            for (int start = first; start < end; start = Partition.End(start, Block, end))
            {
                int length = Partition.End(start, Block, end) - start;
                Span<TElement> part = _z.Slice(start, length);
                Zip.Apply(function, _x.Slice(start, length), _y.Slice(start, length), part);
                Zip.Apply<UpstreamProduct, TElement>(default, part, _w.Slice(start, length), part);
            }
        }
    }
}
