using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// Gated recurrent units: <c>r = σ(W_ir·x + b_ir + W_hr·h + b_hr)</c>, <c>z = σ(W_iz·x + b_iz + W_hz·h + b_hz)</c>,
/// <c>n = tanh(W_in·x + b_in + r·(W_hn·h + b_hn))</c>, <c>h′ = n + z·(h − n)</c>. PyTorch's <c>nn.GRU</c>.
/// </summary>
/// <remarks>
/// The rows of weights and biases are those of <c>r</c>, <c>z</c> and <c>n</c>, in this order; see <see cref="RecurrentModule"/> for the parameters. As in
/// PyTorch the reset gate multiplies the product <c>W_hn·h + b_hn</c>, not the state. Source: Cho et al., "Learning phrase representations using RNN
/// encoder-decoder for statistical machine translation" (2014).
/// </remarks>
/// <example>
/// <code>
/// var layer = new Gru(inputSize: 3, hiddenSize: 5, bidirectional: true);
/// Tensor outputs = layer.Forward(Tensor.Ones([7, 2, 3]), out Tensor hidden, lengths: [7, 4]);
/// Console.WriteLine($"{outputs.Shape}, {hidden.Shape}"); // [7, 2, 10], [2, 2, 5]
/// </code>
/// </example>
public sealed class Gru : RecurrentModule
{
    /// <inheritdoc cref="Rnn(int, int, int, bool, bool, double, bool, RnnNonlinearity, RandomSource, DataType)"/>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the dropout is not a probability.</exception>
    public Gru(
        int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false,
        RandomSource? random = null, DataType dataType = DataType.Float32)
        : base(RecurrentKind.Gru, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, 0, random, dataType)
    {
    }

    /// <inheritdoc/>
    protected internal override string Name => "GRU";

    /// <inheritdoc cref="Rnn.Forward(Tensor, out Tensor, Tensor, IReadOnlyList{int})"/>
    public Tensor Forward(Tensor x, out Tensor hidden, Tensor? initialHidden = null, IReadOnlyList<int>? lengths = null)
    {
        (Tensor outputs, hidden, _) = Pass(x, initialHidden, null, lengths);
        return outputs;
    }
}
