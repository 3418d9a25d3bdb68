using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Normalises a block of units.</summary>
internal readonly ref struct PlaneNormForward<TElement>(
    ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> weight, ReadOnlySpan<TElement> bias, Span<TElement> y, Span<double> statistics, NormPlanes planes,
    double epsilon, bool given, int unitsEach, int vectorBits) : IParallelBody, ISumsBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    // Planes of a unit of which the first stands for all.
    private const int MostPlanes = 1024;

    private readonly ReadOnlySpan<TElement> _x = x;
    private readonly ReadOnlySpan<TElement> _weight = weight;
    private readonly ReadOnlySpan<TElement> _bias = bias;
    private readonly Span<TElement> _y = y;
    private readonly Span<double> _statistics = statistics;

    public void Invoke(int index) => SumsWidth.Run<PlaneNormForward<TElement>, TElement>(this, index, vectorBits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes, TSums, TDoubles>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        double[]? sums = given ? null : ArrayPool<double>.Shared.Rent(2 * planes.Count);
        int end = Partition.End(index * unitsEach, unitsEach, planes.Units);
        for (int unit = index * unitsEach; unit < end; unit++)
        {
            Span<double> own = _statistics.Slice(PlaneNorm.Statistics * unit, PlaneNorm.Statistics);
            if (sums is not null)
            {
                Measure<TSums, TDoubles>(unit, sums, own);
            }

            int plane = planes.First(unit);
            for (int i = 0; i < planes.Count; i++)
            {
                int channel = planes.Channel(plane);
                nuint start = (nuint)plane * (nuint)planes.Length;
                Plane<TDoubles>(
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), start), ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), start), (nuint)planes.Length,
                    own[0], own[1], double.CreateTruncating(_weight[channel]), double.CreateTruncating(_bias[channel]),
                    (nuint)planes.Step * (nuint)planes.Length);
                plane += planes.Step;
            }
        }

        if (sums is not null)
        {
            ArrayPool<double>.Shared.Return(sums);
        }
    }

    private void Measure<TSums, TDoubles>(int unit, double[] sums, Span<double> own)
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        int count = planes.Count;
        nuint length = (nuint)planes.Length;
        ref TElement first = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nuint)planes.First(unit) * length);
        nuint step = (nuint)planes.Step * length;
        // The mean of one plane of floats does for the first: it lies within √count deviations of the true one, as it is the mean of a part, so that
        // the difference of squares below loses a factor of 1 + count of the 2²⁹ that the sums are more precise than the elements.
        int part = typeof(TElement) == typeof(float) && count <= MostPlanes ? 1 : count;
        for (int i = 0; i < part; i++)
        {
            sums[i] = RowSums.Sum<TSums, TElement>(ref Unsafe.Add(ref first, (nuint)i * step), length);
        }

        double mean = Reduce.Pairwise(sums.AsSpan(0, part)) / ((double)part * length);
        for (int i = 0; i < count; i++)
        {
            ref TElement xs = ref Unsafe.Add(ref first, (nuint)i * step);
            sums[i] = NormTerms.Sum<NormTerms.Deviation, TDoubles, TElement>(new(mean), ref xs, ref xs, ref xs, length, out sums[count + i], step);
        }

        // What the mean lacks, by rounding or as that of a part. It takes equal elements to exact zeros, of which a rounded mean may fall short.
        double squares = Reduce.Pairwise(sums.AsSpan(0, count));
        double sum = Reduce.Pairwise(sums.AsSpan(count, count));
        double missing = sum / planes.UnitLength;
        mean += missing;
        double variance = Math.Max(squares - (sum * missing), 0) / planes.UnitLength;
        double inverse = 1 / Math.Sqrt(variance + epsilon);
        if (typeof(TElement) == typeof(double) && NormScale.IsLost(variance + epsilon))
        {
            // Squares that leave the range of doubles.
            double[] all = ArrayPool<double>.Shared.Rent((int)planes.UnitLength);
            for (int i = 0; i < count; i++)
            {
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TElement, double>(ref Unsafe.Add(ref first, (nuint)i * step)), (int)length)
                    .CopyTo(all.AsSpan(i * (int)length));
            }

            (mean, inverse) = NormScale.Statistics(all.AsSpan(0, (int)planes.UnitLength), epsilon, centered: true);
            ArrayPool<double>.Shared.Return(all);
            variance = 1 / inverse / inverse;
        }

        (own[0], own[1], own[2]) = (mean, inverse, variance);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Plane<TDoubles>(ref TElement x, ref TElement y, nuint length, double mean, double inverse, double weight, double bias, nuint ahead)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        TDoubles m = TDoubles.Create(mean);
        TDoubles s = TDoubles.Create(inverse);
        TDoubles w = TDoubles.Create(typeof(TElement) == typeof(float) ? weight * inverse : weight);
        TDoubles b = TDoubles.Create(bias);
        nuint whole = length & ~(SixteenDoubles.Length - 1);
        for (nuint i = 0; i < whole; i += SixteenDoubles.Length)
        {
            SixteenDoubles.Prefetch(ref y, i + ahead);
            SixteenDoubles.Store(Of(SixteenDoubles.Load<TDoubles, TElement>(ref x, i), m, s, w, b), ref y, i);
        }

        if (whole < length)
        {
            PlaneEnd<TDoubles>(ref Unsafe.Add(ref x, whole), ref Unsafe.Add(ref y, whole), length - whole, mean, inverse, weight, bias);
        }
    }

    // Apart: across its calls the compiler would keep in memory what the loop above has in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlaneEnd<TDoubles>(ref TElement x, ref TElement y, nuint count, double mean, double inverse, double weight, double bias)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        TDoubles value = Of(
            SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, 0, count), TDoubles.Create(mean), TDoubles.Create(inverse),
            TDoubles.Create(typeof(TElement) == typeof(float) ? weight * inverse : weight), TDoubles.Create(bias));
        SixteenDoubles.StoreEnd(value, ref y, 0, count);
    }

    // Of floats, the factors s and w are one: no product of them leaves the range of doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Of<TDoubles>(TDoubles x, TDoubles m, TDoubles s, TDoubles w, TDoubles b)
        where TDoubles : struct, ISixteenDoubles<TDoubles> => typeof(TElement) == typeof(float)
            ? TDoubles.FusedMultiplyAdd(x - m, w, b)
            : TDoubles.FusedMultiplyAdd((x - m) * s, w, b);
}
