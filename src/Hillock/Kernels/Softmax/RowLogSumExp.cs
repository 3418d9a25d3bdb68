using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;
using Hillock.Numbers.Elementary;

namespace Hillock.Kernels;

/// <summary>The logarithm <c>ln Σ exp(x)</c> of rows, rounded once.</summary>
/// <remarks>
/// As <c>m + ln(1 + Σ' exp(x − m))</c>, the sum without one of the largest elements <c>m</c>: it keeps its digits where it is small against 1. The
/// exponentials are not rounded before they are added, each in two parts, so that the sum is good to about <c>2⁻²⁹</c> of floats, <c>2⁻⁵¹</c> of doubles; the
/// result is accurate but where <c>m</c> and the logarithm cancel.
/// </remarks>
internal static class RowLogSumExp
{
    // The two parts of a block's exponentials stay in the first-level cache.
    private const int BlockLength = 1024;
    private const int BlocksEach = 16;

    /// <summary>Computes the logarithms: −∞ of nothing and of nothing but −∞, ∞ with a +∞, NaN with a NaN.</summary>
    /// <param name="x">The rows, one after the other.</param>
    /// <param name="y">The results.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Run<TElement>(ReadOnlySpan<TElement> x, Span<double> y, int length, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        RowRuns.Run(new Body<TElement>(x, y, length, vectorBits), y.Length, length);

    private static double OfRow<TLanes, TSums, TElement>(ReadOnlySpan<TElement> x)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        ref TElement first = ref MemoryMarshal.GetReference(x);
        TElement largest = SoftmaxTerms.Largest<TLanes, TElement, Unscaled>(default, ref first, (nuint)x.Length);
        int place = SoftmaxTerms.IndexOfLargest(default(Unscaled), largest, ref first, (nuint)x.Length);
        if (place < 0 || !TElement.IsFinite(largest))
        {
            return OfInfinite(x);
        }

        int blocks = Partition.Count(x.Length, BlockLength);
        double[] sums = ArrayPool<double>.Shared.Rent(blocks);
        Blocks<TLanes, TSums, TElement> body = new Blocks<TLanes, TSums, TElement>(x, sums, blocks, place);
        if (blocks > BlocksEach)
        {
            Parallelism.For(Partition.Count(blocks, BlocksEach), body);
        }
        else
        {
            body.Invoke(0);
        }

        double others = Reduce.Pairwise(sums.AsSpan(0, blocks)) * SoftmaxShift<TElement>.Lowering;
        ArrayPool<double>.Shared.Return(sums);
        Wide<Scalar<double>> logarithm = Logarithm<Scalar<double>>(new(others));
        return (new Twofold(Chunk16.Widen(largest)) + new Twofold(logarithm.Hi.Value, logarithm.Lo.Value)).Rounded;
    }

    /// <summary>Of a row whose largest element is infinite, or hidden by a NaN.</summary>
    private static double OfInfinite<TElement>(ReadOnlySpan<TElement> x)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        double largest = double.NegativeInfinity;
        foreach (TElement element in x)
        {
            double value = Chunk16.Widen(element);
            if (double.IsNaN(value))
            {
                return value;
            }

            largest = Math.Max(largest, value);
        }

        return largest;
    }

    private static Wide<T> Logarithm<T>(T others)
        where T : struct, IReal<T> => T.Log1p(others);

    /// <summary>Writes the two parts of the exponentials of differences from the largest element; zeros from a floor downwards.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Exponentials<TLanes, TElement>(ref TElement x, ref TElement high, ref TElement low, nuint length, TElement largest)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        TLanes negated = TLanes.Create(-largest);
        TLanes floor = TLanes.Const(-SoftmaxShift<TElement>.Range);
        TLanes lift = TLanes.Const(SoftmaxShift<TElement>.Lift);
        for (nuint i = 0; i < length; i += (nuint)TLanes.Count)
        {
            Wide<TLanes> argument = Wide<TLanes>.Sum(TLanes.Load(ref x, i), negated);
            Wide<TLanes> mantissa = Exponential.Mantissa(TLanes.Max(floor, argument.Hi), argument.Lo, wide: true, out TLanes n);
            TLanes exponent = n + lift;
            TLanes none = argument.Hi <= floor;
            TLanes.Select(none, TLanes.Zero, TLanes.Scale(mantissa.Hi, exponent)).Store(ref high, i);
            TLanes.Select(none, TLanes.Zero, TLanes.Scale(mantissa.Lo, exponent)).Store(ref low, i);
        }
    }

    private readonly ref struct Body<TElement>(ReadOnlySpan<TElement> x, Span<double> y, int length, int vectorBits) : IRowBody, ISumsBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly Span<double> _y = y;

        public void Row(int index) => SumsWidth.Run<Body<TElement>, TElement>(this, index, vectorBits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes, TSums, TDoubles>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
            where TDoubles : struct, ISixteenDoubles<TDoubles> =>
            _y[index] = length == 0 ? double.NegativeInfinity : OfRow<TLanes, TSums, TElement>(_x.Slice(index * length, length));
    }

    private readonly ref struct Blocks<TLanes, TSums, TElement>(ReadOnlySpan<TElement> x, double[] sums, int blocks, int place) : IParallelBody
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;

        [SkipLocalsInit]
        public void Invoke(int index)
        {
            Span<TElement> parts = stackalloc TElement[2 * BlockLength];
            ref TElement high = ref parts[0];
            ref TElement low = ref parts[BlockLength];
            for (int block = index * BlocksEach; block < Partition.End(index * BlocksEach, BlocksEach, blocks); block++)
            {
                int start = block * BlockLength;
                int count = Math.Min(BlockLength, _x.Length - start);
                Write(start, count, ref high, ref low);
                if ((uint)(place - start) < (uint)count)
                {
                    Unsafe.Add(ref high, place - start) = Unsafe.Add(ref low, place - start) = TElement.Zero;
                }

                sums[block] = RowSums.Sum<TSums, TElement>(ref high, (nuint)count) + RowSums.Sum<TSums, TElement>(ref low, (nuint)count);
            }
        }

        [SkipLocalsInit]
        private void Write(int start, int count, ref TElement high, ref TElement low)
        {
            TElement largest = _x[place];
            int whole = count & ~(Chunk16<TElement>.Length - 1);
            Exponentials<TLanes, TElement>(ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), start), ref high, ref low, (nuint)whole, largest);
            if (whole < count)
            {
                Unsafe.SkipInit(out Chunk16<TElement> last);
                Chunk16.Fill<TLanes, TElement>(ref last.First, TElement.NegativeInfinity);
                _x.Slice(start + whole, count - whole).CopyTo(last);
                Exponentials<TLanes, TElement>(
                    ref last.First, ref Unsafe.Add(ref high, whole), ref Unsafe.Add(ref low, whole), Chunk16<TElement>.Length, largest);
            }
        }
    }
}
