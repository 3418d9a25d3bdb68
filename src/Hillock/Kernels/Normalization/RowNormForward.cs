using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Normalises a block of rows.</summary>
internal readonly ref struct RowNormForward<TElement>(
    ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> weight, ReadOnlySpan<TElement> bias, Span<TElement> y, Span<double> statistics,
    double epsilon, bool centered, int rowsEach, int vectorBits) : IParallelBody, ISumsBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly ReadOnlySpan<TElement> _x = x;
    private readonly ReadOnlySpan<TElement> _weight = weight;
    private readonly ReadOnlySpan<TElement> _bias = bias;
    private readonly Span<TElement> _y = y;
    private readonly Span<double> _statistics = statistics;

    public void Invoke(int index) => SumsWidth.Run<RowNormForward<TElement>, TElement>(this, index, vectorBits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes, TSums, TDoubles>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        nuint length = (nuint)_weight.Length;
        int end = Partition.End(index * rowsEach, rowsEach, _statistics.Length / 2);
        for (int row = index * rowsEach; row < end; row++)
        {
            ref TElement xs = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nuint)row * length);
            double mean = centered ? RowSums.Sum<TSums, TElement>(ref xs, length) / length : 0;
            double squares = NormTerms.Sum<NormTerms.Deviation, TDoubles, TElement>(new(mean), ref xs, ref xs, ref xs, length, out double sum);
            if (centered)
            {
                // What the mean lost by rounding. It takes equal elements to exact zeros, of which a rounded mean may fall short.
                double missing = sum / length;
                mean += missing;
                squares -= sum * missing;
            }

            double spread = (Math.Max(squares, 0) / length) + epsilon;
            double inverse = 1 / Math.Sqrt(spread);
            if (typeof(TElement) == typeof(double) && NormScale.IsLost(spread))
            {
                // Squares that leave the range of doubles.
                (mean, inverse) = NormScale.Statistics(
                    MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TElement, double>(ref xs), (int)length), epsilon, centered);
            }

            Row<TDoubles>(
                ref xs, ref MemoryMarshal.GetReference(_weight), ref MemoryMarshal.GetReference(_bias),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nuint)row * length), length, mean, inverse);
            _statistics[2 * row] = mean;
            _statistics[(2 * row) + 1] = inverse;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Row<TDoubles>(ref TElement x, ref TElement weight, ref TElement bias, ref TElement y, nuint length, double mean, double inverse)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        TDoubles m = TDoubles.Create(mean);
        TDoubles s = TDoubles.Create(inverse);
        nuint whole = length & ~(SixteenDoubles.Length - 1);
        for (nuint i = 0; i < whole; i += SixteenDoubles.Length)
        {
            TDoubles value = TDoubles.FusedMultiplyAdd(
                (SixteenDoubles.Load<TDoubles, TElement>(ref x, i) - m) * s,
                SixteenDoubles.Load<TDoubles, TElement>(ref weight, i), SixteenDoubles.Load<TDoubles, TElement>(ref bias, i));
            SixteenDoubles.Store(value, ref y, i);
        }

        if (whole < length)
        {
            RowEnd<TDoubles>(
                ref Unsafe.Add(ref x, whole), ref Unsafe.Add(ref weight, whole), ref Unsafe.Add(ref bias, whole), ref Unsafe.Add(ref y, whole),
                length - whole, mean, inverse);
        }
    }

    // Apart: across its calls the compiler would keep in memory what the loop above has in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RowEnd<TDoubles>(ref TElement x, ref TElement weight, ref TElement bias, ref TElement y, nuint count, double mean, double inverse)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        TDoubles value = TDoubles.FusedMultiplyAdd(
            (SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, 0, count) - TDoubles.Create(mean)) * TDoubles.Create(inverse),
            SixteenDoubles.LoadEnd<TDoubles, TElement>(ref weight, 0, count), SixteenDoubles.LoadEnd<TDoubles, TElement>(ref bias, 0, count));
        SixteenDoubles.StoreEnd(value, ref y, 0, count);
    }
}
