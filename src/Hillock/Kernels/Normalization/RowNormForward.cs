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
    // Below it squares have lost digits.
    private const double Least = 1e-280;

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
            if (typeof(TElement) == typeof(double) && !(spread is > Least and < double.PositiveInfinity))
            {
                // Squares that leave the range of doubles.
                (mean, inverse) = ScaledStatistics(ref Unsafe.As<TElement, double>(ref xs), (int)length, epsilon, centered);
            }

            Row<TDoubles>(
                ref xs, ref MemoryMarshal.GetReference(_weight), ref MemoryMarshal.GetReference(_bias),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nuint)row * length), length, mean, inverse);
            _statistics[2 * row] = mean;
            _statistics[(2 * row) + 1] = inverse;
        }
    }

    /// <summary>The statistics of a row whose squares are too large or too small, computed of elements scaled by a power of two. NaN stays NaN.</summary>
    private static (double Mean, double Inverse) ScaledStatistics(ref double x, int length, double epsilon, bool centered)
    {
        ReadOnlySpan<double> row = MemoryMarshal.CreateReadOnlySpan(ref x, length);
        double largest = 0;
        foreach (double value in row)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (!double.IsFinite(largest) || largest == 0)
        {
            return (double.IsFinite(largest) ? 0 : double.NaN, double.IsFinite(largest) ? 1 / Math.Sqrt(epsilon) : double.NaN);
        }

        // The scale, and its inverse, are normal numbers; elements below 2^-60 of the largest do not count.
        int exponent = Math.Clamp(Math.ILogB(largest), -960, 1000);
        double down = Math.ScaleB(1, -exponent);
        double mean = 0;
        for (int pass = 0; pass < 2 && centered; pass++)
        {
            CompensatedSum rest = new CompensatedSum();
            foreach (double value in row)
            {
                rest.Add((value * down) - mean);
            }

            mean += rest.Value / length;
        }

        CompensatedSum squares = new CompensatedSum();
        foreach (double value in row)
        {
            double deviation = (value * down) - mean;
            squares.Add(deviation * deviation);
        }

        // The scaled epsilon can be 0; of equal elements, whose deviations are 0, it is all there is.
        if (squares.Value == 0)
        {
            return (Math.ScaleB(mean, exponent), 1 / Math.Sqrt(epsilon));
        }

        double spread = (squares.Value / length) + (epsilon * down * down);
        return (Math.ScaleB(mean, exponent), Math.ScaleB(1 / Math.Sqrt(spread), -exponent));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Row<TDoubles>(ref TElement x, ref TElement weight, ref TElement bias, ref TElement y, nuint length, double mean, double inverse)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        TDoubles m = TDoubles.Create(mean);
        TDoubles s = TDoubles.Create(inverse);
        nuint i = 0;
        for (; i + SixteenDoubles.Length <= length; i += SixteenDoubles.Length)
        {
            TDoubles value = TDoubles.FusedMultiplyAdd(
                (SixteenDoubles.Load<TDoubles, TElement>(ref x, i) - m) * s,
                SixteenDoubles.Load<TDoubles, TElement>(ref weight, i), SixteenDoubles.Load<TDoubles, TElement>(ref bias, i));
            SixteenDoubles.Store(value, ref y, i);
        }

        if (i < length)
        {
            nuint count = length - i;
            TDoubles value = TDoubles.FusedMultiplyAdd(
                (SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, i, count) - m) * s,
                SixteenDoubles.LoadEnd<TDoubles, TElement>(ref weight, i, count), SixteenDoubles.LoadEnd<TDoubles, TElement>(ref bias, i, count));
            SixteenDoubles.StoreEnd(value, ref y, i, count);
        }
    }
}
