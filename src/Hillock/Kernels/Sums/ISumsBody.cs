using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Numbered blocks of work with sums, as <see cref="ILanesBody{TElement}"/>; <see cref="SumsWidth"/> chooses the width.</summary>
internal interface ISumsBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Does the work of one block with vectors of one width.</summary>
    /// <typeparam name="TLanes">Elements.</typeparam>
    /// <typeparam name="TSums">Sixteen sums of elements.</typeparam>
    /// <typeparam name="TDoubles">Sixteen numbers in double precision.</typeparam>
    /// <param name="index">The block's number.</param>
    void Invoke<TLanes, TSums, TDoubles>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>;
}
