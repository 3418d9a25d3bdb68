using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>The averages of a block of planes: sums along rows first, then of the rows of a window.</summary>
internal readonly unsafe struct AveragePoolingBody<TElement>(
    PoolingGeometry geometry, PoolingDivisors divisors, PoolingSplit split, TElement* x, TElement* y, int vectorBits) : IParallelBody
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    public void Invoke(int index)
    {
        switch (vectorBits)
        {
            case >= 512:
                Planes<Vector512<TElement>, PoolingLanes512<TElement>, SixteenDoubles512>(index);
                break;
            case 256:
                Planes<Vector256<TElement>, PoolingLanes256<TElement>, SixteenDoubles256>(index);
                break;
            case 128:
                Planes<Vector128<TElement>, PoolingLanes128<TElement>, SixteenDoubles128>(index);
                break;
            default:
                Planes<TElement, PoolingLanes1<TElement>, SixteenDoubles128>(index);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Planes<TVector, TLanes, TDoubles>(int index)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<TElement, TVector>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        int first = index * geometry.PlanesEach, end = Partition.End(first, geometry.PlanesEach, geometry.Planes);
        AveragePoolingWindows<TElement> windows = new AveragePoolingWindows<TElement>(geometry, divisors, split);
        for (int plane = first; plane < end; plane++)
        {
            windows.Plane<TVector, TLanes, TDoubles>(x + ((nint)plane * geometry.InputVolume), y + ((nint)plane * geometry.OutputVolume));
        }
    }
}
