using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Samples.WordLanguageModel;

/// <summary>
/// Predicts a word from the words before it: their vectors side by side, a hidden layer, a softmax over all words. Source: Bengio, Ducharme, Vincent, Jauvin,
/// "A neural probabilistic language model" (2003).
/// </summary>
public sealed class WordModel : Module
{
    private readonly Sequential _body;
    private readonly Linear? _full;
    private readonly AdaptiveLogSoftmaxWithLoss? _adaptive;

    public WordModel(int words, SoftmaxKind kind, WordSettings settings)
    {
        var random = new RandomSource(settings.Seed);
        _body = Register("body", new Sequential(
            new Embedding(words, settings.Embedding, random: random), new Flatten(), new Dropout(settings.Dropout, random),
            new Linear(settings.Context * settings.Embedding, settings.Hidden, random: random), new Activation<Gelu>(), new Dropout(settings.Dropout, random)));
        if (kind == SoftmaxKind.Full)
        {
            _full = Register("softmax", new Linear(settings.Hidden, words, random: random));
        }
        else
        {
            _adaptive = Register("softmax", new AdaptiveLogSoftmaxWithLoss(settings.Hidden, words, settings.CutoffsFor(words), settings.DivValue, headBias: true, random));
        }
    }

    /// <summary>The number of parameters.</summary>
    public long Size => Parameters().Sum(parameter => (long)parameter.Length);

    /// <summary>The mean of <c>−ln p</c> of the targets.</summary>
    public Tensor Loss(Tensor context, Tensor targets)
    {
        Tensor features = _body.Forward(context);
        return _adaptive is not null ? _adaptive.Forward(features, targets).Loss : F.CrossEntropy(_full!.Forward(features), targets);
    }

    /// <summary>The logarithms of the probabilities of all words.</summary>
    public Tensor LogProbabilities(Tensor context)
    {
        Tensor features = _body.Forward(context);
        return _adaptive is not null ? _adaptive.LogProbabilities(features) : F.LogSoftmax(_full!.Forward(features));
    }
}
