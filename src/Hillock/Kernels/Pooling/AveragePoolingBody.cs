using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>The averages of a block of planes: pairs, windows side by side, or columns.</summary>
internal readonly unsafe struct AveragePoolingBody<TElement>(
    PoolingGeometry geometry, PoolingDivisors divisors, PoolingSplit? split, TElement* x, TElement* y, int vectorBits) : IParallelBody
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    public void Invoke(int index)
    {
        // Pairs are taken in vectors that a row of the output fills.
        bool pairs = AveragePoolingPairs<TElement>.Fits(geometry, divisors);
        int bits = pairs ? Math.Min(vectorBits, 8 * sizeof(TElement) * Math.Min(geometry.X.Output, 64)) : vectorBits;
        switch (bits)
        {
            case >= 512:
                Planes<Vector512<TElement>, PoolingLanes512<TElement>, SixteenDoubles512>(index, pairs);
                break;
            case >= 256:
                Planes<Vector256<TElement>, PoolingLanes256<TElement>, SixteenDoubles256>(index, pairs);
                break;
            case >= 128:
                Planes<Vector128<TElement>, PoolingLanes128<TElement>, SixteenDoubles128>(index, pairs);
                break;
            default:
                Planes<TElement, PoolingLanes1<TElement>, SixteenDoubles128>(index, pairs);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Planes<TVector, TLanes, TDoubles>(int index, bool pairs)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<TElement, TVector>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        PoolingBlock block = geometry.Block(index, geometry.OutputRows);
        if (pairs)
        {
            AveragePoolingPairs<TElement>.Run<TVector, TLanes>(geometry, divisors, block, x, y);
            return;
        }

        if (!geometry.X.IsWide)
        {
            AveragePoolingColumns<TElement> columns = new AveragePoolingColumns<TElement>(geometry, divisors);
            for (int plane = block.First; plane < block.End; plane++)
            {
                columns.Plane<TDoubles>(x + ((nint)plane * geometry.InputVolume), y + ((nint)plane * geometry.OutputVolume), block);
            }

            return;
        }

        AveragePoolingWindows<TElement> windows = new AveragePoolingWindows<TElement>(geometry, divisors, split!);
        for (int plane = block.First; plane < block.End; plane++)
        {
            windows.Plane<TVector, TLanes, TDoubles>(x + ((nint)plane * geometry.InputVolume), y + ((nint)plane * geometry.OutputVolume), block);
        }
    }
}
