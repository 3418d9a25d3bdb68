using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>One layer of a recurrent network in one direction: its sizes, and where its arrays lie.</summary>
/// <remarks>
/// <para>
/// <see cref="States"/> and <see cref="Cells"/> hold one more time than there are steps, the initial state among them: step <c>t</c> goes from slot <c>t</c> to
/// slot <c>t + 1</c>, in the reverse direction from slot <c>t + 1</c> to slot <c>t</c>. So the states before all steps, and those after them, are a matrix
/// each.
/// </para>
/// <para>
/// <see cref="Gates"/> holds, for each step and row, the gates in PyTorch's order, i f g o; of a <see cref="RecurrentKind.Gru"/> <c>n r z q</c>, where
/// <c>q</c> is the hidden state's part of the candidate, which the reset gate multiplies: what the input writes, <c>n r z</c>, and what the hidden state
/// writes, <c>r z q</c>, each lie together, the latter in the order of the weight.
/// </para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct RecurrentProblem<T>
    where T : unmanaged
{
    /// <summary>What is computed.</summary>
    public RecurrentKind Kind;

    /// <summary>Whether time runs backwards.</summary>
    public bool Reverse;

    /// <summary>Steps, rows, and the widths of input, cell and output: the last two differ where outputs are projected.</summary>
    public int Steps, Batch, Inputs, Hidden, Outputs;

    /// <summary>How many steps each row has; null where all have all.</summary>
    public int* Lengths;

    /// <summary>The input, <c>[steps, batch, inputs]</c>.</summary>
    public T* X;

    /// <summary>The weights <c>[gates·hidden, inputs]</c>, <c>[gates·hidden, outputs]</c> and, null for none, <c>[outputs, hidden]</c>.</summary>
    public T* InputWeight, HiddenWeight, Projection;

    /// <summary>The biases <c>[gates·hidden]</c>, or null.</summary>
    public T* InputBias, HiddenBias;

    /// <summary>The hidden states <c>[steps + 1, batch, outputs]</c>.</summary>
    public T* States;

    /// <summary>The cells <c>[steps + 1, batch, hidden]</c> of an LSTM.</summary>
    public T* Cells;

    /// <summary>The gates <c>[steps, batch, columns]</c>.</summary>
    public T* Gates;

    /// <summary>What is projected, <c>[steps, batch, hidden]</c>; null for none.</summary>
    public T* Unprojected;

    /// <summary>The rows of the weights for each unit.</summary>
    public readonly int GateCount => GatesOf(Kind);

    /// <summary>The columns of <see cref="Gates"/>.</summary>
    public readonly int Columns => Hidden * ColumnsOf(Kind);

    /// <summary>Where in <see cref="Gates"/> the hidden state's part begins.</summary>
    public readonly int HiddenStart => Kind == RecurrentKind.Gru ? Hidden : 0;

    /// <summary>The slot before a step.</summary>
    public readonly int Before(int time) => Reverse ? time + 1 : time;

    /// <summary>The slot after a step.</summary>
    public readonly int After(int time) => Reverse ? time : time + 1;

    /// <summary>The time of a step, counted in the order of computation.</summary>
    public readonly int Time(int step) => Reverse ? Steps - 1 - step : step;

    /// <summary>Whether a row has a step.</summary>
    public readonly bool Has(int row, int time) => Lengths == null || time < Lengths[row];

    /// <summary>The rows of the weights for each unit.</summary>
    public static int GatesOf(RecurrentKind kind) => kind switch { RecurrentKind.Lstm => 4, RecurrentKind.Gru => 3, _ => 1 };

    /// <summary>The columns of the gates for each unit.</summary>
    public static int ColumnsOf(RecurrentKind kind) => kind is RecurrentKind.Lstm or RecurrentKind.Gru ? 4 : 1;
}
