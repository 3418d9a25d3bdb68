using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;
using Hillock.Numbers.Functions;

namespace Hillock.Kernels;

/// <summary>Logarithm of the softmax of rows.</summary>
internal readonly struct LogSoftmaxKernel<TElement, TTemperature>(TTemperature temperature) : IRowKernel<TElement>, IColumnKernel<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    where TTemperature : struct, ITemperature
{
    // Rows whose logarithms are computed together: 64, or fewer that still are in the second-level cache for the second pass.
    private const int Batch = 64;
    private const int BatchElements = 1 << 16;

    public void Run<TLanes, TSums>(ref TElement x, ref TElement y, ref TElement z, int rows, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        if (length > Chunk16<TElement>.Length)
        {
            Batches<TLanes, TSums>(ref x, ref z, rows, length);
            return;
        }

        ColumnRows.Run<LogSoftmaxKernel<TElement, TTemperature>, TLanes, TSums, TElement>(this, ref x, ref z, rows, length);
    }

    public bool Group<TLanes>(ref TElement columns, nuint length, ref TElement far)
        where TLanes : struct, ILanes<TLanes, TElement> =>
        ColumnSoftmax.LogSoftmax<TLanes, TElement, TTemperature>(temperature, ref columns, length, ref far);

    public void Row<TLanes, TSums>(ref TElement x, ref TElement z, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums> => Batches<TLanes, TSums>(ref x, ref z, 1, length);

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private void Batches<TLanes, TSums>(ref TElement x, ref TElement z, int rows, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        Span<double> sums = stackalloc double[Batch];
        Span<SoftmaxShift<TElement>> shifts = stackalloc SoftmaxShift<TElement>[Batch];
        int batch = (int)Math.Clamp(BatchElements / length, 1, Batch);
        for (int start = 0; start < rows; start = Partition.End(start, batch, rows))
        {
            int count = Math.Min(batch, rows - start);
            ref TElement xs = ref Unsafe.Add(ref x, (nuint)start * length);
            ref TElement zs = ref Unsafe.Add(ref z, (nuint)start * length);
            for (int i = 0; i < count; i++)
            {
                ref TElement xi = ref Unsafe.Add(ref xs, (nuint)i * length);
                TElement largest = SoftmaxTerms.Largest<TLanes, TElement, TTemperature>(temperature, ref xi, length);
                shifts[i] = SoftmaxShift<TElement>.Of(temperature, largest);
                sums[i] = SoftmaxTerms.Exponentials<TLanes, TSums, TElement, TTemperature>(
                    temperature,
                    shifts[i],
                    ref xi,
                    ref Unsafe.Add(ref zs, (nuint)i * length),
                    length,
                    SoftmaxTerms.IndexOfLargest(temperature, largest, ref xi, length)).Others;
            }

            Logarithms(sums[..count], shifts);
            Subtract<TLanes>(ref xs, ref zs, count, length, shifts, sums);
        }
    }

    /// <summary>
    /// Turns the sums into the logarithms of the sums of the exponentials of the differences from the largest: of 1 and the rest, so that
    /// near certainty, where the rest is tiny, nothing is lost.
    /// </summary>
    [SkipLocalsInit]
    private void Logarithms(Span<double> sums, ReadOnlySpan<SoftmaxShift<TElement>> shifts)
    {
        Span<double> ofLargest = stackalloc double[Batch];
        ofLargest = ofLargest[..sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            ofLargest[i] = shifts[i].OfLargest(temperature.Magnitude);
        }

        Map.Apply<ExpFunction, double>(default, ofLargest, ofLargest);
        for (int i = 0; i < sums.Length; i++)
        {
            // An infinite largest term makes the row NaN.
            double largest = Chunk16.Widen(shifts[i].Largest);
            sums[i] = (sums[i] * SoftmaxShift<TElement>.Lowering / ofLargest[i]) + (largest - largest);
        }

        Map.Apply<Log1pFunction, double>(default, sums, sums);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private void Subtract<TLanes>(
        ref TElement x, ref TElement z, int rows, nuint length, ReadOnlySpan<SoftmaxShift<TElement>> shifts, ReadOnlySpan<double> logarithms)
        where TLanes : struct, ILanes<TLanes, TElement>
    {
        nuint count = (nuint)TLanes.Count;
        nuint room = (nuint)rows * length;
        Unsafe.SkipInit(out Chunk16<TElement> last);
        TLanes magnitude = TLanes.Const(temperature.Magnitude);
        for (int i = 0; i < rows; i++)
        {
            double logarithm = logarithms[i];
            TElement high = TElement.CreateTruncating(logarithm);
            TLanes highLanes = TLanes.Create(high);
            TLanes lowLanes = TLanes.Create(TElement.CreateTruncating(logarithm - Chunk16.Widen(high)));
            TLanes largest = TLanes.Create(shifts[i].Largest);
            nuint start = (nuint)i * length;
            nuint j = start;
            for (; j + count <= start + length; j += count)
            {
                Minus(TLanes.Load(ref x, j), largest, magnitude, highLanes, lowLanes).Store(ref z, j);
            }

            nuint left = start + length - j;
            if (left == 0)
            {
                continue;
            }

            if (j + count <= room)
            {
                // The store reaches into the next rows, which are written after it.
                Minus(TLanes.Load(ref x, j), largest, magnitude, highLanes, lowLanes).Store(ref z, j);
            }
            else
            {
                Chunk16.Fill<TLanes, TElement>(ref last.First, shifts[i].Largest);
                Chunk16.Copy(ref Unsafe.Add(ref x, j), ref last.First, left);
                Minus(TLanes.Load(ref last.First, 0), largest, magnitude, highLanes, lowLanes).Store(ref last.First, 0);
                Chunk16.Copy(ref last.First, ref Unsafe.Add(ref z, j), left);
            }
        }
    }

    /// <summary>
    /// The difference less the logarithm. Neither is above 0, so nothing cancels and the roundings of both weigh at most 1½ units in the last place.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Minus<T>(T x, T largest, T magnitude, T high, T low)
        where T : struct, IReal<T>
    {
        T difference = SoftmaxTerms.Difference<T, TTemperature>(temperature.Signed(x), largest, magnitude);
        return (difference - high) - low;
    }
}
