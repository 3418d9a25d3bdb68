using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// A recurrent layer in one direction, whose backward goes through time once for all its results. Gradients that are themselves to be differentiated are made
/// of differentiable operations, a step at a time.
/// </summary>
internal sealed unsafe class RecurrentNode : Node
{
    /// <summary>The results, by number.</summary>
    internal const int OutputsPart = 0, HiddenPart = 1, CellPart = 2, Parts = 3;

    private readonly Node?[] _parents;
    private readonly SavedTensor[] _saved;
    private RecurrentArguments? _arguments;
    private RecurrentOperands? _operands;

    internal RecurrentNode(RecurrentArguments arguments, RecurrentOperands operands)
    {
        _arguments = arguments;
        _operands = operands;
        _parents = [.. arguments.All.Select(static tensor => tensor?.Node)];
        _saved = [.. arguments.All.OfType<Tensor>().Append(operands.States).Select(static tensor => new SavedTensor(tensor))];
        if (operands.Cells is not null)
        {
            _saved = [.. _saved, new SavedTensor(operands.Cells)];
        }
    }

    internal override int ParentCount => _parents.Length;

    internal override Node? Parent(int index) => _parents[index];

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        foreach (SavedTensor saved in _saved)
        {
            saved.Get(this);
        }

        Tensor?[] parts = sink.TakeParts(this);
        if (GradientMode.Enabled)
        {
            new RecurrentComposition(_arguments!).Backward(parts, _parents, sink);
        }
        else if (_arguments!.Type == DataType.Float64)
        {
            Compute<double>(_arguments, _operands!, parts, sink);
        }
        else
        {
            Compute<float>(_arguments, _operands!, parts, sink);
        }
    }

    internal override void Free()
    {
        foreach (ref SavedTensor saved in _saved.AsSpan())
        {
            saved.Free();
        }

        _arguments = null;
        _operands = null;
    }

    private void Compute<T>(RecurrentArguments arguments, RecurrentOperands operands, Tensor?[] parts, GradientSink sink)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor states = Upstream<T>(arguments, operands, parts);
        Tensor gates = Tensor.Empty(operands.Gates.Shape, arguments.Type);
        Tensor? cells = null, tangents = null, unprojected = null;
        if (operands.Cells is not null)
        {
            Shape shape = [arguments.Batch, arguments.Units];
            cells = parts[CellPart]?.Detach().Clone() ?? Tensor.Zeros(shape, arguments.Type);
            tangents = Tensor.Empty(shape, arguments.Type);
            unprojected = operands.Unprojected is null ? null : Tensor.Empty(shape, arguments.Type);
        }

        Tensor? x = Wanted(RecurrentArguments.X), projection = Wanted(RecurrentArguments.Projection);
        Tensor? inputWeight = Wanted(RecurrentArguments.InputWeight), hiddenWeight = Wanted(RecurrentArguments.HiddenWeight);
        using (TensorPins pins = new TensorPins())
        {
            RecurrentSlopes<T> slopes = new RecurrentSlopes<T>
            {
                States = At(states),
                Cells = At(cells),
                Gates = At(gates),
                Tangents = At(tangents),
                Unprojected = At(unprojected),
                X = At(x),
                InputWeight = At(inputWeight),
                HiddenWeight = At(hiddenWeight),
                Projection = At(projection),
            };
            RecurrentBackward<T>.Run(operands.Problem<T>(arguments, pins), in slopes);
            T* At(Tensor? tensor) => tensor is null ? null : (T*)pins.Pin(tensor);
        }

        Send(RecurrentArguments.X, x);
        Send(RecurrentArguments.InputWeight, inputWeight);
        Send(RecurrentArguments.HiddenWeight, hiddenWeight);
        Send(RecurrentArguments.Projection, projection);
        Send(RecurrentArguments.Hidden, sink.Needs(_parents[RecurrentArguments.Hidden]) ? states.Select(0, arguments.InitialSlot).Clone() : null);
        Send(RecurrentArguments.Cell, sink.Needs(_parents[RecurrentArguments.Cell]) ? cells : null);
        if (sink.Needs(_parents[RecurrentArguments.InputBias]) || sink.Needs(_parents[RecurrentArguments.HiddenBias]))
        {
            Biases(arguments, F.Sum(gates, 0), sink);
        }

        Tensor? Wanted(int place) => sink.Needs(_parents[place]) ? Tensor.Empty(arguments.All[place]!.Shape, arguments.Type) : null;

        void Send(int place, Tensor? own)
        {
            if (own is not null)
            {
                sink.Add(_parents[place]!, own);
            }
        }
    }

    /// <summary>The gradient of the states that arrives from outside, in their slots.</summary>
    private static Tensor Upstream<T>(RecurrentArguments arguments, RecurrentOperands operands, Tensor?[] parts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor states = Tensor.Empty(operands.States.Shape, arguments.Type);
        Span<T> all = states.Span<T>();
        int slot = arguments.Batch * arguments.Outputs;
        all.Slice(arguments.InitialSlot * slot, slot).Clear();
        Span<T> outputs = all.Slice(arguments.FirstOutput * slot, arguments.Steps * slot);
        if (parts[OutputsPart]?.Detach().Contiguous() is { } given)
        {
            given.Span<T>().CopyTo(outputs);
            GC.KeepAlive(given);
        }
        else
        {
            outputs.Clear();
        }

        if (parts[HiddenPart]?.Detach().Contiguous() is { } last)
        {
            Span<T> final = all.Slice(arguments.FinalSlot * slot, slot);
            ReadOnlySpan<T> added = last.Span<T>();
            for (int i = 0; i < final.Length; i++)
            {
                final[i] += added[i];
            }

            GC.KeepAlive(last);
        }

        GC.KeepAlive(states);
        return states;
    }

    /// <summary>The gradients of the biases from the sums of the gates' gradients.</summary>
    private void Biases(RecurrentArguments arguments, Tensor sums, GradientSink sink)
    {
        int units = arguments.Units;
        bool isGru = arguments.Kind == RecurrentKind.Gru;
        if (sink.Needs(_parents[RecurrentArguments.InputBias]))
        {
            sink.Add(
                _parents[RecurrentArguments.InputBias]!, isGru ? F.Concat([sums.Slice(0, units, 3 * units), sums.Slice(0, 0, units)]) : sums);
        }

        if (sink.Needs(_parents[RecurrentArguments.HiddenBias]))
        {
            sink.Add(_parents[RecurrentArguments.HiddenBias]!, isGru ? sums.Slice(0, units, 4 * units).Clone() : sums.Clone());
        }
    }
}

/// <summary>One of the results of a recurrent layer.</summary>
internal sealed class RecurrentResultNode(RecurrentNode whole, int part) : Node
{
    internal override int ParentCount => 1;

    internal override string Name => whole.Name;

    internal override Node? Parent(int index) => whole;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(whole))
        {
            sink.AddPart(whole, part, RecurrentNode.Parts, gradient);
        }
    }
}
