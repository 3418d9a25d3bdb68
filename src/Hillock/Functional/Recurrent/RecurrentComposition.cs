using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The gradients of a recurrent layer by differentiable operations, a step at a time: what gradients of gradients are made of.</summary>
internal sealed class RecurrentComposition
{
    private readonly RecurrentArguments _arguments;
    private readonly Tensor _hiddenWeight;
    private readonly Tensor? _projection;
    private readonly Tensor? _mask;
    private readonly List<Step> _steps = [];

    internal RecurrentComposition(RecurrentArguments arguments)
    {
        _arguments = arguments;
        _hiddenWeight = arguments.All[RecurrentArguments.HiddenWeight]!;
        _projection = arguments.All[RecurrentArguments.Projection];
        _mask = arguments.Mask();
        Forward();
    }

    /// <summary>Sends the gradients on.</summary>
    /// <param name="parts">The gradients of outputs, final hidden state and final cell; null where there is none.</param>
    /// <param name="parents">The nodes of the arguments.</param>
    /// <param name="sink">Where to.</param>
    internal void Backward(Tensor?[] parts, Node?[] parents, GradientSink sink)
    {
        Shape hidden = [_arguments.Batch, _arguments.Outputs], cell = [_arguments.Batch, _arguments.Units];
        Tensor dh = parts[RecurrentNode.HiddenPart] ?? Tensor.Zeros(hidden, _arguments.Type);
        Tensor dc = parts[RecurrentNode.CellPart] ?? Tensor.Zeros(cell, _arguments.Type);
        Tensor[] byInput = new Tensor[_steps.Count], byHidden = new Tensor[_steps.Count], projected = new Tensor[_steps.Count];
        for (int s = _steps.Count - 1; s >= 0; s--)
        {
            Step step = _steps[s];
            if (parts[RecurrentNode.OutputsPart] is { } outputs)
            {
                dh = F.Add(dh, outputs.Select(0, step.Time));
            }

            Tensor? mask = _mask?.Select(0, step.Time);
            (Tensor own, Tensor? kept) = Part(mask, dh);
            (Tensor ownCell, Tensor? keptCell) = Part(mask, dc);
            projected[s] = own;
            own = _projection is null ? own : F.MatMul(own, _projection);
            Tensor? past;
            (byInput[s], byHidden[s], past, ownCell) = Gates(step, own, ownCell);
            dh = F.MatMul(byHidden[s], _hiddenWeight);
            dh = past is null ? dh : F.Add(dh, past);
            dh = kept is null ? dh : F.Add(dh, kept);
            dc = keptCell is null ? ownCell : F.Add(ownCell, keptCell);
        }

        Tensor ofInput = F.Concat(byInput), ofHidden = F.Concat(byHidden);
        Send(RecurrentArguments.Hidden, () => dh);
        Send(RecurrentArguments.Cell, () => dc);
        Send(RecurrentArguments.X, () =>
        {
            Tensor[] all = new Tensor[_steps.Count];
            for (int s = 0; s < all.Length; s++)
            {
                all[_steps[s].Time] = F.MatMul(byInput[s], _arguments.All[RecurrentArguments.InputWeight]!);
            }

            return F.Stack(all);
        });
        Send(RecurrentArguments.InputWeight, () => F.MatMul(ofInput.Transpose(), F.Concat([.. _steps.Select(static step => step.X)])));
        Send(RecurrentArguments.HiddenWeight, () => F.MatMul(ofHidden.Transpose(), F.Concat([.. _steps.Select(static step => step.Before)])));
        Send(RecurrentArguments.InputBias, () => F.Sum(ofInput, 0));
        Send(RecurrentArguments.HiddenBias, () => F.Sum(ofHidden, 0));
        Send(RecurrentArguments.Projection, () => F.MatMul(F.Concat(projected).Transpose(), F.Concat([.. _steps.Select(static step => step.Unprojected)])));

        void Send(int place, Func<Tensor> gradient)
        {
            if (sink.Needs(parents[place]))
            {
                sink.Add(parents[place]!, gradient());
            }
        }
    }

    /// <summary>What goes to the rows that have a step, and what the others hand on.</summary>
    private static (Tensor Own, Tensor? Kept) Part(Tensor? mask, Tensor gradient) =>
        mask is null ? (gradient, null) : (F.Where(mask, gradient, 0), F.Where(mask, 0, gradient));

    private static Tensor OneMinus(Tensor x) => F.Subtract(1, x);

    /// <summary><c>d·(1 − y²)</c>.</summary>
    private static Tensor ByTangent(Tensor d, Tensor y) => F.Multiply(d, F.Multiply(OneMinus(y), F.Add(y, 1)));

    /// <summary><c>d·y·(1 − y)</c>.</summary>
    private static Tensor BySigmoid(Tensor d, Tensor y) => F.Multiply(d, F.Multiply(y, OneMinus(y)));

