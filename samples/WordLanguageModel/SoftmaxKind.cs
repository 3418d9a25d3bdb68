namespace Hillock.Samples.WordLanguageModel;

/// <summary>How the model's last layer chooses among words.</summary>
public enum SoftmaxKind
{
    /// <summary>Every word is an output of one layer.</summary>
    Full,

    /// <summary>Frequent words are outputs of a layer, rare ones of narrower layers behind it.</summary>
    Adaptive,
}
