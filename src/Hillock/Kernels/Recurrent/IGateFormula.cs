using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>What is computed, element by element, of the row of one step.</summary>
internal unsafe interface IGateFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes the elements from <paramref name="j"/> on that <typeparamref name="TLanes"/> holds.</summary>
    /// <param name="row">Where they lie.</param>
    /// <param name="hidden">The number of units: the distance between gates.</param>
    /// <param name="j">The first unit.</param>
    static abstract void Apply<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T>;
}
