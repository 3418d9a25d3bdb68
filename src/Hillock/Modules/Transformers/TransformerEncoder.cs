using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The encoder of a transformer: <see cref="TransformerEncoderLayer"/>s one after the other, and a normalisation at the end if wanted.</summary>
/// <remarks>Parameters are named as PyTorch's: <c>layers.0.self_attn.in_proj_weight</c> … <c>norm.bias</c>.</remarks>
public sealed class TransformerEncoder : Module
{
    private readonly TransformerEncoderLayer[] _layers;

    /// <summary>Makes the encoder of layers.</summary>
    /// <param name="layers">The layers, from the input on, each one once.</param>
    /// <param name="norm">
    /// What is applied to the last layer's result, such as a <see cref="LayerNorm"/> where normalisations come first; null for nothing.
    /// </param>
    /// <exception cref="ArgumentException">There is no layer, or one occurs twice.</exception>
    public TransformerEncoder(IReadOnlyList<TransformerEncoderLayer> layers, Module? norm = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = TransformerLayers.Check(layers, nameof(TransformerEncoder));
        Register("layers", new ModuleList<TransformerEncoderLayer>(_layers));
        Norm = norm is null ? null : Register("norm", norm);
    }

    /// <summary>Makes the encoder of layers that are made one by one, each with initial values of its own.</summary>
    /// <param name="count">The number of layers.</param>
    /// <param name="layer">Makes a layer from its number.</param>
    /// <param name="norm">What is applied to the last layer's result; null for nothing.</param>
    /// <exception cref="ArgumentException">There is no layer, or one is returned twice.</exception>
    public TransformerEncoder(int count, Func<int, TransformerEncoderLayer> layer, Module? norm = null)
        : this([.. Enumerable.Range(0, Math.Max(0, count)).Select(layer)], norm)
    {
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<TransformerEncoderLayer> Layers => _layers;

    /// <summary>What is applied to the last layer's result, or null.</summary>
    public Module? Norm { get; }

    /// <summary>Computes all layers.</summary>
    /// <param name="x">The sequences, <c>[L, N, E]</c>, <c>[N, L, E]</c> where the batch comes first, or <c>[L, E]</c> without a batch.</param>
    /// <param name="mask">What each place sees, as in <see cref="MultiheadAttention"/>; <c>new CausalMask()</c> for the places up to its own.</param>
    /// <param name="padding">
    /// True where a place is only padding, which nobody sees, or numbers to add to the scores: <c>[N, L]</c>, or <c>[L]</c> without a batch.
    /// </param>
    /// <returns>A tensor of the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit; the message names the argument.</exception>
    public Tensor Forward(Tensor x, AttentionMask? mask, Tensor? padding = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        Module? caller = Enter();
        try
        {
            return Traced(Compute(x, mask, padding));
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Compute(x, null, null);

    private Tensor Compute(Tensor x, AttentionMask? mask, Tensor? padding)
    {
        foreach (TransformerEncoderLayer layer in _layers)
        {
            x = layer.Forward(x, mask, padding);
        }

        return Norm is null ? x : Norm.Forward(x);
    }
}
