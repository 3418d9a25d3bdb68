using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// Long short-term memory: gates <c>i, f, o = σ(W·x + b + U·h + d)</c>, <c>g = tanh(W·x + b + U·h + d)</c>, each of its own rows, the cell
/// <c>c′ = f·c + i·g</c> and the output <c>h′ = o·tanh(c′)</c>, which a projection may make narrower: <c>h′ = W_hr·(o·tanh(c′))</c>. PyTorch's <c>nn.LSTM</c>.
/// </summary>
/// <remarks>
/// The rows of weights and biases are those of <c>i</c>, <c>f</c>, <c>g</c> and <c>o</c>, in this order; see <see cref="RecurrentModule"/> for the parameters.
/// Sources: Hochreiter and Schmidhuber, "Long short-term memory" (1997), with the forget gate of Gers, Schmidhuber and Cummins (2000); the projection is that
/// of Sak, Senior and Beaufays (2014).
/// </remarks>
/// <example>
/// <code>
/// var layer = new Lstm(inputSize: 3, hiddenSize: 5, numLayers: 2, batchFirst: true);
/// Tensor outputs = layer.Forward(Tensor.Ones([2, 7, 3]), out Tensor hidden, out Tensor cell, lengths: [4, 7]);
/// Console.WriteLine($"{outputs.Shape}, {hidden.Shape}, {cell.Shape}"); // [2, 7, 5], [2, 2, 5], [2, 2, 5]
/// </code>
/// </example>
public sealed class Lstm : RecurrentModule
{
    /// <summary>Makes the module with PyTorch's initialisation, all parameters uniform in <c>±1/√hiddenSize</c>.</summary>
    /// <param name="inputSize">The width of the input.</param>
    /// <param name="hiddenSize">The number of units.</param>
    /// <param name="numLayers">The number of layers.</param>
    /// <param name="bias">Whether to add biases.</param>
    /// <param name="batchFirst">Whether batches are <c>[batch, steps, …]</c> instead of <c>[steps, batch, …]</c>.</param>
    /// <param name="dropout">The probability of an output that goes into another layer to become 0 while training.</param>
    /// <param name="bidirectional">Whether each layer also runs from the last step to the first.</param>
    /// <param name="projectionSize">The width to project outputs to, below <paramref name="hiddenSize"/>; 0 for no projection.</param>
    /// <param name="random">Where random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, the dropout is not a probability, or the projection is not narrower.</exception>
    public Lstm(
        int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false,
        int projectionSize = 0, RandomSource? random = null, DataType dataType = DataType.Float32)
        : base(RecurrentKind.Lstm, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, projectionSize, random, dataType)
    {
    }

    /// <inheritdoc/>
    protected internal override string Name => "LSTM";

    /// <summary>The projection of a layer's outputs, <c>[projectionSize, hiddenSize]</c>, or null.</summary>
    /// <inheritdoc cref="RecurrentModule.InputWeight"/>
    public Tensor? Projection(int layer = 0, bool reverse = false) => Of(layer, reverse).Projection;

    /// <summary>Runs the network over sequences.</summary>
    /// <param name="x">
    /// The input, <c>[steps, batch, inputSize]</c>, <c>[batch, steps, inputSize]</c> with <see cref="RecurrentModule.BatchFirst"/>, or <c>[steps,
    /// inputSize]</c> without a batch.
    /// </param>
    /// <param name="hidden">
    /// The final hidden states, <c>[numLayers·directions, batch, outputSize]</c>: of each layer the forward, then the reverse direction's. Without a batch that
    /// axis is missing.
    /// </param>
    /// <param name="cell">The final cells, <c>[numLayers·directions, batch, hiddenSize]</c>.</param>
    /// <param name="initialHidden">The initial hidden states, of the shape of <paramref name="hidden"/>; zeros when left out.</param>
    /// <param name="initialCell">The initial cells, of the shape of <paramref name="cell"/>; zeros when left out.</param>
    /// <param name="lengths">
    /// How many steps each sequence has, in any order; all have all when left out, which an empty list does not say of a batch that is not empty. What
    /// stands in <paramref name="x"/> past a sequence's length is not used,
    /// its outputs there are 0, its final states are those at its length, and its reverse direction begins at its last step.
    /// </param>
    /// <returns>The outputs of the last layer, like <paramref name="x"/> with a last axis of <c>directions·outputSize</c>.</returns>
    /// <exception cref="ArgumentException">Shapes, types or lengths do not fit; the message names the argument.</exception>
    public Tensor Forward(
        Tensor x, out Tensor hidden, out Tensor cell, Tensor? initialHidden = null, Tensor? initialCell = null, IReadOnlyList<int>? lengths = null)
    {
        (Tensor outputs, hidden, Tensor? last) = Pass(x, initialHidden, initialCell, lengths);
        cell = last!;
        return outputs;
    }
}
