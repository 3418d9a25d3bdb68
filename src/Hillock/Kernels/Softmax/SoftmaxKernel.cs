using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Softmax of rows.</summary>
internal readonly struct SoftmaxKernel<TElement, TTemperature>(TTemperature temperature) : IRowKernel<TElement>, IColumnKernel<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    where TTemperature : struct, ITemperature
{
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

        ColumnRows.Run<SoftmaxKernel<TElement, TTemperature>, TLanes, TSums, TElement>(this, ref x, ref z, rows, length);
    }

    public bool Group<TLanes>(ref TElement columns, nuint length, ref TElement far)
        where TLanes : struct, ILanes<TLanes, TElement> =>
        ColumnSoftmax.Softmax<TLanes, TElement, TTemperature>(temperature, ref columns, length, ref far);

    /// <summary>A long row, or a short one whose terms are too large for the exponential.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Row<TLanes, TSums>(ref TElement x, ref TElement z, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        TElement largest = SoftmaxTerms.Largest<TLanes, TElement, TTemperature>(temperature, ref x, length);
        SoftmaxShift<TElement> shift = SoftmaxShift<TElement>.Of(temperature, largest);
        double sum = SoftmaxTerms.Exponentials<TLanes, TSums, TElement, TTemperature>(temperature, shift, ref x, ref z, length);
        RowScale.Reciprocal(sum, out TElement high, out TElement low);
        RowScale.Apply<TLanes, TElement>(ref z, length, high, low);
    }
}
