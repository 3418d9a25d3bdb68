using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// The plain recurrent network of Elman: <c>hₜ = f(W_ih·xₜ + b_ih + W_hh·hₜ₋₁ + b_hh)</c> with <c>f</c> the hyperbolic tangent or the rectifier. PyTorch's
/// <c>nn.RNN</c>.
/// </summary>
/// <remarks>
/// See <see cref="RecurrentModule"/> for the parameters. Source: Elman, "Finding structure in time" (1990).
/// </remarks>
/// <example>
/// <code>
/// var layer = new Rnn(inputSize: 3, hiddenSize: 5, batchFirst: true);
/// Tensor outputs = layer.Forward(Tensor.Ones([2, 7, 3]), out Tensor hidden);
/// Console.WriteLine($"{outputs.Shape}, {hidden.Shape}"); // [2, 7, 5], [1, 2, 5]
/// </code>
/// </example>
public sealed class Rnn : RecurrentModule
{
    /// <summary>Makes the module with PyTorch's initialisation, all parameters uniform in <c>±1/√hiddenSize</c>.</summary>
    /// <param name="inputSize">The width of the input.</param>
    /// <param name="hiddenSize">The number of units.</param>
    /// <param name="numLayers">The number of layers.</param>
    /// <param name="bias">Whether to add biases.</param>
    /// <param name="batchFirst">Whether batches are <c>[batch, steps, …]</c> instead of <c>[steps, batch, …]</c>.</param>
    /// <param name="dropout">The probability of an output that goes into another layer to become 0 while training.</param>
    /// <param name="bidirectional">Whether each layer also runs from the last step to the first.</param>
    /// <param name="nonlinearity">The function.</param>
    /// <param name="random">Where random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, the dropout is not a probability, or there is no such function.</exception>
    public Rnn(
        int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false,
        RnnNonlinearity nonlinearity = RnnNonlinearity.Tanh, RandomSource? random = null, DataType dataType = DataType.Float32)
        : base(
            nonlinearity == RnnNonlinearity.Relu ? RecurrentKind.Relu : RecurrentKind.Tanh, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout,
            bidirectional, 0, random, dataType)
    {
        RecurrentChecks.Nonlinearity(nameof(Rnn), nonlinearity);
        Nonlinearity = nonlinearity;
    }

    /// <summary>The function.</summary>
    public RnnNonlinearity Nonlinearity { get; }

    /// <inheritdoc/>
    protected internal override string Name => "RNN";

    /// <summary>Runs the network over sequences.</summary>
    /// <param name="x">
    /// The input, <c>[steps, batch, inputSize]</c>, <c>[batch, steps, inputSize]</c> with <see cref="RecurrentModule.BatchFirst"/>, or <c>[steps,
    /// inputSize]</c> without a batch.
    /// </param>
    /// <param name="hidden">
    /// The final states, <c>[numLayers·directions, batch, hiddenSize]</c>: of each layer the forward, then the reverse direction's. Without a batch that axis
    /// is missing.
    /// </param>
    /// <param name="initialHidden">The initial states, of the shape of <paramref name="hidden"/>; zeros when left out.</param>
    /// <param name="lengths">
    /// How many steps each sequence has, in any order; all have all when left out, which an empty list does not say of a batch that is not empty. What
    /// stands in <paramref name="x"/> past a sequence's length is not used,
    /// its outputs there are 0, its final state is that at its length, and its reverse direction begins at its last step.
    /// </param>
    /// <returns>The outputs of the last layer, like <paramref name="x"/> with a last axis of <c>directions·hiddenSize</c>.</returns>
    /// <exception cref="ArgumentException">Shapes, types or lengths do not fit; the message names the argument.</exception>
    public Tensor Forward(Tensor x, out Tensor hidden, Tensor? initialHidden = null, IReadOnlyList<int>? lengths = null)
    {
        (Tensor outputs, hidden, _) = Pass(x, initialHidden, null, lengths);
        return outputs;
    }
}
