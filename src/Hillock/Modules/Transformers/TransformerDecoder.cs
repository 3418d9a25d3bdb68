using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The decoder of a transformer: <see cref="TransformerDecoderLayer"/>s one after the other, and a normalisation at the end if wanted.</summary>
/// <remarks>Parameters are named as PyTorch's: <c>layers.0.self_attn.in_proj_weight</c> … <c>norm.bias</c>.</remarks>
public sealed class TransformerDecoder : Module
{
    private readonly TransformerDecoderLayer[] _layers;

    /// <summary>Makes the decoder of layers.</summary>
    /// <param name="layers">The layers, from the input on, each one once.</param>
    /// <param name="norm">
    /// What is applied to the last layer's result, such as a <see cref="LayerNorm"/> where normalisations come first; null for nothing.
    /// </param>
    /// <exception cref="ArgumentException">There is no layer, or one occurs twice.</exception>
    public TransformerDecoder(IReadOnlyList<TransformerDecoderLayer> layers, Module? norm = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = TransformerLayers.Check(layers, nameof(TransformerDecoder));
        Register("layers", new ModuleList<TransformerDecoderLayer>(_layers));
        Norm = norm is null ? null : Register("norm", norm);
    }

    /// <summary>Makes the decoder of layers that are made one by one, each with initial values of its own.</summary>
    /// <param name="count">The number of layers.</param>
    /// <param name="layer">Makes a layer from its number.</param>
    /// <param name="norm">What is applied to the last layer's result; null for nothing.</param>
    /// <exception cref="ArgumentException">There is no layer, or one is returned twice.</exception>
    public TransformerDecoder(int count, Func<int, TransformerDecoderLayer> layer, Module? norm = null)
        : this([.. Enumerable.Range(0, Math.Max(0, count)).Select(layer)], norm)
    {
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<TransformerDecoderLayer> Layers => _layers;

    /// <summary>What is applied to the last layer's result, or null.</summary>
    public Module? Norm { get; }

    /// <summary>Computes all layers.</summary>
    /// <param name="x">The sequences; see <see cref="TransformerDecoderLayer.Forward"/>.</param>
    /// <param name="memory">The encoder's result.</param>
    /// <param name="mask">What each place of the sequence sees of it; <c>new CausalMask()</c> for the places up to its own.</param>
    /// <param name="memoryMask">What each place of the sequence sees of the memory.</param>
    /// <param name="padding">True where a place of the sequence is only padding.</param>
    /// <param name="memoryPadding">True where a place of the memory is only padding.</param>
    /// <returns>A tensor of the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit; the message names the argument.</exception>
    public Tensor Forward(
        Tensor x, Tensor memory, AttentionMask? mask = null, AttentionMask? memoryMask = null, Tensor? padding = null, Tensor? memoryPadding = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(memory);
        Module? caller = Enter();
        try
        {
            foreach (TransformerDecoderLayer layer in _layers)
            {
                x = layer.Forward(x, memory, mask, memoryMask, padding, memoryPadding);
            }

            return Traced(Norm is null ? x : Norm.Forward(x));
        }
        finally
        {
            Exit(caller);
        }
    }
}
