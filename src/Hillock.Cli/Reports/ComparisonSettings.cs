using System.Text.Json.Serialization;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>What was asked for. Together with the data these reproduce every score.</summary>
internal sealed record ComparisonSettings
{
    /// <summary>The activations of the hidden layers; one where losses are compared.</summary>
    public required IReadOnlyList<string> Activations { get; init; }

    /// <summary>The losses that were compared; none where activations were.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>The names of what was compared.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Candidates => Losses.Count > 0 ? Losses : Activations;

    /// <summary>How they were trained and tested, with every default filled in.</summary>
    public required ComparisonOptions Options { get; init; }

    /// <summary>The optimizer's name on the command line.</summary>
    [JsonIgnore]
    public string OptimizerName => Options.Optimizer.ToString().ToLowerInvariant();

    /// <summary>Changes times, never scores.</summary>
    public required int Threads { get; init; }
}
