namespace Hillock.Training.SparseCoding;

/// <summary>How a dictionary is learned.</summary>
public sealed record DictionaryOptions
{
    /// <summary>How many atoms, at least 1; more than features for codes that are really sparse.</summary>
    public int Atoms { get; init; } = 100;

    /// <summary>How often codes and atoms are improved in turn, at least 1.</summary>
    public int Rounds { get; init; } = 30;

    /// <summary>How signals are coded in each round; codes start from those of the round before, so few iterations do.</summary>
    public SparseCodingOptions Coding { get; init; } = new() { MaxIterations = 50 };

    /// <summary>Chooses the signals that atoms start from.</summary>
    public ulong Seed { get; init; }
}
