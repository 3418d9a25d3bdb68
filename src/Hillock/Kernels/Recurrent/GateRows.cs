using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Applies a formula to a block of rows at one step; rows without the step are left out.</summary>
internal readonly unsafe struct GateRows<T, TFormula>(RecurrentProblem<T> problem, GateRow<T> first, int start, int rows, int time) : ILanesBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFormula : struct, IGateFormula<T>
{
    private readonly RecurrentProblem<T> _problem = problem;
    private readonly GateRow<T> _first = first;

    /// <param name="problem">The layer.</param>
    /// <param name="first">Where the first row lies.</param>
    /// <param name="start">Its number.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="time">The step.</param>
    internal static void Run(in RecurrentProblem<T> problem, in GateRow<T> first, int start, int rows, int time) =>
        VectorWidth.Run<GateRows<T, TFormula>, T>(new(problem, first, start, rows, time), 0, VectorWidth.Bits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Invoke<TLanes>(int index)
        where TLanes : struct, ILanes<TLanes, T>
    {
        GateRow<T> row = _first;
        nuint hidden = (nuint)_problem.Hidden;
        int columns = _problem.Columns;
        for (int i = 0; i < rows; i++)
        {
            if (_problem.Has(start + i, time))
            {
                nuint j = Loop<TLanes>(row, hidden, 0);
                Loop<Scalar<T>>(row, hidden, j);
            }

            row.Gates += columns;
            row.GateGradients += columns;
            row.Before += hidden;
            row.After += hidden;
            row.CellBefore += hidden;
            row.CellAfter += hidden;
            row.BeforeGradient += hidden;
            row.AfterGradient += hidden;
            row.CellGradient += hidden;
            row.CellTangent += hidden;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nuint Loop<TLanes>(in GateRow<T> row, nuint hidden, nuint j)
        where TLanes : struct, ILanes<TLanes, T>
    {
        GateRow<T> local = row;
        for (; j + (nuint)TLanes.Count <= hidden; j += (nuint)TLanes.Count)
        {
            TFormula.Apply<TLanes>(local, hidden, j);
        }

        return j;
    }
}
