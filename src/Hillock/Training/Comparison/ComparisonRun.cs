namespace Hillock.Training;

/// <summary>One training of a comparison: an activation or a loss on one fold of one repeat.</summary>
public sealed record ComparisonRun
{
    /// <summary>The place of the activation or loss in the list that was asked for, from 0.</summary>
    public required int Candidate { get; init; }

    /// <summary>The repeat, from 1.</summary>
    public required int Repeat { get; init; }

    /// <summary>The fold, from 1.</summary>
    public required int Fold { get; init; }

    /// <summary>The held-out accuracy or R² after the last epoch; null when the training diverged.</summary>
    public required double? Score { get; init; }

    /// <summary>The score on the training part after the last epoch, on its first 10,000 rows; null when the training diverged or was not measured.</summary>
    public double? TrainingScore { get; init; }

    /// <summary>What it was trained with, and how that was found; null where nobody wrote it down.</summary>
    public TrainingSettings? Settings { get; init; }

    /// <summary>The held-out loss after the last epoch; null when the training diverged.</summary>
    public required double? HeldOutLoss { get; init; }

    /// <summary>The median time of an epoch's steps. It depends on the machine and on what else runs, the scores do not.</summary>
    public required double SecondsPerEpoch { get; init; }

    /// <summary>Whether the loss became infinite or NaN; training ended there.</summary>
    public required bool Diverged { get; init; }

    /// <summary>The training curve.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    /// <summary>The layers after training on the held-out rows; gradient norms are means over the steps of the last epoch.</summary>
    public required IReadOnlyList<LayerDiagnostics> Layers { get; init; }

    /// <summary>What was predicted of the held-out rows; null when the training diverged.</summary>
    internal HeldOutDetails? Details { get; init; }
}
