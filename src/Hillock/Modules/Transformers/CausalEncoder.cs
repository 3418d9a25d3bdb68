using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A <see cref="TransformerEncoder"/> in which no step sees those after it: what predicts the next of a sequence.</summary>
/// <remarks>
/// It computes <c>encoder.Forward(x, new CausalMask())</c>, so that the encoder can stand among layers that are functions of one tensor. The parameters of the
/// encoder are under <c>encoder</c>.
/// </remarks>
/// <example>
/// <code>
/// var network = new CausalEncoder(new TransformerEncoder(2, _ => new TransformerEncoderLayer(8, 2, 16, batchFirst: true)));
/// Console.WriteLine(network.Forward(Tensor.Ones([3, 5, 8])).Shape); // [3, 5, 8]
/// </code>
/// </example>
public sealed class CausalEncoder : Module
{
    /// <summary>Puts the mask around an encoder.</summary>
    /// <param name="encoder">The encoder.</param>
    public CausalEncoder(TransformerEncoder encoder) => Encoder = Register("encoder", encoder);

    /// <summary>The encoder.</summary>
    public TransformerEncoder Encoder { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Encoder.Forward(x, new CausalMask());
}
