using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The backward of <c>h = tanh(a)</c>: <c>da = dh·(1 − h²)</c>, in factors that do not cancel.</summary>
internal readonly unsafe struct TanhBackward<T> : IGateFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes h = TLanes.Load(ref *row.After, j);
        (TLanes.Load(ref *row.AfterGradient, j) * ((TLanes.One - h) * (TLanes.One + h))).Store(ref *row.GateGradients, j);
    }
}

/// <summary>The backward of <c>h = max(a, 0)</c>: <c>da = dh</c> where <c>h &gt; 0</c>.</summary>
internal readonly unsafe struct ReluBackward<T> : IGateFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T> =>
        TLanes.Select(TLanes.Load(ref *row.After, j) > TLanes.Zero, TLanes.Load(ref *row.AfterGradient, j), TLanes.Zero).Store(ref *row.GateGradients, j);
}
