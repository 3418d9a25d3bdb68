using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Softmax of rows.</summary>
internal readonly struct SoftmaxKernel<TElement, TTemperature>(TTemperature temperature) : IRowKernel<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    where TTemperature : struct, ITemperature
{
    // Short rows between the two passes over them: 4 KiB of floats.
    private const int Batch = 64;

    [SkipLocalsInit]
    public void Run<TLanes, TSums>(ref TElement x, ref TElement y, ref TElement z, int rows, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        if (length > Chunk16<TElement>.Length)
        {
            for (nuint i = 0; i < (nuint)rows; i++)
            {
                ref TElement xi = ref Unsafe.Add(ref x, i * length);
                ref TElement zi = ref Unsafe.Add(ref z, i * length);
                TElement largest = SoftmaxTerms.Largest<TLanes, TElement, TTemperature>(temperature, ref xi, length);
                var shift = SoftmaxShift<TElement>.Of(temperature, largest);
                double sum = SoftmaxTerms.WholeExponentials<TLanes, TSums, TElement, TTemperature>(temperature, shift, ref xi, ref zi, length);
                Divide<TLanes>(ref zi, length, sum);
            }

            return;
        }

        Span<TElement> columns = stackalloc TElement[ColumnSoftmax.BufferLength];
        Span<TElement> far = stackalloc TElement[ColumnSoftmax.Groups * ColumnSoftmax.Columns];
        ref TElement first = ref MemoryMarshal.GetReference(columns);
        nuint lanes = (nuint)TLanes.Count;
        for (int start = 0; start < rows; start += ColumnSoftmax.Groups * TLanes.Count)
        {
            int count = Math.Min(ColumnSoftmax.Groups * TLanes.Count, rows - start);
            ref TElement xs = ref Unsafe.Add(ref x, (nuint)start * length);
            ref TElement zs = ref Unsafe.Add(ref z, (nuint)start * length);
            ColumnSoftmax.Gather(ref xs, ref first, count, length, lanes);
            bool anyFar = false;
            for (nuint i = 0; i < (nuint)count; i += lanes)
            {
                anyFar |= ColumnSoftmax.Softmax<TLanes, TElement, TTemperature>(temperature, ref Unsafe.Add(ref first, i * ColumnSoftmax.Columns), length, ref far[(int)i]);
            }

            ColumnSoftmax.Scatter(ref first, ref zs, count, length, lanes, anyFar ? far : default);
            for (int i = 0; anyFar && i < count; i++)
            {
                if (far[i] > TElement.Zero)
                {
                    Far<TLanes, TSums>(ref Unsafe.Add(ref xs, (nuint)i * length), ref Unsafe.Add(ref zs, (nuint)i * length), 1, length);
                }
            }
        }
    }

    /// <summary>Short rows whose terms are too large for the exponential.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private void Far<TLanes, TSums>(ref TElement x, ref TElement z, int rows, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        Span<double> sums = stackalloc double[Batch];
        Span<SoftmaxShift<TElement>> shifts = stackalloc SoftmaxShift<TElement>[Batch];
        Span<TElement> exponentials = stackalloc TElement[Batch * Chunk16<TElement>.Length];
        ref TElement e = ref MemoryMarshal.GetReference(exponentials);
        for (int start = 0; start < rows; start += Batch)
        {
            int count = Math.Min(Batch, rows - start);
            ref TElement xs = ref Unsafe.Add(ref x, (nuint)start * length);
            ref TElement zs = ref Unsafe.Add(ref z, (nuint)start * length);
            ShortSoftmax.Exponentials<TLanes, TSums, TElement, TTemperature>(temperature, ref xs, ref e, count, length, sums, shifts, withoutLargest: false);
            ShortSoftmax.WholeSums<TLanes, TSums, TElement>(ref e, count, sums, withoutLargest: false);
            DivideShort<TLanes>(ref e, ref zs, count, length, sums);
        }
    }

    /// <summary>Divides by a sum: the reciprocal in two parts, so that the product is rounded once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Divide<TLanes>(ref TElement z, nuint length, double sum)
        where TLanes : struct, ILanes<TLanes, TElement>
    {
        Reciprocal(sum, out TElement high, out TElement low);
        TLanes highLanes = TLanes.Create(high);
        TLanes lowLanes = TLanes.Create(low);
        nuint i = 0;
        for (; i + (nuint)TLanes.Count <= length; i += (nuint)TLanes.Count)
        {
            TLanes e = TLanes.Load(ref z, i);
            TLanes.FusedMultiplyAdd(e, highLanes, e * lowLanes).Store(ref z, i);
        }

        for (; i < length; i++)
        {
            var e = Scalar<TElement>.Load(ref z, i);
            Scalar<TElement>.FusedMultiplyAdd(e, new(high), e * new Scalar<TElement>(low)).Store(ref z, i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static void DivideShort<TLanes>(ref TElement e, ref TElement z, int rows, nuint length, ReadOnlySpan<double> sums)
        where TLanes : struct, ILanes<TLanes, TElement>
    {
        nuint room = (nuint)rows * length;
        Unsafe.SkipInit(out Chunk16<TElement> last);
        for (int i = 0; i < rows; i++)
        {
            Reciprocal(sums[i], out TElement high, out TElement low);
            TLanes highLanes = TLanes.Create(high);
            TLanes lowLanes = TLanes.Create(low);

            // A store may reach into the next rows as long as they are there: they are written after it.
            nuint start = (nuint)i * length;
            bool wide = start + Chunk16<TElement>.Length <= room;
            ref TElement source = ref Unsafe.Add(ref e, (nuint)i * Chunk16<TElement>.Length);
            ref TElement target = ref wide ? ref Unsafe.Add(ref z, start) : ref last.First;
            for (nuint j = 0; j < Chunk16<TElement>.Length; j += (nuint)TLanes.Count)
            {
                TLanes value = TLanes.Load(ref source, j);
                TLanes.FusedMultiplyAdd(value, highLanes, value * lowLanes).Store(ref target, j);
            }

            if (!wide)
            {
                Chunk16.Copy(ref last.First, ref Unsafe.Add(ref z, start), length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reciprocal(double sum, out TElement high, out TElement low)
    {
        double reciprocal = 1 / sum;
        if (typeof(TElement) == typeof(float))
        {
            float rounded = (float)reciprocal;
            high = (TElement)(object)rounded;
            low = (TElement)(object)(float)(reciprocal - rounded);
        }
        else
        {
            high = (TElement)(object)reciprocal;
            low = (TElement)(object)(Math.FusedMultiplyAdd(-sum, reciprocal, 1) * reciprocal);
        }
    }
}
