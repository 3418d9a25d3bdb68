using System.Text.Json.Serialization;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The place of an activation, or of a loss, in the ranking.</summary>
internal sealed record CandidateResult
{
    /// <summary>As it was asked for, such as <c>elu</c> or <c>elu:alpha=0.5</c>.</summary>
    public required string Name { get; init; }

    /// <summary>From 1, the greatest mean score first.</summary>
    public required int Rank { get; init; }

    /// <summary>The mean score over the folds that every candidate finished; <see langword="null"/> when there is none.</summary>
    public required double? MeanScore { get; init; }

    /// <summary>How many folds the mean rests on.</summary>
    public required int ScoredFolds { get; init; }

    /// <summary>The lower end of the mean's confidence interval of 95 %, corrected for the overlap of training sets.</summary>
    public required double? LowScore { get; init; }

    /// <summary>The upper end.</summary>
    public required double? HighScore { get; init; }

    /// <summary>The test against the best; <see langword="null"/> for the best itself, and where a test is impossible.</summary>
    public required Difference? DifferenceFromBest { get; init; }

    /// <summary>The mean score on the training parts, over the runs that did not diverge.</summary>
    public double? TrainingScore { get; init; }

    /// <summary>The runs that have no score although they did not diverge: R² is not defined where all held-out targets are equal.</summary>
    public int UndefinedRuns { get; init; }

    /// <summary>The runs whose loss still fell at the end.</summary>
    public int StillFallingRuns { get; init; }

    /// <summary>Whether that is so in half of them.</summary>
    [JsonIgnore]
    public bool IsStillFalling => Runs.Count > 0 && 2 * StillFallingRuns >= Runs.Count;

    /// <summary>The median of the runs' learning rates.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The median of the runs' epochs.</summary>
    public double? EpochsOfRun { get; init; }

    /// <summary>What a third of the learning rate adds to the score, on the mean over the runs that tried it; all on the training part.</summary>
    public double? AtThirdOfRate { get; init; }

    /// <summary>What three times the learning rate adds to the score.</summary>
    public double? AtThriceTheRate { get; init; }

    /// <summary>The standard deviation of the score over initial weights, on the same rows.</summary>
    public double? InitialDeviation { get; init; }

    /// <summary>What it costs; none where the comparison was interrupted.</summary>
    public CandidateCost? Cost { get; init; }

    /// <summary>The median over the epochs, of warm code.</summary>
    public required double? SecondsPerEpoch { get; init; }

    /// <summary>The mean over hidden units and runs.</summary>
    public required double? DeadShare { get; init; }

    /// <summary>The mean over hidden units and runs.</summary>
    public required double? Saturation { get; init; }

    /// <summary>The mean over hidden units and runs.</summary>
    public required double? MeanActivation { get; init; }

    /// <summary>The gradient norm of the first layer over the last layer's, the median over the runs.</summary>
    public required double? GradientRatio { get; init; }

    /// <summary>How many runs diverged.</summary>
    public required int DivergedRuns { get; init; }

    /// <summary>The layers, as means over the runs (medians for gradient norms).</summary>
    public required IReadOnlyList<LayerDiagnostics> Layers { get; init; }

    /// <summary>The training curve, as the mean over the runs.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    /// <summary>What was predicted of the held-out rows; null where every run diverged.</summary>
    public HeldOutResult? HeldOut { get; init; }

    /// <summary>The single runs.</summary>
    public required IReadOnlyList<ComparisonRun> Runs { get; init; }
}
