using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>What a recurrent layer computed, as the backward pass needs it.</summary>
internal sealed unsafe class RecurrentOperands
{
    internal RecurrentOperands(RecurrentArguments arguments)
    {
        int steps = arguments.Steps, batch = arguments.Batch, units = arguments.Units;
        States = Tensor.Empty([steps + 1, batch, arguments.Outputs], arguments.Type);
        Cells = arguments.Kind == RecurrentKind.Lstm ? Tensor.Empty([steps + 1, batch, units], arguments.Type) : null;
        Gates = Tensor.Empty([steps * batch, units * RecurrentProblem<float>.ColumnsOf(arguments.Kind)], arguments.Type);
        Unprojected = arguments.All[RecurrentArguments.Projection] is null ? null : Tensor.Empty([steps, batch, units], arguments.Type);
    }

    /// <summary>The hidden states, with the initial one.</summary>
    internal Tensor States { get; }

    /// <summary>The cells, with the initial one; null but for an LSTM.</summary>
    internal Tensor? Cells { get; }

    /// <summary>The gates.</summary>
    internal Tensor Gates { get; }

    /// <summary>What is projected; null for none.</summary>
    internal Tensor? Unprojected { get; }

    /// <summary>The addresses of all arrays, valid until the pins are disposed of.</summary>
    internal RecurrentProblem<T> Problem<T>(RecurrentArguments arguments, TensorPins pins)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return new RecurrentProblem<T>
        {
            Kind = arguments.Kind,
            Reverse = arguments.Reverse,
            Steps = arguments.Steps,
            Batch = arguments.Batch,
            Inputs = arguments.Inputs,
            Hidden = arguments.Units,
            Outputs = arguments.Outputs,
            Lengths = arguments.Lengths is null ? null : (int*)pins.Pin(arguments.Lengths),
            X = At(arguments.All[RecurrentArguments.X]),
            InputWeight = At(arguments.All[RecurrentArguments.InputWeight]),
            HiddenWeight = At(arguments.All[RecurrentArguments.HiddenWeight]),
            Projection = At(arguments.All[RecurrentArguments.Projection]),
            InputBias = At(arguments.All[RecurrentArguments.InputBias]),
            HiddenBias = At(arguments.All[RecurrentArguments.HiddenBias]),
            States = At(States),
            Cells = At(Cells),
            Gates = At(Gates),
            Unprojected = At(Unprojected),
        };

        T* At(Tensor? tensor) => tensor is null ? null : (T*)pins.Pin(tensor);
    }
}
