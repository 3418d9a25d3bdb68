using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Work on rows of up to three matrices.</summary>
internal interface IRowKernel<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Computes rows with vectors of one width.</summary>
    /// <param name="x">The first element of the first operand's rows.</param>
    /// <param name="y">The first element of the second operand's rows; where there is none, of the first's.</param>
    /// <param name="z">The first element of the result's rows.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="length">The number of elements of a row, at least 1.</param>
    void Run<TLanes, TSums>(ref TElement x, ref TElement y, ref TElement z, int rows, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>;
}
