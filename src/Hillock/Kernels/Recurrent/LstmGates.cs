using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The cell <c>c = f·c₀ + i·g</c> from gates that have been through their functions.</summary>
internal readonly unsafe struct LstmCells<T> : IGateFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes entering = TLanes.Load(ref *row.Gates, j) * TLanes.Load(ref *row.Gates, (2 * hidden) + j);
        TLanes.FusedMultiplyAdd(TLanes.Load(ref *row.Gates, hidden + j), TLanes.Load(ref *row.CellBefore, j), entering).Store(ref *row.CellAfter, j);
    }
}

/// <summary>The output <c>h = o·tanh(c)</c>, where <c>tanh(c)</c> stands already.</summary>
internal readonly unsafe struct LstmOutputs<T> : IGateFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T> =>
        (TLanes.Load(ref *row.Gates, (3 * hidden) + j) * TLanes.Load(ref *row.After, j)).Store(ref *row.After, j);
}

/// <summary>The gradients of an LSTM's gates and of the cell before.</summary>
internal readonly unsafe struct LstmBackward<T> : IGateFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes i = TLanes.Load(ref *row.Gates, j);
        TLanes f = TLanes.Load(ref *row.Gates, hidden + j);
        TLanes g = TLanes.Load(ref *row.Gates, (2 * hidden) + j);
        TLanes o = TLanes.Load(ref *row.Gates, (3 * hidden) + j);
        TLanes tangent = TLanes.Load(ref *row.CellTangent, j);
        TLanes dh = TLanes.Load(ref *row.AfterGradient, j);
        TLanes slope = (TLanes.One - tangent) * (TLanes.One + tangent);
        TLanes dc = TLanes.FusedMultiplyAdd(dh * o, slope, TLanes.Load(ref *row.CellGradient, j));
        (dc * g * (i * (TLanes.One - i))).Store(ref *row.GateGradients, j);
        (dc * TLanes.Load(ref *row.CellBefore, j) * (f * (TLanes.One - f))).Store(ref *row.GateGradients, hidden + j);
        (dc * i * ((TLanes.One - g) * (TLanes.One + g))).Store(ref *row.GateGradients, (2 * hidden) + j);
        (dh * tangent * (o * (TLanes.One - o))).Store(ref *row.GateGradients, (3 * hidden) + j);
        (dc * f).Store(ref *row.CellGradient, j);
    }
}
