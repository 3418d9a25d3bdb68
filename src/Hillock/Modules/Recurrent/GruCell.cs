using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>One step of a <see cref="Gru"/>, where its formula stands. PyTorch's <c>nn.GRUCell</c>.</summary>
/// <remarks>See <see cref="RecurrentCell"/> for the parameters. Source: Cho et al. (2014), as named at <see cref="Gru"/>.</remarks>
/// <example>
/// <code>
/// var cell = new GruCell(inputSize: 3, hiddenSize: 5);
/// Tensor hidden = cell.Forward(Tensor.Ones([2, 3]));
/// hidden = cell.Forward(Tensor.Ones([2, 3]), hidden);
/// Console.WriteLine(hidden.Shape); // [2, 5]
/// </code>
/// </example>
public sealed class GruCell : RecurrentCell
{
    /// <summary>Makes the cell with PyTorch's initialisation, all parameters uniform in <c>±1/√hiddenSize</c>.</summary>
    /// <param name="inputSize">The width of the input.</param>
    /// <param name="hiddenSize">The number of units.</param>
    /// <param name="bias">Whether to add biases.</param>
    /// <param name="random">Where random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public GruCell(int inputSize, int hiddenSize, bool bias = true, RandomSource? random = null, DataType dataType = DataType.Float32)
        : base(RecurrentKind.Gru, inputSize, hiddenSize, bias, random, dataType)
    {
    }

    /// <inheritdoc/>
    protected internal override string Name => "GRUCell";

    /// <inheritdoc cref="RnnCell.Forward(Tensor, Tensor)"/>
    public Tensor Forward(Tensor x, Tensor? hidden) => Pass(x, hidden, nameof(hidden), null, "").Hidden;
}
