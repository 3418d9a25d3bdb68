using System.Globalization;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What recurrent modules demand of their arguments.</summary>
internal static class RecurrentChecks
{
    /// <summary>The rows of a weight: the hidden size for each gate.</summary>
    internal static int GateRows(string module, RecurrentKind kind, int hiddenSize)
    {
        int gates = RecurrentProblem<float>.GatesOf(kind);
        return TensorSize.Fitting(
            TensorSize.Product(gates, hiddenSize), module, $"a weight with {gates} times hiddenSize rows, together an axis", "take a smaller hiddenSize",
            nameof(hiddenSize));
    }

    internal static void Sizes(int inputSize, int hiddenSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
    }

    internal static void Layers(string module, int hiddenSize, int numLayers, double dropout, int projectionSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numLayers, 1);
        if (!(dropout is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(dropout), dropout, $"{module} expects a dropout probability from 0 to 1 but got {dropout.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (projectionSize < 0 || projectionSize >= hiddenSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(projectionSize), projectionSize,
                $"{module} expects a projection from 1 to {hiddenSize - 1}, narrower than hiddenSize: {hiddenSize}, or 0 for none, but got {projectionSize}; " +
                "leave projectionSize out for outputs of the hidden size.");
        }
    }

    internal static void Nonlinearity(string module, RnnNonlinearity nonlinearity)
    {
        if (nonlinearity is not (RnnNonlinearity.Tanh or RnnNonlinearity.Relu))
        {
            throw new ArgumentOutOfRangeException(
                nameof(nonlinearity), nonlinearity, $"{module} expects RnnNonlinearity.Tanh or Relu but got {nonlinearity}; choose one of them.");
        }
    }

    /// <summary>Refuses an input of a sequence.</summary>
    internal static void Sequence(string module, Tensor x, int inputSize, bool batchFirst, DataType type)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank is not (2 or 3) || x.Shape[-1] != inputSize)
        {
            string wayOut = x.Rank is 2 or 3
                ? $"use inputSize: {x.Shape[-1]}"
                : x.Rank == 1 ? "add the axis of steps by Unsqueeze(0)" : "reshape it so that steps and batch are one axis each";
            throw new ArgumentException(
                $"{module} expects x of {(batchFirst ? "[batch, steps" : "[steps, batch")}, {inputSize}], or [steps, {inputSize}] without a batch, but got " +
                $"{x.Shape}; {wayOut}.", nameof(x));
        }

        if (x.Shape[x.Rank == 3 && batchFirst ? 1 : 0] == 0)
        {
            throw new ArgumentException($"{module} expects a sequence of 1 step or more but got {x.Shape}; leave out empty sequences.", nameof(x));
        }

        Type(module, x, type, nameof(x));
    }

    /// <summary>Refuses an input of one step.</summary>
    internal static void Step(string module, Tensor x, int inputSize, DataType type)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank is not (1 or 2) || x.Shape[-1] != inputSize)
        {
            string wayOut = x.Rank is 1 or 2 ? $"use inputSize: {x.Shape[-1]}" : "a cell takes one step: pass x.Select(axis, step)";
            throw new ArgumentException(
                $"{module} expects x of [batch, {inputSize}], or [{inputSize}] without a batch, but got {x.Shape}; {wayOut}.", nameof(x));
        }

        Type(module, x, type, nameof(x));
    }

    /// <summary>Refuses a state.</summary>
    internal static void State(string module, Tensor? state, Shape expected, DataType type, string name)
    {
        if (state is null)
        {
            return;
        }

        if (!state.Shape.Equals(expected))
        {
            throw new ArgumentException(
                $"{module} expects {name} of {expected} but got {state.Shape}; reshape it, or leave it out for zeros.", name);
        }

        Type(module, state, type, name);
    }

    /// <summary>Brings lengths into a tensor; null where all sequences are whole.</summary>
    internal static Tensor? Lengths(string module, IReadOnlyList<int>? lengths, int batch, int steps, bool batchFirst)
    {
        if (lengths is null)
        {
            return null;
        }

        if (lengths.Count != batch)
        {
            string wayOut = lengths.Count != steps || lengths.Count == 0 ? $"leave them out if all have {steps} steps"
                : batchFirst ? "x is read as [batch, steps, features]: leave out batchFirst if the steps are first"
                : "x is read as [steps, batch, features]: make the layer with batchFirst: true if the batch is first";
            throw new ArgumentException(
                $"{module} expects {batch} {(batch == 1 ? "length" : "lengths")}, one for each sequence of the batch, but got {lengths.Count}; {wayOut}.",
                nameof(lengths));
        }

        bool isWhole = true;
        for (int i = 0; i < lengths.Count; i++)
        {
            if (lengths[i] < 1 || lengths[i] > steps)
            {
                throw new ArgumentException(
                    $"{module} expects lengths from 1 to {steps}, the steps of x, but lengths[{i}] is {lengths[i]}; " +
                    (lengths[i] < 1 ? "leave out empty sequences." : "pad x to the longest sequence."), nameof(lengths));
            }

            isWhole &= lengths[i] == steps;
        }

        return isWhole ? null : Tensor.From((int[])[.. lengths]);
    }

    private static void Type(string module, Tensor tensor, DataType type, string name)
    {
        if (tensor.DataType != type)
        {
            throw new ArgumentException(
                $"{module} expects {name} of the parameters' type {type.Name()} but got {tensor.DataType.Name()}; convert with To(DataType.{type}).", name);
        }
    }
}
