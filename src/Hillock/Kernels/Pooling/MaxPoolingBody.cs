using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>The largest elements of a block of planes: pairs, windows side by side, or columns.</summary>
internal readonly unsafe struct MaxPoolingBody<T>(PoolingGeometry geometry, PoolingSplit? split, T* x, T* y, int* places, int vectorBits) : IParallelBody
    where T : unmanaged
{
    public void Invoke(int index)
    {
        // Pairs are taken in vectors that a row of the output fills.
        bool pairs = MaxPoolingPairs<T>.Fits(geometry);
        int bits = pairs ? Math.Min(vectorBits, 8 * sizeof(T) * Math.Min(geometry.X.Output, 64)) : vectorBits;
        switch (bits)
        {
            case >= 512:
                Planes<Vector512<T>, PoolingLanes512<T>>(index, pairs);
                break;
            case >= 256:
                Planes<Vector256<T>, PoolingLanes256<T>>(index, pairs);
                break;
            case >= 128:
                Planes<Vector128<T>, PoolingLanes128<T>>(index, pairs);
                break;
            default:
                Planes<T, PoolingLanes1<T>>(index, pairs);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Planes<TVector, TLanes>(int index, bool pairs)
        where TVector : struct
        where TLanes : struct, IPoolingLanes<T, TVector>
    {
        PoolingBlock block = geometry.Block(index, geometry.OutputRows);
        nint input = (nint)block.First * geometry.InputVolume, output = (nint)block.First * geometry.OutputVolume;
        if (pairs)
        {
            MaxPoolingPairs<T>.Run<TVector, TLanes>(geometry, block, x, y, places);
            return;
        }

        if (!geometry.X.IsWide)
        {
            MaxPoolingColumns<T> columns = new MaxPoolingColumns<T>(geometry);
            for (int plane = block.First; plane < block.End; plane++)
            {
                columns.Plane<TVector, TLanes>(x + input, y + output, places == null ? null : places + output, block);
                input += geometry.InputVolume;
                output += geometry.OutputVolume;
            }

            return;
        }

        MaxPoolingWindows<T> windows = new MaxPoolingWindows<T>(geometry, split!, places != null);
        for (int plane = block.First; plane < block.End; plane++)
        {
            windows.Plane<TVector, TLanes>(x + input, y + output, places == null ? null : places + output, block);
            input += geometry.InputVolume;
            output += geometry.OutputVolume;
        }
    }
}
