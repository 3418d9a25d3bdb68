namespace Hillock.Training;

/// <summary>A network before and after training, and what is wrong with it.</summary>
public sealed record Diagnosis
{
    /// <summary>The options with their defaults filled in.</summary>
    public required DiagnosisOptions Options { get; init; }

    /// <summary>The inputs of the network.</summary>
    public required int Features { get; init; }

    /// <summary>The layers before the first step. Gradient norms are those of the mean loss over the measured rows.</summary>
    public required IReadOnlyList<LayerDiagnostics> Before { get; init; }

    /// <summary>The layers after the last step; gradients as before.</summary>
    public required IReadOnlyList<LayerDiagnostics> After { get; init; }

    /// <summary>The training curve, with the loss and the score on the fifth of the rows that was held out.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    /// <summary>The trained network with its inputs and biases times 2 and times 100; empty when training diverged.</summary>
    public required IReadOnlyList<ScaleCheck> Scales { get; init; }

    /// <summary>The score on the training part after the last step, on at most 10,000 rows; null when training diverged.</summary>
    public double? TrainingScore { get; init; }

    /// <summary>The held-out rows.</summary>
    public int HeldOutRows { get; init; }

    /// <summary>The score of a guess without a look at the features: the share of the commonest class of the data, 0 for R².</summary>
    public double GuessScore { get; init; }

    /// <summary>How often the activation is saturated under a standard normal input.</summary>
    public required double ExpectedSaturation { get; init; }

    /// <summary>Whether the loss became infinite or NaN; training ended there.</summary>
    public required bool Diverged { get; init; }

    /// <summary>Whether training was cancelled; everything is about the epochs before.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>The held-out accuracy or R²; null without a finished epoch or when training diverged.</summary>
    public double? Score => Diverged || Epochs.Count == 0 ? null : Epochs[^1].HeldOutScore;

    /// <summary>What was found, the gravest first; notes last.</summary>
    public IReadOnlyList<Finding> Findings => Finder.Find(this);
}
