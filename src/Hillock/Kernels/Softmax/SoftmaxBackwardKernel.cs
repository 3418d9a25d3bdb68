using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Backward of softmax: <c>dx = β·y·(dy − Σ dy·y)</c>.</summary>
internal readonly struct SoftmaxBackwardKernel<TElement>(double beta) : IRowKernel<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    public void Run<TLanes, TSums>(ref TElement x, ref TElement y, ref TElement z, int rows, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        for (nuint i = 0; i < (nuint)rows; i++)
        {
            Row<TLanes, TSums>(ref Unsafe.Add(ref x, i * length), ref Unsafe.Add(ref y, i * length), ref Unsafe.Add(ref z, i * length), length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private void Row<TLanes, TSums>(ref TElement x, ref TElement y, ref TElement z, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        // The gradient of a rare element may be large, as that of its logarithm is: it is the products that have to be counted.
        double bound = WholeSums.Bound<TLanes, TElement>(ref x, ref y, length);
        TElement dot = TElement.CreateTruncating(WholeSums.Dot<TLanes, TSums, TElement>(ref x, ref y, length, bound));
        TElement scale = TElement.CreateTruncating(beta);
        nuint i = 0;
        for (; i + (nuint)TLanes.Count <= length; i += (nuint)TLanes.Count)
        {
            Term(TLanes.Load(ref x, i), TLanes.Load(ref y, i), TLanes.Create(dot), TLanes.Create(scale)).Store(ref z, i);
        }

        for (; i < length; i++)
        {
            Term(Scalar<TElement>.Load(ref x, i), Scalar<TElement>.Load(ref y, i), new(dot), new(scale)).Store(ref z, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Term<T>(T y, T dy, T dot, T scale)
        where T : struct, IReal<T> => scale * (y * (dy - dot));
}
