using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>The gradient of averages for a block of planes.</summary>
internal readonly unsafe struct AveragePoolingGradient<TElement>(
    PoolingGeometry geometry, PoolingDivisors divisors, PoolingCover z, PoolingCover y, PoolingCover x, AveragePoolingRuns? runs, TElement* dy, TElement* dx,
    int vectorBits)
    : IParallelBody
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The rows of a plane that can be computed apart from each other.</summary>
    internal static int Rows(PoolingGeometry geometry, PoolingDivisors divisors) => AveragePoolingShares<TElement>.Fits(geometry, divisors)
        ? AveragePoolingShares<TElement>.Rows(geometry)
        : geometry.InputRows;

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
        PoolingBlock block = geometry.Block(index, Rows(geometry, divisors));
        TElement* source = dy + ((nint)block.First * geometry.OutputVolume), target = dx + ((nint)block.First * geometry.InputVolume);
        if (AveragePoolingShares<TElement>.Fits(geometry, divisors))
        {
            AveragePoolingShares<TElement>.Run<TVector, TLanes>(geometry, divisors, block, source, target);
            return;
        }

        AveragePoolingSpread<TElement> spread = new AveragePoolingSpread<TElement>(geometry, divisors, z, y, x, runs);
        for (int plane = block.First; plane < block.End; plane++)
        {
            spread.Plane<TDoubles>(source, target, block);
            source += geometry.OutputVolume;
            target += geometry.InputVolume;
        }
    }
}
