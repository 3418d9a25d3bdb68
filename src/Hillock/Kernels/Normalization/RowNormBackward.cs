using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// The gradient of a block of normalised rows: with <c>g = dy·w</c> and <c>h = (x − m)·s</c>, <c>dx = s·(g − h·mean(g·h) − mean(g))</c>, the last
/// term only where the mean was subtracted.
/// </summary>
internal readonly ref struct RowNormBackward<TElement>(
    ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, ReadOnlySpan<TElement> weight, ReadOnlySpan<double> statistics, Span<TElement> dx,
    bool centered, int rowsEach, int vectorBits) : IParallelBody, ISumsBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly ReadOnlySpan<TElement> _x = x;
    private readonly ReadOnlySpan<TElement> _dy = dy;
    private readonly ReadOnlySpan<TElement> _weight = weight;
    private readonly ReadOnlySpan<double> _statistics = statistics;
    private readonly Span<TElement> _dx = dx;

    public void Invoke(int index) => SumsWidth.Run<RowNormBackward<TElement>, TElement>(this, index, vectorBits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes, TSums, TDoubles>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        nuint length = (nuint)_weight.Length;
        ref TElement weight = ref MemoryMarshal.GetReference(_weight);
        int end = Partition.End(index * rowsEach, rowsEach, _statistics.Length / 2);
        for (int row = index * rowsEach; row < end; row++)
        {
            nuint start = (nuint)row * length;
            ref TElement xs = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), start);
            ref TElement dys = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dy), start);
            double mean = _statistics[2 * row];
            double inverse = _statistics[(2 * row) + 1];
            double products;
            double sum = typeof(TElement) == typeof(float)
                ? NormTerms.Sum<NormTerms.DeviationGradient, TDoubles, TElement>(new(mean), ref xs, ref dys, ref weight, length, out products)
                : NormTerms.Sum<NormTerms.Gradient, TDoubles, TElement>(new(mean, inverse), ref xs, ref dys, ref weight, length, out products);
            products *= typeof(TElement) == typeof(float) ? inverse : 1;
            Row<TDoubles>(
                ref xs, ref dys, ref weight, ref Unsafe.Add(ref MemoryMarshal.GetReference(_dx), start), length,
                mean, inverse, centered ? sum / length : 0, products / length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Row<TDoubles>(
        ref TElement x, ref TElement dy, ref TElement weight, ref TElement dx, nuint length, double mean, double inverse, double meanGradient,
        double meanProduct)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        nuint whole = length & ~(SixteenDoubles.Length - 1);
        (TDoubles m, TDoubles s) = (TDoubles.Create(mean), TDoubles.Create(inverse));
        (TDoubles g, TDoubles p) = (TDoubles.Create(-meanGradient), TDoubles.Create(typeof(TElement) == typeof(float) ? -meanProduct * inverse : -meanProduct));
        for (nuint i = 0; i < whole; i += SixteenDoubles.Length)
        {
            TDoubles value = Of(
                SixteenDoubles.Load<TDoubles, TElement>(ref x, i), SixteenDoubles.Load<TDoubles, TElement>(ref dy, i),
                SixteenDoubles.Load<TDoubles, TElement>(ref weight, i), m, s, g, p);
            SixteenDoubles.Store(value, ref dx, i);
        }

        if (whole < length)
        {
            RowEnd<TDoubles>(
                ref Unsafe.Add(ref x, whole), ref Unsafe.Add(ref dy, whole), ref Unsafe.Add(ref weight, whole), ref Unsafe.Add(ref dx, whole),
                length - whole, mean, inverse, meanGradient, meanProduct);
        }
    }

    // Apart: across its calls the compiler would keep in memory what the loop above has in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RowEnd<TDoubles>(
        ref TElement x, ref TElement dy, ref TElement weight, ref TElement dx, nuint count, double mean, double inverse, double meanGradient,
        double meanProduct)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        TDoubles value = Of(
            SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, 0, count), SixteenDoubles.LoadEnd<TDoubles, TElement>(ref dy, 0, count),
            SixteenDoubles.LoadEnd<TDoubles, TElement>(ref weight, 0, count), TDoubles.Create(mean), TDoubles.Create(inverse), TDoubles.Create(-meanGradient),
            TDoubles.Create(typeof(TElement) == typeof(float) ? -meanProduct * inverse : -meanProduct));
        SixteenDoubles.StoreEnd(value, ref dx, 0, count);
    }

    // Of floats, the factors s and −mean(g·h) are one: no product of them leaves the range of doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Of<TDoubles>(TDoubles x, TDoubles dy, TDoubles weight, TDoubles m, TDoubles s, TDoubles g, TDoubles p)
        where TDoubles : struct, ISixteenDoubles<TDoubles> =>
        TDoubles.FusedMultiplyAdd(typeof(TElement) == typeof(float) ? x - m : (x - m) * s, p, TDoubles.FusedMultiplyAdd(dy, weight, g)) * s;
}
