using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>One layer of a recurrent network in one direction: one recorded operation with up to three results.</summary>
internal static unsafe class RecurrentLayer
{
    /// <summary>Runs the layer.</summary>
    /// <returns>
    /// The outputs <c>[steps, batch, outputs]</c>, 0 past a row's length, and the final hidden state <c>[batch, outputs]</c> and cell <c>[batch, hidden]</c>,
    /// those at the row's length; the cell of an LSTM alone.
    /// </returns>
    internal static (Tensor Outputs, Tensor Hidden, Tensor? Cell) Run(RecurrentArguments arguments)
    {
        RecurrentOperands operands = new RecurrentOperands(arguments);
        if (arguments.Type == DataType.Float64)
        {
            Compute<double>(arguments, operands);
        }
        else
        {
            Compute<float>(arguments, operands);
        }

        Tensor states = operands.States;
        Tensor outputs = states.Slice(0, arguments.FirstOutput, arguments.FirstOutput + arguments.Steps);

        // Copies: what is done to a final state is not done to the outputs, and a state that is kept does not keep all of them.
        Tensor hidden = states.Select(0, arguments.FinalSlot).Detach().Clone();
        Tensor? cell = operands.Cells?.Select(0, arguments.FinalSlot).Detach().Clone();
        if (GradientMode.Enabled && arguments.All.Any(static tensor => tensor?.Node is not null))
        {
            RecurrentNode node = new RecurrentNode(arguments, operands);
            outputs = outputs.Detach().By(new RecurrentResultNode(node, RecurrentNode.OutputsPart));
            hidden = hidden.By(new RecurrentResultNode(node, RecurrentNode.HiddenPart));
            cell = cell?.By(new RecurrentResultNode(node, RecurrentNode.CellPart));
        }

        // What is carried past a row's end is a state, not an output.
        return (arguments.Mask() is { } mask ? F.Where(mask, outputs, 0) : outputs, hidden, cell);
    }

    private static void Compute<T>(RecurrentArguments arguments, RecurrentOperands operands)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Start(arguments.All[RecurrentArguments.Hidden]!, operands.States);
        if (operands.Cells is not null)
        {
            Start(arguments.All[RecurrentArguments.Cell]!, operands.Cells);
        }

        Tensor hiddenColumns = arguments.All[RecurrentArguments.HiddenWeight]!.Detach().Transpose().Contiguous();
        Tensor? outputColumns = arguments.All[RecurrentArguments.Projection]?.Detach().Transpose().Contiguous();
        using TensorPins pins = new TensorPins();
        RecurrentProblem<T> problem = operands.Problem<T>(arguments, pins);
        RecurrentForward<T>.Run(problem, (T*)pins.Pin(hiddenColumns), outputColumns is null ? null : (T*)pins.Pin(outputColumns));
        long ofRow = ((long)problem.GateCount * problem.Hidden * (problem.Inputs + problem.Outputs)) + (outputColumns?.Length ?? 0);
        MultiplyAdds.Add(problem.Steps * problem.Batch * ofRow);

        void Start(Tensor state, Tensor slots)
        {
            state.Span<T>().CopyTo(slots.Span<T>().Slice(arguments.InitialSlot * state.Length, state.Length));
            GC.KeepAlive(state);
            GC.KeepAlive(slots);
        }
    }
}
