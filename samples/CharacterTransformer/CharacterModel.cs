using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Samples.CharacterTransformer;

/// <summary>
/// Predicts at each place of a text the character after it: vectors of characters and places, layers of causal attention with the normalisations first, a linear layer.
/// Source: Radford, Wu, Child, Luan, Amodei, Sutskever, "Language models are unsupervised multitask learners" (2019).
/// </summary>
public sealed class CharacterModel : Module
{
    // Of the paper: vectors this small let the layers decide from the first step on.
    private const double EmbeddingDeviation = 0.02;

    private readonly Embedding _characters;
    private readonly Tensor _places;
    private readonly Dropout _dropout;
    private readonly TransformerEncoder _layers;
    private readonly Linear? _head;

    public CharacterModel(int characters, CharacterSettings settings)
    {
        int width = settings.Width;
        var random = new RandomSource(settings.Seed);
        _characters = Register("characters", new Embedding(characters, width, random: random));
        Initialization.Normal(_characters.Weight, random.Next(), 0, EmbeddingDeviation);
        _places = RegisterParameter("places", Initialization.Normal(Tensor.Empty([settings.Context, width]), random.Next(), 0, EmbeddingDeviation));
        _dropout = Register("dropout", new Dropout(settings.Dropout, random));
        _layers = Register("encoder", new TransformerEncoder(
            settings.Layers,
            _ => new TransformerEncoderLayer(width, settings.Heads, 4 * width, settings.Dropout, new Activation<Gelu>(), batchFirst: true, normFirst: true, random: random),
            new LayerNorm(width)));
        _head = settings.Tie ? null : Register("head", new Linear(width, characters, bias: false, random));
    }

    /// <summary>The longest sequence.</summary>
    public int Context => _places.Shape[0];

    /// <summary>The number of parameters.</summary>
    public long Size => Parameters().Sum(parameter => (long)parameter.Length);

    /// <summary>The mean of <c>−ln p</c> of the characters that follow the last places.</summary>
    /// <param name="x">Characters, <c>[windows, length]</c>.</param>
    /// <param name="targets">The characters after the last places, <c>[windows, up to length]</c>.</param>
    public Tensor Loss(Tensor x, Tensor targets)
    {
        Tensor features = Features(x);
        features = features.Slice(1, features.Shape[1] - targets.Shape[1]);
        return F.CrossEntropy(Logits(features.Reshape(-1, features.Shape[2])), targets.Reshape(-1));
    }

    /// <summary>The logits of the character after the last place, <c>[characters]</c>.</summary>
    /// <param name="x">Characters, <c>[length]</c>.</param>
    public Tensor Next(Tensor x) => Logits(Features(x.Unsqueeze(0)).Select(1, x.Length - 1)).Squeeze(0);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Logits(Features(x));

    private Tensor Features(Tensor x) => _layers.Forward(_dropout.Forward(F.Add(_characters.Forward(x), _places.Slice(0, 0, x.Shape[1]))), new CausalMask());

    private Tensor Logits(Tensor features) => _head is null ? F.Linear(features, _characters.Weight) : _head.Forward(features);
}
