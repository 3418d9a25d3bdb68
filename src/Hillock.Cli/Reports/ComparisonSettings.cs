using System.Text.Json.Serialization;

namespace Hillock.Cli.Reports;

/// <summary>What was asked for. Together with the data these reproduce every score.</summary>
internal sealed record ComparisonSettings
{
    public required IReadOnlyList<string> Activations { get; init; }

    /// <summary>The losses that were compared; none where activations were.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>The names of what was compared.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Names => Losses.Count > 0 ? Losses : Activations;

    public required int Folds { get; init; }

    public required int Repeats { get; init; }

    /// <summary>The widths of the hidden layers, from the input on.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required string Optimizer { get; init; }

    public required double LearningRate { get; init; }

    public double WeightDecay { get; init; }

    /// <summary>Whether each minibatch holds equally many rows of every class.</summary>
    public bool Balance { get; init; }

    /// <summary>With <see cref="Balance"/>, the last epochs at the natural frequencies.</summary>
    public int NaturalEpochs { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Changes times, never scores.</summary>
    public required int Threads { get; init; }
}
