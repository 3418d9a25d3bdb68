namespace Hillock.Training;

/// <summary>What a run of a comparison was trained with, given or found on its training part alone.</summary>
public sealed record TrainingSettings
{
    /// <summary>The learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// The rates that were tried, in ascending order; none where rate and epochs were given. A run whose rate diverged was trained anew at the next smaller
    /// one that did not, so that <see cref="LearningRate"/> is not always the best of them.
    /// </summary>
    public IReadOnlyList<RateTrial> Tried { get; init; } = [];

    /// <summary>
    /// The scores of networks that were drawn anew and trained at the rate that was found, for as long as the rates were tried; the first is that of
    /// <see cref="Tried"/>. None where nothing was searched for, nor in repeats, nor where that rate diverged later and the next best was taken.
    /// </summary>
    public IReadOnlyList<double> Redrawn { get; init; } = [];

    /// <summary>Whether the number of epochs was found, rather than given.</summary>
    public bool EpochsFound { get; init; }

    /// <summary>Whether the loss still fell when the search came to the most epochs.</summary>
    public bool StillFalling { get; init; }
}

/// <summary>What a learning rate came to on a fifth of the training part that was not trained on.</summary>
/// <param name="LearningRate">The rate.</param>
/// <param name="Score">The score of the best epoch; null where no epoch was better than the untrained network, or the training diverged.</param>
/// <param name="Loss">The loss of that epoch; null where there is none.</param>
public sealed record RateTrial(double LearningRate, double? Score, double? Loss);
