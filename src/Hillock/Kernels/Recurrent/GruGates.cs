using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>What goes into the candidate: <c>n + r·q</c>.</summary>
internal readonly unsafe struct GruCandidates<T> : IGateFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T> =>
        TLanes.FusedMultiplyAdd(
            TLanes.Load(ref *row.Gates, hidden + j), TLanes.Load(ref *row.Gates, (3 * hidden) + j), TLanes.Load(ref *row.Gates, j)).Store(ref *row.Gates, j);
}

/// <summary>The state <c>h = n + z·(h₀ − n)</c>.</summary>
internal readonly unsafe struct GruStates<T> : IGateFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes n = TLanes.Load(ref *row.Gates, j);
        TLanes.FusedMultiplyAdd(TLanes.Load(ref *row.Gates, (2 * hidden) + j), TLanes.Load(ref *row.Before, j) - n, n).Store(ref *row.After, j);
    }
}

/// <summary>The gradients of a GRU's gates, and of the state before along the way past the gates, which is added.</summary>
internal readonly unsafe struct GruBackward<T> : IGateFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes n = TLanes.Load(ref *row.Gates, j);
        TLanes r = TLanes.Load(ref *row.Gates, hidden + j);
        TLanes z = TLanes.Load(ref *row.Gates, (2 * hidden) + j);
        TLanes q = TLanes.Load(ref *row.Gates, (3 * hidden) + j);
        TLanes dh = TLanes.Load(ref *row.AfterGradient, j);
        TLanes dn = dh * (TLanes.One - z) * ((TLanes.One - n) * (TLanes.One + n));
        TLanes dz = dh * (TLanes.Load(ref *row.Before, j) - n) * (z * (TLanes.One - z));
        dn.Store(ref *row.GateGradients, j);
        (dn * q * (r * (TLanes.One - r))).Store(ref *row.GateGradients, hidden + j);
        dz.Store(ref *row.GateGradients, (2 * hidden) + j);
        (dn * r).Store(ref *row.GateGradients, (3 * hidden) + j);
        TLanes.FusedMultiplyAdd(dh, z, TLanes.Load(ref *row.BeforeGradient, j)).Store(ref *row.BeforeGradient, j);
    }
}
