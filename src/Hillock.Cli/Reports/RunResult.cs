namespace Hillock.Cli.Reports;

/// <summary>One training: an activation on one fold of one repeat.</summary>
internal sealed record RunResult
{
    /// <summary>From 1.</summary>
    public required int Repeat { get; init; }

    /// <summary>From 1.</summary>
    public required int Fold { get; init; }

    /// <summary>The held-out score after the last epoch; <see langword="null"/> when the training diverged and there is none.</summary>
    public required double? Score { get; init; }

    /// <summary>The median time of an epoch, evaluation excluded.</summary>
    public required double SecondsPerEpoch { get; init; }

    /// <summary>Whether the loss became infinite or NaN.</summary>
    public required bool Diverged { get; init; }

    public required IReadOnlyList<EpochResult> Epochs { get; init; }

    public required IReadOnlyList<LayerResult> Layers { get; init; }
}
