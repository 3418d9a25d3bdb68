using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>What is computed of short rows side by side, and of one row where that does not serve.</summary>
internal interface IColumnKernel<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Computes a group in place; writes 1 for each row that must be done otherwise, 0 for the others, and says whether there is one.</summary>
    bool Group<TLanes>(ref TElement columns, nuint length, ref TElement far)
        where TLanes : struct, ILanes<TLanes, TElement>;

    /// <summary>Computes one row.</summary>
    void Row<TLanes, TSums>(ref TElement x, ref TElement z, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>;
}

/// <summary>Runs rows of at most sixteen elements through columns (<see cref="ColumnSoftmax"/>).</summary>
internal static class ColumnRows
{
    [SkipLocalsInit]
    internal static void Run<TKernel, TLanes, TSums, TElement>(TKernel kernel, ref TElement x, ref TElement z, int rows, nuint length)
        where TKernel : struct, IColumnKernel<TElement>
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Span<TElement> columns = stackalloc TElement[ColumnSoftmax.BufferLength];
        Span<TElement> far = stackalloc TElement[ColumnSoftmax.Groups * ColumnSoftmax.Columns];
        ref TElement first = ref MemoryMarshal.GetReference(columns);
        nuint lanes = (nuint)TLanes.Count;
        for (int start = 0; start < rows; start = Partition.End(start, ColumnSoftmax.Groups * TLanes.Count, rows))
        {
            int count = Math.Min(ColumnSoftmax.Groups * TLanes.Count, rows - start);
            ref TElement xs = ref Unsafe.Add(ref x, (nuint)start * length);
            ref TElement zs = ref Unsafe.Add(ref z, (nuint)start * length);
            ColumnSoftmax.Gather(ref xs, ref first, count, length, lanes);
            bool anyFar = false;
            for (nuint i = 0; i < (nuint)count; i += lanes)
            {
                anyFar |= kernel.Group<TLanes>(ref Unsafe.Add(ref first, i * ColumnSoftmax.Columns), length, ref far[(int)i]);
            }

            ColumnSoftmax.Scatter(ref first, ref zs, count, length, lanes, anyFar ? far : default);
            for (int i = 0; anyFar && i < count; i++)
            {
                if (far[i] > TElement.Zero)
                {
                    kernel.Row<TLanes, TSums>(ref Unsafe.Add(ref xs, (nuint)i * length), ref Unsafe.Add(ref zs, (nuint)i * length), length);
                }
            }
        }
    }
}
