using System.Numerics;

namespace Hillock.Numbers;

/// <summary>Numbered blocks of work, compiled once for each width of vectors that is in use; <see cref="VectorWidth"/> chooses it.</summary>
/// <remarks>
/// Implementations are not inlined: those of the widths not in use are then never compiled, and the list of compiled methods tells the width.
/// </remarks>
internal interface ILanesBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Does the work of one block with vectors of one width.</summary>
    /// <param name="index">The block's number.</param>
    void Invoke<TLanes>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>;
}
