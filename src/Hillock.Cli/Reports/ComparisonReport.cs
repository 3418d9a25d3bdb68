using System.Text.Json.Serialization;

namespace Hillock.Cli.Reports;

/// <summary>Everything that a comparison measured, and what follows from it. The JSON file is this record.</summary>
internal sealed record ComparisonReport
{
    /// <summary>Names the layout of the JSON file; another layout gets another number.</summary>
    public string Format { get; init; } = "hillock-comparison-1";

    /// <summary>The version of the tool.</summary>
    public required string Version { get; init; }

    /// <summary>The command line that repeats the comparison, with every default written out.</summary>
    public required string CommandLine { get; init; }

    public required ComparisonSettings Settings { get; init; }

    public required DataDescription Data { get; init; }

    public required MachineDescription Machine { get; init; }

    /// <summary>Whether Ctrl-C ended it early. The ranking then rests on the folds that every candidate finished.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>How far it came where it was ended early.</summary>
    [JsonIgnore]
    public string Interruption => FinishedRuns == PlannedRuns
        ? "Interrupted while times were measured: all runs are finished."
        : $"Interrupted: {FinishedRuns} of {PlannedRuns} runs are finished.";

    /// <summary>Runs that were asked for: candidates × folds × repeats.</summary>
    public required int PlannedRuns { get; init; }

    /// <summary>Runs that came to their end.</summary>
    public required int FinishedRuns { get; init; }

    /// <summary>The activations or losses, the best mean score first.</summary>
    [JsonPropertyName("activations")]
    public required IReadOnlyList<CandidateResult> Candidates { get; init; }

    /// <summary>The scores on a second file; left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TestFileResult? TestFile { get; init; }

    public required Advice Advice { get; init; }
}
