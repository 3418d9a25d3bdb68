namespace Hillock.Samples.WordLanguageModel;

/// <summary>What is trained, and how.</summary>
public sealed record WordSettings
{
    /// <summary>The words that the model sees.</summary>
    public int Context { get; init; } = 4;

    /// <summary>The numbers that stand for a word.</summary>
    public int Embedding { get; init; } = 64;

    /// <summary>The numbers that stand for what the model sees.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>The probability with which a number is dropped in training.</summary>
    public double Dropout { get; init; } = 0.5;

    public int Epochs { get; init; } = 4;

    public int BatchSize { get; init; } = 512;

    public double LearningRate { get; init; } = 0.002;

    public double WeightDecay { get; init; } = 1;

    /// <summary>The first word of each cluster of an adaptive softmax; empty to have them chosen.</summary>
    public IReadOnlyList<int> Cutoffs { get; init; } = [];

    /// <summary>How much narrower each cluster is than the one before.</summary>
    public double DivValue { get; init; } = 4;

    public ulong Seed { get; init; }

    /// <summary>The cutoffs for a number of words: the short list holds a fourteenth of them, and the first cluster goes up to a fourth of them.</summary>
    public IReadOnlyList<int> CutoffsFor(int words)
    {
        if (Cutoffs.Count > 0)
        {
            return Cutoffs;
        }

        int shortList = Math.Max(1, words / 14);
        return words >= 8 ? [shortList, Math.Max(shortList + 1, words / 4)] : [shortList];
    }
}
