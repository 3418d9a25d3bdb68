using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// What one layer of a recurrent network takes in one direction. All are contiguous and of one type, float32 or float64; the input is <c>[steps, batch,
/// inputs]</c>.
/// </summary>
internal sealed class RecurrentArguments
{
    /// <summary>Places in <see cref="All"/>.</summary>
    internal const int X = 0, Hidden = 1, Cell = 2, InputWeight = 3, HiddenWeight = 4, InputBias = 5, HiddenBias = 6, Projection = 7, Count = 8;

    private readonly Tensor?[] _all;

    internal RecurrentArguments(
        RecurrentKind kind, bool reverse, Tensor x, Tensor hidden, Tensor? cell, Tensor inputWeight, Tensor hiddenWeight, Tensor? inputBias,
        Tensor? hiddenBias, Tensor? projection, Tensor? lengths)
    {
        Kind = kind;
        Reverse = reverse;
        _all = [x, hidden, cell, inputWeight, hiddenWeight, inputBias, hiddenBias, projection];
        for (int i = 0; i < Count; i++)
        {
            _all[i] = _all[i]?.Contiguous();
        }

        Lengths = lengths;
        Steps = x.Shape[0];
        Batch = x.Shape[1];
        Inputs = x.Shape[2];
        Outputs = hiddenWeight.Shape[1];
        Units = hiddenWeight.Shape[0] / RecurrentProblem<float>.GatesOf(kind);
        Type = x.DataType;
    }

    /// <summary>What is computed.</summary>
    internal RecurrentKind Kind { get; }

    /// <summary>Whether time runs backwards.</summary>
    internal bool Reverse { get; }

    /// <summary>The tensors, in the order of the places; null for those left out.</summary>
    internal IReadOnlyList<Tensor?> All => _all;

    /// <summary>How many steps each row has, <c>[batch]</c> of int32; null where all have all.</summary>
    internal Tensor? Lengths { get; }

    /// <summary>The number of steps.</summary>
    internal int Steps { get; }

    /// <summary>The number of rows.</summary>
    internal int Batch { get; }

    /// <summary>The width of the input.</summary>
    internal int Inputs { get; }

    /// <summary>The width of the hidden state.</summary>
    internal int Outputs { get; }

    /// <summary>The width of the cell.</summary>
    internal int Units { get; }

    /// <summary>The type of all tensors.</summary>
    internal DataType Type { get; }

    /// <summary>The slot of the initial state among the states, and of the final one.</summary>
    internal int InitialSlot => Reverse ? Steps : 0;

    /// <inheritdoc cref="InitialSlot"/>
    internal int FinalSlot => Reverse ? 0 : Steps;

    /// <summary>The slot of the state after the first step in time.</summary>
    internal int FirstOutput => Reverse ? 0 : 1;

    /// <summary>True where a row has a step, <c>[steps, batch, 1]</c>; null where all have all.</summary>
    internal Tensor? Mask() => Lengths is null ? null : MaskOf(Lengths, Steps);

    /// <summary>True where a row has a step, <c>[steps, batch, 1]</c>.</summary>
    internal static Tensor MaskOf(Tensor lengths, int steps) =>
        F.Less(Tensor.Arange(0, steps, dataType: DataType.Int32).Reshape(steps, 1, 1), lengths.Reshape(lengths.Length, 1));
}
