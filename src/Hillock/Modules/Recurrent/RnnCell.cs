using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>One step of an <see cref="Rnn"/>: <c>h′ = f(W_ih·x + b_ih + W_hh·h + b_hh)</c>. PyTorch's <c>nn.RNNCell</c>.</summary>
/// <remarks>See <see cref="RecurrentCell"/> for the parameters. Source: Elman, "Finding structure in time" (1990).</remarks>
/// <example>
/// <code>
/// var cell = new RnnCell(inputSize: 3, hiddenSize: 5);
/// Tensor hidden = cell.Forward(Tensor.Ones([2, 3]));
/// hidden = cell.Forward(Tensor.Ones([2, 3]), hidden);
/// Console.WriteLine(hidden.Shape); // [2, 5]
/// </code>
/// </example>
public sealed class RnnCell : RecurrentCell
{
    /// <summary>Makes the cell with PyTorch's initialisation, all parameters uniform in <c>±1/√hiddenSize</c>.</summary>
    /// <param name="inputSize">The width of the input.</param>
    /// <param name="hiddenSize">The number of units.</param>
    /// <param name="bias">Whether to add biases.</param>
    /// <param name="nonlinearity">The function.</param>
    /// <param name="random">Where random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such function.</exception>
    public RnnCell(
        int inputSize, int hiddenSize, bool bias = true, RnnNonlinearity nonlinearity = RnnNonlinearity.Tanh, RandomSource? random = null,
        DataType dataType = DataType.Float32)
        : base(nonlinearity == RnnNonlinearity.Relu ? RecurrentKind.Relu : RecurrentKind.Tanh, inputSize, hiddenSize, bias, random, dataType)
    {
        RecurrentChecks.Nonlinearity(nameof(RnnCell), nonlinearity);
        Nonlinearity = nonlinearity;
    }

    /// <summary>The function.</summary>
    public RnnNonlinearity Nonlinearity { get; }

    /// <inheritdoc/>
    protected internal override string Name => "RNNCell";

    /// <inheritdoc/>
    protected override string Details => base.Details + (Nonlinearity == RnnNonlinearity.Relu ? ", nonlinearity=relu" : "");

    /// <summary>Goes one step.</summary>
    /// <param name="x">The input, <c>[batch, inputSize]</c>, or <c>[inputSize]</c> without a batch.</param>
    /// <param name="hidden">The state before the step, <c>[batch, hiddenSize]</c> or <c>[hiddenSize]</c>; zeros if null.</param>
    /// <returns>The state after the step.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit; the message names the argument.</exception>
    public Tensor Forward(Tensor x, Tensor? hidden) => Pass(x, hidden, nameof(hidden), null, "").Hidden;
}
