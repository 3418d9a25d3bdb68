using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Backward of log-softmax: <c>dx = β·(dy − exp(y)·Σ dy)</c>.</summary>
internal readonly struct LogSoftmaxBackwardKernel<TElement>(double beta) : IRowKernel<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    // 2⁻⁵⁰ and 2⁻⁴⁵⁰.
    private static double SmallTotal => typeof(TElement) == typeof(float) ? 8.881784197001252e-16 : 3.4395525670743494e-136;

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
    private static double Total<TLanes, TSums>(ref TElement y, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums> =>
        WholeSums.Sum<TLanes, TSums, TElement>(ref y, length, WholeSums.Bound<TLanes, TElement>(ref y, length));

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private void Row<TLanes, TSums>(ref TElement x, ref TElement y, ref TElement z, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        double total = Total<TLanes, TSums>(ref y, length);

        // Exponentials are lifted out of the subnormal numbers and the sum is lowered; not one so small that it would be subnormal then, since its
        // product with such an exponential is 0 in any case.
        bool isLifted = !(Math.Abs(total) < SmallTotal);
        TLanes sum = TLanes.Create(TElement.CreateTruncating(isLifted ? total * SoftmaxShift<TElement>.Lowering : total));
        TLanes floor = TLanes.Const(-SoftmaxShift<TElement>.Range);
        TLanes exponent = TLanes.Const(isLifted ? -SoftmaxShift<TElement>.Lift : 0);
        TLanes scale = TLanes.Create(TElement.CreateTruncating(beta));
        nuint i = 0;
        for (; i + (nuint)TLanes.Count <= length; i += (nuint)TLanes.Count)
        {
            Term(TLanes.Load(ref x, i), TLanes.Load(ref y, i), sum, scale, floor, exponent).Store(ref z, i);
        }

        if (i < length)
        {
            Unsafe.SkipInit(out Chunk16<TElement> lastX);
            Unsafe.SkipInit(out Chunk16<TElement> lastY);
            Chunk16.Fill<TLanes, TElement>(ref lastX.First, TElement.Zero);
            Chunk16.Fill<TLanes, TElement>(ref lastY.First, TElement.Zero);
            Chunk16.Copy(ref Unsafe.Add(ref x, i), ref lastX.First, length - i);
            Chunk16.Copy(ref Unsafe.Add(ref y, i), ref lastY.First, length - i);
            Term(TLanes.Load(ref lastX.First, 0), TLanes.Load(ref lastY.First, 0), sum, scale, floor, exponent).Store(ref lastX.First, 0);
            Chunk16.Copy(ref lastX.First, ref Unsafe.Add(ref z, i), length - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Term<T>(T y, T dy, T sum, T scale, T floor, T exponent)
        where T : struct, IReal<T> =>
        scale * T.NegatedMultiplyAdd(SoftmaxTerms.Exponential<T>(y, false, floor, exponent), sum, dy);
}