    private void Forward()
    {
        RecurrentArguments a = _arguments;
        Tensor hidden = a.All[RecurrentArguments.Hidden]!;
        Tensor? cell = a.All[RecurrentArguments.Cell];
        for (int s = 0; s < a.Steps; s++)
        {
            int time = a.Reverse ? a.Steps - 1 - s : s;
            Tensor x = a.All[RecurrentArguments.X]!.Select(0, time);
            Tensor input = F.Linear(x, a.All[RecurrentArguments.InputWeight]!, a.All[RecurrentArguments.InputBias]);
            Tensor recurrent = F.Linear(hidden, _hiddenWeight, a.All[RecurrentArguments.HiddenBias]);
            Step step = Compute(time, x, hidden, cell, input, recurrent);
            _steps.Add(step);
            Tensor? mask = _mask?.Select(0, time);
            hidden = mask is null ? step.After : F.Where(mask, step.After, hidden);
            cell = mask is null || cell is null ? step.CellAfter : F.Where(mask, step.CellAfter!, cell);
        }
    }

    private Step Compute(int time, Tensor x, Tensor hidden, Tensor? cell, Tensor input, Tensor recurrent)
    {
        switch (_arguments.Kind)
        {
            case RecurrentKind.Tanh:
                Tensor tangent = F.Tanh(F.Add(input, recurrent));
                return new(time, x, hidden, tangent, null, null, [], tangent);
            case RecurrentKind.Relu:
                Tensor rectified = F.Relu(F.Add(input, recurrent));
                return new(time, x, hidden, rectified, null, null, [], rectified);
            case RecurrentKind.Lstm:
                Tensor[] gates = F.Add(input, recurrent).Chunk(4, 1);
                gates = [F.Sigmoid(gates[0]), F.Sigmoid(gates[1]), F.Tanh(gates[2]), F.Sigmoid(gates[3])];
                Tensor after = F.Add(F.Multiply(gates[1], cell!), F.Multiply(gates[0], gates[2]));
                Tensor unprojected = F.Multiply(gates[3], F.Tanh(after));
                return new(time, x, hidden, _projection is null ? unprojected : F.Linear(unprojected, _projection), cell, after, gates, unprojected);
            default:
                Tensor[] inputs = input.Chunk(3, 1), recurrents = recurrent.Chunk(3, 1);
                Tensor r = F.Sigmoid(F.Add(inputs[0], recurrents[0])), z = F.Sigmoid(F.Add(inputs[1], recurrents[1]));
                Tensor n = F.Tanh(F.Add(inputs[2], F.Multiply(r, recurrents[2])));
                Tensor state = F.Add(n, F.Multiply(z, F.Subtract(hidden, n)));
                return new(time, x, hidden, state, null, null, [r, z, n, recurrents[2]], state);
        }
    }

    /// <summary>The gradients of what goes into the gates by the input and by the hidden state, and past the gates, of the state and the cell before.</summary>
    private (Tensor ByInput, Tensor ByHidden, Tensor? Past, Tensor Cell) Gates(Step step, Tensor dh, Tensor dc)
    {
        switch (_arguments.Kind)
        {
            case RecurrentKind.Tanh:
                Tensor da = ByTangent(dh, step.After);
                return (da, da, null, dc);
            case RecurrentKind.Relu:
                da = F.Where(F.Greater(step.After.Detach(), 0), dh, 0);
                return (da, da, null, dc);
            case RecurrentKind.Lstm:
                (Tensor i, Tensor f, Tensor g, Tensor o) = (step.Gates[0], step.Gates[1], step.Gates[2], step.Gates[3]);
                Tensor tangent = F.Tanh(step.CellAfter!);
                dc = F.Add(dc, ByTangent(F.Multiply(dh, o), tangent));
                da = F.Concat(
                    [
                        BySigmoid(F.Multiply(dc, g), i), BySigmoid(F.Multiply(dc, step.CellBefore!), f), ByTangent(F.Multiply(dc, i), g),
                        BySigmoid(F.Multiply(dh, tangent), o),
                    ],
                    1);
                return (da, da, null, F.Multiply(dc, f));
            default:
                (Tensor r, Tensor z, Tensor n, Tensor q) = (step.Gates[0], step.Gates[1], step.Gates[2], step.Gates[3]);
                Tensor dn = ByTangent(F.Multiply(dh, OneMinus(z)), n);
                Tensor dz = BySigmoid(F.Multiply(dh, F.Subtract(step.Before, n)), z);
                Tensor dr = BySigmoid(F.Multiply(dn, q), r);
                return (F.Concat([dr, dz, dn], 1), F.Concat([dr, dz, F.Multiply(dn, r)], 1), F.Multiply(dh, z), dc);
        }
    }

    /// <summary>What one step computed.</summary>
    private sealed record Step(
        int Time, Tensor X, Tensor Before, Tensor After, Tensor? CellBefore, Tensor? CellAfter, Tensor[] Gates, Tensor Unprojected);
}
