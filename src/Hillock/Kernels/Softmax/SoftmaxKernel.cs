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
    [SkipLocalsInit]
    public void Run<TLanes, TSums>(ref TElement x, ref TElement y, ref TElement z, int rows, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        if (length > Chunk16<TElement>.Length)
        {
            for (nuint i = 0; i < (nuint)rows; i++)
            {
                Row<TLanes, TSums>(ref Unsafe.Add(ref x, i * length), ref Unsafe.Add(ref z, i * length), length);
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
                anyFar |= ColumnSoftmax.Softmax<TLanes, TElement, TTemperature>(
                    temperature, ref Unsafe.Add(ref first, i * ColumnSoftmax.Columns), length, ref far[(int)i]);
            }

            ColumnSoftmax.Scatter(ref first, ref zs, count, length, lanes, anyFar ? far : default);
            for (int i = 0; anyFar && i < count; i++)
            {
                if (far[i] > TElement.Zero)
                {
                    Row<TLanes, TSums>(ref Unsafe.Add(ref xs, (nuint)i * length), ref Unsafe.Add(ref zs, (nuint)i * length), length);
                }
            }
        }
    }

    /// <summary>A long row, or a short one whose terms are too large for the exponential.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Row<TLanes, TSums>(ref TElement x, ref TElement z, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        TElement largest = SoftmaxTerms.Largest<TLanes, TElement, TTemperature>(temperature, ref x, length);
        var shift = SoftmaxShift<TElement>.Of(temperature, largest);
        double sum = SoftmaxTerms.WholeExponentials<TLanes, TSums, TElement, TTemperature>(temperature, shift, ref x, ref z, length);
        Divide<TLanes>(ref z, length, sum);
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
