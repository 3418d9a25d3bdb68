using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Weighted sums along an axis. Each is one chain of fused multiply-adds over its terms, in their order.</summary>
internal static class AxisResampling
{
    // About 10 us of work for a thread.
    private const int TaskElements = 1 << 14;

    /// <summary>Computes <c>y[o, i, j] = Σ w[i, k]·x[o, place[i, k], j]</c>.</summary>
    /// <param name="x">The inputs, <c>[outer, taps.Inputs, inner]</c>.</param>
    /// <param name="inner">The elements of one position of the axis.</param>
    /// <param name="taps">The map along the axis.</param>
    /// <param name="y">Receives the outputs, <c>[outer, taps.Outputs, inner]</c>.</param>
    /// <param name="vectorBits">The width of the vectors.</param>
    internal static void Run<TElement>(ReadOnlySpan<TElement> x, int inner, AxisTaps taps, Span<TElement> y, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (y.IsEmpty)
        {
            return;
        }

        TElement[] weights = Array.ConvertAll(taps.Weights, TElement.CreateTruncating);
        int rows = y.Length / inner;
        int each = Math.Max(1, TaskElements / Math.Max(1, inner));
        Parallelism.For(Partition.Count(rows, each), new Body<TElement>(x, inner, taps, weights, y, each, vectorBits));
    }

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, int inner, AxisTaps taps, TElement[] weights, Span<TElement> y, int each, int vectorBits)
        : IParallelBody, ILanesBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly Span<TElement> _y = y;

        public void Invoke(int index)
        {
            if (inner == 1)
            {
                Elements(index * each, Partition.End(index * each, each, _y.Length));
            }
            else
            {
                VectorWidth.Run<Body<TElement>, TElement>(this, index, vectorBits);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
        {
            int end = Partition.End(index * each, each, _y.Length / inner);
            for (int row = index * each; row < end; row++)
            {
                int outer = row / taps.Outputs, output = row - (outer * taps.Outputs);
                int first = taps.Starts[output];
                Sum<TLanes, TElement>(
                    _x.Slice(outer * taps.Inputs * inner, taps.Inputs * inner), taps.Places.AsSpan(first..taps.Starts[output + 1]), weights.AsSpan(first),
                    _y.Slice(row * inner, inner));
            }
        }

        /// <summary>The sums of single elements, which gain nothing from vectors.</summary>
        private void Elements(int start, int end)
        {
            ReadOnlySpan<int> starts = taps.Starts, places = taps.Places;
            ReadOnlySpan<TElement> factors = weights;
            Span<TElement> target = _y;
            int outputs = starts.Length - 1, outer = start / outputs, output = start - (outer * outputs);
            ReadOnlySpan<TElement> row = _x.Slice(outer * taps.Inputs, taps.Inputs);
            for (int i = start; i < end; i++)
            {
                if (output == outputs)
                {
                    output = 0;
                    row = _x.Slice(++outer * taps.Inputs, taps.Inputs);
                }

                int k = starts[output], last = starts[++output];
                TElement sum = k < last ? factors[k] * row[places[k]] : TElement.Zero;
                for (k++; k < last; k++)
                {
                    sum = TElement.FusedMultiplyAdd(factors[k], row[places[k]], sum);
                }

                target[i] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sum<TLanes, TElement>(ReadOnlySpan<TElement> x, ReadOnlySpan<int> places, ReadOnlySpan<TElement> weights, Span<TElement> y)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (places.IsEmpty)
        {
            y.Clear();
            return;
        }

        ref TElement source = ref MemoryMarshal.GetReference(x);
        ref TElement target = ref MemoryMarshal.GetReference(y);
        nuint length = (nuint)y.Length;
        nuint j = 0;
        for (; j + (nuint)TLanes.Count <= length; j += (nuint)TLanes.Count)
        {
            TLanes sum = TLanes.Create(weights[0]) * TLanes.Load(ref source, ((nuint)places[0] * length) + j);
            for (int k = 1; k < places.Length; k++)
            {
                sum = TLanes.FusedMultiplyAdd(TLanes.Create(weights[k]), TLanes.Load(ref source, ((nuint)places[k] * length) + j), sum);
            }

            sum.Store(ref target, j);
        }

        for (; j < length; j++)
        {
            TElement sum = weights[0] * Unsafe.Add(ref source, ((nuint)places[0] * length) + j);
            for (int k = 1; k < places.Length; k++)
            {
                sum = TElement.FusedMultiplyAdd(weights[k], Unsafe.Add(ref source, ((nuint)places[k] * length) + j), sum);
            }

            Unsafe.Add(ref target, j) = sum;
        }
    }
}
