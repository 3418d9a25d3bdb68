using Hillock.Training;

namespace Hillock.Cli.Diagnoses;

/// <summary>One network of a report.</summary>
internal sealed record DiagnosedNetwork
{
    /// <summary>The command that measures it again.</summary>
    public required string CommandLine { get; init; }

    public required string Activation { get; init; }

    public required int Depth { get; init; }

    public required int Width { get; init; }

    public required string Initialization { get; init; }

    public required double WeightScale { get; init; }

    public required double InputScale { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required string Optimizer { get; init; }

    public required double LearningRate { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The held-out score after the last epoch; none when the training diverged.</summary>
    public required double? Score { get; init; }

    public required bool Diverged { get; init; }

    public required double? GradientRatioBefore { get; init; }

    public required double? GradientRatioAfter { get; init; }

    /// <summary>How often the activation is saturated under a standard normal input.</summary>
    public required double ExpectedSaturation { get; init; }

    public required IReadOnlyList<LayerDiagnostics> Before { get; init; }

    public required IReadOnlyList<LayerDiagnostics> After { get; init; }

    public required IReadOnlyList<EpochReport> Curve { get; init; }

    public required IReadOnlyList<ScaleCheck> Scales { get; init; }

    public required IReadOnlyList<DiagnosedFinding> Findings { get; init; }
}

/// <summary>A finding in words.</summary>
internal sealed record DiagnosedFinding(string Kind, string? Layer, double Value, double Threshold, bool IsNote, string Title, string Sentence);
