using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// The gradient of a block of units: with <c>g = dy·w</c> and <c>h = (x − m)·s</c>, <c>dx = s·(g − h·mean(g·h) − mean(g))</c>, and <c>s·g</c> where the
/// statistics are constants.
/// </summary>
internal readonly ref struct PlaneNormBackward<TElement>(
    ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, ReadOnlySpan<TElement> weight, ReadOnlySpan<double> statistics, Span<TElement> dx, Span<double> sums,
    NormPlanes planes, bool given, int unitsEach, int vectorBits) : IParallelBody, ISumsBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly ReadOnlySpan<TElement> _x = x;
    private readonly ReadOnlySpan<TElement> _dy = dy;
    private readonly ReadOnlySpan<TElement> _weight = weight;
    private readonly ReadOnlySpan<double> _statistics = statistics;
    private readonly Span<TElement> _dx = dx;
    private readonly Span<double> _sums = sums;

    public void Invoke(int index) => SumsWidth.Run<PlaneNormBackward<TElement>, TElement>(this, index, vectorBits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes, TSums, TDoubles>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        int count = planes.Count;
        nuint length = (nuint)planes.Length;
        nuint ahead = (nuint)planes.Step * length;
        double[] weighted = ArrayPool<double>.Shared.Rent(2 * count);
        int end = Partition.End(index * unitsEach, unitsEach, planes.Units);
        for (int unit = index * unitsEach; unit < end; unit++)
        {
            double mean = _statistics[PlaneNorm.Statistics * unit];
            double inverse = _statistics[(PlaneNorm.Statistics * unit) + 1];
            int plane = planes.First(unit);
            for (int i = 0; i < count; i++)
            {
                double factor = double.CreateTruncating(_weight[planes.Channel(plane)]);
                ref TElement xs = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nuint)plane * length);
                ref TElement dys = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dy), (nuint)plane * length);
                double product;
                double sum = typeof(TElement) == typeof(float)
                    ? NormTerms.Sum<NormTerms.PlainDeviationGradient, TDoubles, TElement>(new(mean), ref xs, ref dys, ref xs, length, out product, ahead)
                    : NormTerms.Sum<NormTerms.PlainGradient, TDoubles, TElement>(new(mean, inverse), ref xs, ref dys, ref xs, length, out product, ahead);
                product *= typeof(TElement) == typeof(float) ? inverse : 1;
                (_sums[2 * plane], _sums[(2 * plane) + 1]) = (sum, product);
                (weighted[i], weighted[count + i]) = (sum * factor, product * factor);
                plane += planes.Step;
            }

            double meanGradient = given ? 0 : Reduce.Pairwise(weighted.AsSpan(0, count)) / planes.UnitLength;
            double meanProduct = given ? 0 : Reduce.Pairwise(weighted.AsSpan(count, count)) / planes.UnitLength;
            plane = planes.First(unit);
            for (int i = 0; i < count; i++)
            {
                nuint start = (nuint)plane * length;
                Plane<TDoubles>(
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), start), ref Unsafe.Add(ref MemoryMarshal.GetReference(_dy), start),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(_dx), start), length, mean, inverse,
                    double.CreateTruncating(_weight[planes.Channel(plane)]), meanGradient, meanProduct, ahead);
                plane += planes.Step;
            }
        }

        ArrayPool<double>.Shared.Return(weighted);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Plane<TDoubles>(
        ref TElement x, ref TElement dy, ref TElement dx, nuint length, double mean, double inverse, double weight, double meanGradient, double meanProduct,
        nuint ahead)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        nuint whole = length & ~(SixteenDoubles.Length - 1);
        (TDoubles m, TDoubles s, TDoubles w, TDoubles g, TDoubles p) = Constants<TDoubles>(mean, inverse, weight, meanGradient, meanProduct);
        for (nuint i = 0; i < whole; i += SixteenDoubles.Length)
        {
            SixteenDoubles.Prefetch(ref dx, i + ahead);
            TDoubles value = Of(SixteenDoubles.Load<TDoubles, TElement>(ref x, i), SixteenDoubles.Load<TDoubles, TElement>(ref dy, i), m, s, w, g, p);
            SixteenDoubles.Store(value, ref dx, i);
        }

        if (whole < length)
        {
            PlaneEnd<TDoubles>(
                ref Unsafe.Add(ref x, whole), ref Unsafe.Add(ref dy, whole), ref Unsafe.Add(ref dx, whole), length - whole, mean, inverse, weight,
                meanGradient, meanProduct);
        }
    }

    // Apart: across its calls the compiler would keep in memory what the loop above has in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlaneEnd<TDoubles>(
        ref TElement x, ref TElement dy, ref TElement dx, nuint count, double mean, double inverse, double weight, double meanGradient, double meanProduct)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        (TDoubles m, TDoubles s, TDoubles w, TDoubles g, TDoubles p) = Constants<TDoubles>(mean, inverse, weight, meanGradient, meanProduct);
        TDoubles value = Of(
            SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, 0, count), SixteenDoubles.LoadEnd<TDoubles, TElement>(ref dy, 0, count), m, s, w, g, p);
        SixteenDoubles.StoreEnd(value, ref dx, 0, count);
    }

    // dx = dy·(w·s) + (x − m)·(−p·s²) − g·s of floats, whose factors are all within the range of doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TDoubles M, TDoubles S, TDoubles W, TDoubles G, TDoubles P) Constants<TDoubles>(
        double mean, double inverse, double weight, double meanGradient, double meanProduct)
        where TDoubles : struct, ISixteenDoubles<TDoubles> => typeof(TElement) == typeof(float)
            ? (TDoubles.Create(mean), TDoubles.Create(inverse), TDoubles.Create(weight * inverse), TDoubles.Create(-meanGradient * inverse),
                TDoubles.Create(-meanProduct * inverse * inverse))
            : (TDoubles.Create(mean), TDoubles.Create(inverse), TDoubles.Create(weight), TDoubles.Create(-meanGradient), TDoubles.Create(-meanProduct));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Of<TDoubles>(TDoubles x, TDoubles dy, TDoubles m, TDoubles s, TDoubles w, TDoubles g, TDoubles p)
        where TDoubles : struct, ISixteenDoubles<TDoubles> => typeof(TElement) == typeof(float)
            ? TDoubles.FusedMultiplyAdd(x - m, p, TDoubles.FusedMultiplyAdd(dy, w, g))
            : TDoubles.FusedMultiplyAdd((x - m) * s, p, TDoubles.FusedMultiplyAdd(dy, w, g)) * s;
}
