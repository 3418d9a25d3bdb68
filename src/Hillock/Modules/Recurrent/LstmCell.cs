using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>One step of an <see cref="Lstm"/> without projection, where its formula stands. PyTorch's <c>nn.LSTMCell</c>.</summary>
/// <remarks>See <see cref="RecurrentCell"/> for the parameters. Source: Hochreiter and Schmidhuber (1997), as named at <see cref="Lstm"/>.</remarks>
/// <example>
/// <code>
/// var layer = new LstmCell(inputSize: 3, hiddenSize: 5);
/// Tensor hidden = layer.Forward(Tensor.Ones([2, 3]), out Tensor cell);
/// hidden = layer.Forward(Tensor.Ones([2, 3]), out cell, hidden, cell);
/// Console.WriteLine($"{hidden.Shape}, {cell.Shape}"); // [2, 5], [2, 5]
/// </code>
/// </example>
public sealed class LstmCell : RecurrentCell
{
    /// <summary>Makes the cell with PyTorch's initialisation, all parameters uniform in <c>±1/√hiddenSize</c>.</summary>
    /// <param name="inputSize">The width of the input.</param>
    /// <param name="hiddenSize">The number of units.</param>
    /// <param name="bias">Whether to add biases.</param>
    /// <param name="random">Where random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LstmCell(int inputSize, int hiddenSize, bool bias = true, RandomSource? random = null, DataType dataType = DataType.Float32)
        : base(RecurrentKind.Lstm, inputSize, hiddenSize, bias, random, dataType)
    {
    }

    /// <inheritdoc/>
    protected internal override string Name => "LSTMCell";

    /// <summary>Goes one step.</summary>
    /// <param name="x">The input, <c>[batch, inputSize]</c>, or <c>[inputSize]</c> without a batch.</param>
    /// <param name="nextCell">The cell after the step.</param>
    /// <param name="hidden">The hidden state before the step, <c>[batch, hiddenSize]</c> or <c>[hiddenSize]</c>; zeros when left out.</param>
    /// <param name="cell">The cell before the step, of the same shape; zeros when left out.</param>
    /// <returns>The hidden state after the step.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit; the message names the argument.</exception>
    public Tensor Forward(Tensor x, out Tensor nextCell, Tensor? hidden = null, Tensor? cell = null)
    {
        (Tensor next, Tensor? last) = Pass(x, hidden, nameof(hidden), cell, nameof(cell));
        nextCell = last!;
        return next;
    }
}
