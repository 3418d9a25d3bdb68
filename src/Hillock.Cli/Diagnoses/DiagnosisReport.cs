using Hillock.Cli.Reports;

namespace Hillock.Cli.Diagnoses;

/// <summary>A diagnosis for people and programs.</summary>
internal sealed record DiagnosisReport
{
    public required string Version { get; init; }

    public required DataDescription Data { get; init; }

    public required bool Interrupted { get; init; }

    public required DiagnosedNetwork Network { get; init; }

    /// <summary>The verdict in one sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>The proposed change in words; none when there is nothing to change.</summary>
    public required string? Proposal { get; init; }

    /// <summary>The command that measures the proposal; none where there is none, or where it was measured and does not help.</summary>
    public required string? ProposalCommandLine { get; init; }

    /// <summary>The network with the proposed change, where it was trained.</summary>
    public required DiagnosedNetwork? Proposed { get; init; }

    /// <summary>What the proposal came to; none where it was not trained.</summary>
    public required string? Outcome { get; init; }
}
