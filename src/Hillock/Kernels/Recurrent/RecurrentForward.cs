using System.Numerics;
using Hillock.Activations;

namespace Hillock.Kernels;

/// <summary>A recurrent layer in one direction, forward: the input's part of all gates by one product, then blocks of rows through all steps.</summary>
/// <remarks>
/// What goes into a gate is one chain of fused multiply-adds: from the sum of the biases over the inputs, then over the hidden state. So the bits of a row
/// depend on the row alone, not on the batch, the blocks, the vectors or the threads.
/// </remarks>
internal readonly unsafe struct RecurrentForward<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RecurrentProblem<T> _problem;
    private readonly T* _hiddenColumns;
    private readonly T* _outputColumns;
    private readonly int _rowsEach;

    private RecurrentForward(in RecurrentProblem<T> problem, T* hiddenColumns, T* outputColumns, int rowsEach)
    {
        _problem = problem;
        _hiddenColumns = hiddenColumns;
        _outputColumns = outputColumns;
        _rowsEach = rowsEach;
    }

    /// <summary>Computes gates, cells and states; the initial slots of states and cells are there already.</summary>
    /// <param name="problem">The layer.</param>
    /// <param name="hiddenColumns">The transpose of the hidden weight, <c>[outputs, gates·hidden]</c>.</param>
    /// <param name="outputColumns">The transpose of the projection, <c>[hidden, outputs]</c>, or null.</param>
    internal static void Run(in RecurrentProblem<T> problem, T* hiddenColumns, T* outputColumns)
    {
        if (problem.Batch == 0)
        {
            return;
        }

        Inputs(in problem);
        int rowsEach = RecurrentBlocks.Rows(problem.Batch);
        Parallelism.For(Partition.Count(problem.Batch, rowsEach), new RecurrentForward<T>(in problem, hiddenColumns, outputColumns, rowsEach));
    }

    public void Invoke(int index)
    {
        int start = index * _rowsEach;
        int rows = Math.Min(_rowsEach, _problem.Batch - start);
        for (int step = 0; step < _problem.Steps; step++)
        {
            Step(start, rows, _problem.Time(step));
        }
    }

    /// <summary>The biases, and the products of all inputs with the weight.</summary>
    private static void Inputs(in RecurrentProblem<T> p)
    {
        int rows = p.Steps * p.Batch, columns = p.Columns, hidden = p.Hidden;
        Span<T> all = new Span<T>(p.Gates, rows * columns);
        if (p.InputBias == null)
        {
            all.Clear();
        }
        else
        {
            Span<T> first = all[..columns];
            for (int j = 0; j < first.Length; j++)
            {
                first[j] = Bias(in p, j);
            }

            for (int i = 1; i < rows; i++)
            {
                first.CopyTo(all.Slice(i * columns, columns));
            }
        }

        if (p.Kind == RecurrentKind.Gru)
        {
            Product(in p, 2 * hidden, hidden, 0);
            Product(in p, 0, 2 * hidden, hidden);
        }
        else
        {
            Product(in p, 0, columns, 0);
        }
    }

    private static T Bias(in RecurrentProblem<T> p, int column)
    {
        int hidden = p.Hidden;
        return p.Kind != RecurrentKind.Gru ? p.InputBias[column] + p.HiddenBias[column]
            : column < hidden ? p.InputBias[(2 * hidden) + column]
            : column < 3 * hidden ? p.InputBias[column - hidden] + p.HiddenBias[column - hidden]
            : p.HiddenBias[column - hidden];
    }

    private static void Product(in RecurrentProblem<T> p, int from, int count, int to) =>
        RecurrentProducts.Shared(
            p.X, MatrixLayout.RowMajor(p.Steps * p.Batch, p.Inputs), p.InputWeight + ((nint)from * p.Inputs), new MatrixLayout(p.Inputs, count, 1, p.Inputs),
            p.Gates + to, MatrixLayout.RowMajor(p.Steps * p.Batch, count, p.Columns), accumulate: true);

    private void Step(int start, int rows, int time)
    {
        RecurrentProblem<T> p = _problem;
        int hidden = p.Hidden, outputs = p.Outputs, columns = p.Columns;
        nint row = ((nint)time * p.Batch) + start;
        nint before = ((nint)p.Before(time) * p.Batch) + start, after = ((nint)p.After(time) * p.Batch) + start;
        T* gates = p.Gates + (row * columns);
        T* states = p.States + (after * outputs);
        RecurrentProducts.Own(
            p.States + (before * outputs), outputs, _hiddenColumns, gates + p.HiddenStart, columns, rows, p.GateCount * hidden, outputs, accumulate: true);

        GateRow<T> first = new GateRow<T> { Gates = gates, Before = p.States + (before * outputs), After = states };
        switch (p.Kind)
        {
            case RecurrentKind.Tanh:
                Map.Apply(new Tanh(), new ReadOnlySpan<T>(gates, rows * hidden), new Span<T>(states, rows * hidden));
                break;
            case RecurrentKind.Relu:
                Map.Apply(new Relu(), new ReadOnlySpan<T>(gates, rows * hidden), new Span<T>(states, rows * hidden));
                break;
            case RecurrentKind.Lstm:
                first.CellBefore = p.Cells + (before * hidden);
                first.CellAfter = p.Cells + (after * hidden);
                first.After = p.Unprojected == null ? states : p.Unprojected + (row * hidden);
                Sigmoids(gates, 0, 2 * hidden, rows);
                Tangents(gates, 2 * hidden, rows);
                Sigmoids(gates, 3 * hidden, hidden, rows);
                GateRows<T, LstmCells<T>>.Run(in p, in first, start, rows, time);
                Map.Apply(new Tanh(), new ReadOnlySpan<T>(first.CellAfter, rows * hidden), new Span<T>(first.After, rows * hidden));
                GateRows<T, LstmOutputs<T>>.Run(in p, in first, start, rows, time);
                break;
            default:
                Sigmoids(gates, hidden, 2 * hidden, rows);
                GateRows<T, GruCandidates<T>>.Run(in p, in first, start, rows, time);
                Tangents(gates, 0, rows);
                GateRows<T, GruStates<T>>.Run(in p, in first, start, rows, time);
                break;
        }

        if (p.Unprojected != null)
        {
            RecurrentProducts.Own(first.After, hidden, _outputColumns, states, outputs, rows, outputs, hidden, accumulate: false);
        }

        if (p.Lengths != null)
        {
            Keep(start, rows, time);
        }
    }

    /// <summary>Rows without the step keep what they had.</summary>
    private void Keep(int start, int rows, int time)
    {
        RecurrentProblem<T> p = _problem;
        for (int i = start; i < start + rows; i++)
        {
            if (p.Has(i, time))
            {
                continue;
            }

            nint before = ((nint)p.Before(time) * p.Batch) + i, after = ((nint)p.After(time) * p.Batch) + i;
            new ReadOnlySpan<T>(p.States + (before * p.Outputs), p.Outputs).CopyTo(new Span<T>(p.States + (after * p.Outputs), p.Outputs));
            if (p.Kind == RecurrentKind.Lstm)
            {
                new ReadOnlySpan<T>(p.Cells + (before * p.Hidden), p.Hidden).CopyTo(new Span<T>(p.Cells + (after * p.Hidden), p.Hidden));
            }

            if (p.Unprojected != null)
            {
                new Span<T>(p.Unprojected + ((((nint)time * p.Batch) + i) * p.Hidden), p.Hidden).Clear();
            }
        }
    }

    private void Sigmoids(T* gates, int from, int count, int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            T* start = gates + ((nint)i * _problem.Columns) + from;
            Map.Apply(new Sigmoid(), new ReadOnlySpan<T>(start, count), new Span<T>(start, count));
        }
    }

    private void Tangents(T* gates, int from, int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            T* start = gates + ((nint)i * _problem.Columns) + from;
            Map.Apply(new Tanh(), new ReadOnlySpan<T>(start, _problem.Hidden), new Span<T>(start, _problem.Hidden));
        }
    }
}
