using System.Numerics;
using Hillock.Activations;

namespace Hillock.Kernels;

/// <summary>
/// A recurrent layer in one direction, backward through time: blocks of rows through all steps, then one product for each gradient of a weight.
/// </summary>
internal readonly unsafe struct RecurrentBackward<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RecurrentProblem<T> _problem;
    private readonly RecurrentSlopes<T> _slopes;
    private readonly int _rowsEach;

    private RecurrentBackward(in RecurrentProblem<T> problem, in RecurrentSlopes<T> slopes, int rowsEach)
    {
        _problem = problem;
        _slopes = slopes;
        _rowsEach = rowsEach;
    }

    /// <summary>Computes the gradients of gates, initial states, input and weights.</summary>
    internal static void Run(in RecurrentProblem<T> problem, in RecurrentSlopes<T> slopes)
    {
        if (problem.Batch > 0)
        {
            int rowsEach = RecurrentBlocks.Rows(problem.Batch);
            Parallelism.For(Partition.Count(problem.Batch, rowsEach), new RecurrentBackward<T>(in problem, in slopes, rowsEach));
        }

        Inputs(in problem, in slopes);
        Weights(in problem, in slopes);
    }

    public void Invoke(int index)
    {
        int start = index * _rowsEach;
        int rows = Math.Min(_rowsEach, _problem.Batch - start);
        for (int step = _problem.Steps - 1; step >= 0; step--)
        {
            Step(start, rows, _problem.Time(step));
        }
    }

    private static void Inputs(in RecurrentProblem<T> p, in RecurrentSlopes<T> slopes)
    {
        if (slopes.X == null)
        {
            return;
        }

        int rows = p.Steps * p.Batch, hidden = p.Hidden, columns = p.Columns, inputs = p.Inputs;
        MatrixLayout layout = MatrixLayout.RowMajor(rows, inputs);
        if (p.Kind == RecurrentKind.Gru)
        {
            RecurrentProducts.Shared(
                slopes.Gates, MatrixLayout.RowMajor(rows, hidden, columns), p.InputWeight + (2 * (nint)hidden * inputs),
                MatrixLayout.RowMajor(hidden, inputs), slopes.X, layout, accumulate: false);
            RecurrentProducts.Shared(
                slopes.Gates + hidden, MatrixLayout.RowMajor(rows, 2 * hidden, columns), p.InputWeight,
                MatrixLayout.RowMajor(2 * hidden, inputs), slopes.X, layout, accumulate: true);
        }
        else
        {
            RecurrentProducts.Shared(
                slopes.Gates, MatrixLayout.RowMajor(rows, columns), p.InputWeight, MatrixLayout.RowMajor(columns, inputs), slopes.X, layout,
                accumulate: false);
        }
    }

    private static void Weights(in RecurrentProblem<T> p, in RecurrentSlopes<T> slopes)
    {
        int hidden = p.Hidden, inputs = p.Inputs;
        if (slopes.InputWeight != null)
        {
            if (p.Kind == RecurrentKind.Gru)
            {
                Weight(in p, slopes.Gates, hidden, p.X, inputs, slopes.InputWeight + (2 * (nint)hidden * inputs));
                Weight(in p, slopes.Gates + hidden, 2 * hidden, p.X, inputs, slopes.InputWeight);
            }
            else
            {
                Weight(in p, slopes.Gates, p.Columns, p.X, inputs, slopes.InputWeight);
            }
        }

        if (slopes.HiddenWeight != null)
        {
            T* before = p.States + (p.Reverse ? (nint)p.Batch * p.Outputs : 0);
            Weight(in p, slopes.Gates + p.HiddenStart, p.GateCount * hidden, before, p.Outputs, slopes.HiddenWeight);
        }

        if (slopes.Projection != null)
        {
            int rows = p.Steps * p.Batch;
            T* after = slopes.States + (p.Reverse ? 0 : (nint)p.Batch * p.Outputs);
            RecurrentProducts.Shared(
                after, MatrixLayout.RowMajor(rows, p.Outputs).Transposed, p.Unprojected, MatrixLayout.RowMajor(rows, hidden), slopes.Projection,
                MatrixLayout.RowMajor(p.Outputs, hidden), accumulate: false);
        }
    }

    /// <summary>The product over all steps and rows.</summary>
    private static void Weight(in RecurrentProblem<T> p, T* gates, int count, T* x, int width, T* to)
    {
        int rows = p.Steps * p.Batch;
        RecurrentProducts.Shared(
            gates, MatrixLayout.RowMajor(rows, count, p.Columns).Transposed, x, MatrixLayout.RowMajor(rows, width), to, MatrixLayout.RowMajor(count, width),
            accumulate: false);
    }

    private void Step(int start, int rows, int time)
    {
        RecurrentProblem<T> p = _problem;
        int hidden = p.Hidden, outputs = p.Outputs, columns = p.Columns;
        nint row = ((nint)time * p.Batch) + start;
        nint before = ((nint)p.Before(time) * p.Batch) + start, after = ((nint)p.After(time) * p.Batch) + start;
        GateRow<T> first = new GateRow<T>
        {
            Gates = p.Gates + (row * columns),
            GateGradients = _slopes.Gates + (row * columns),
            Before = p.States + (before * outputs),
            After = p.States + (after * outputs),
            BeforeGradient = _slopes.States + (before * outputs),
            AfterGradient = _slopes.States + (after * outputs),
        };
        switch (p.Kind)
        {
            case RecurrentKind.Tanh:
                GateRows<T, TanhBackward<T>>.Run(in p, in first, start, rows, time);
                break;
            case RecurrentKind.Relu:
                GateRows<T, ReluBackward<T>>.Run(in p, in first, start, rows, time);
                break;
            case RecurrentKind.Lstm:
                if (p.Projection != null)
                {
                    T* unprojected = _slopes.Unprojected + ((nint)start * hidden);
                    RecurrentProducts.Own(first.AfterGradient, outputs, p.Projection, unprojected, hidden, rows, hidden, outputs, accumulate: false);
                    first.AfterGradient = unprojected;
                }

                first.CellBefore = p.Cells + (before * hidden);
                first.CellGradient = _slopes.Cells + ((nint)start * hidden);
                first.CellTangent = _slopes.Tangents + ((nint)start * hidden);
                Map.Apply(new Tanh(), new ReadOnlySpan<T>(p.Cells + (after * hidden), rows * hidden), new Span<T>(first.CellTangent, rows * hidden));
                GateRows<T, LstmBackward<T>>.Run(in p, in first, start, rows, time);
                break;
            default:
                GateRows<T, GruBackward<T>>.Run(in p, in first, start, rows, time);
                break;
        }

        if (p.Lengths != null)
        {
            Keep(start, rows, time);
        }

        RecurrentProducts.Own(
            first.GateGradients + p.HiddenStart, columns, p.HiddenWeight, first.BeforeGradient, outputs, rows, outputs, p.GateCount * hidden,
            accumulate: true);
    }

    /// <summary>Rows without the step hand their gradient on as it is.</summary>
    private void Keep(int start, int rows, int time)
    {
        RecurrentProblem<T> p = _problem;
        for (int i = start; i < start + rows; i++)
        {
            if (p.Has(i, time))
            {
                continue;
            }

            new Span<T>(_slopes.Gates + ((((nint)time * p.Batch) + i) * p.Columns), p.Columns).Clear();
            T* from = _slopes.States + ((((nint)p.After(time) * p.Batch) + i) * p.Outputs);
            T* to = _slopes.States + ((((nint)p.Before(time) * p.Batch) + i) * p.Outputs);
            for (int j = 0; j < p.Outputs; j++)
            {
                to[j] += from[j];
            }
        }
    }
}
