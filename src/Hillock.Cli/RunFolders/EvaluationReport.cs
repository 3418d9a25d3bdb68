using System.Text.Json.Serialization;

namespace Hillock.Cli.RunFolders;

/// <summary>What a network is worth on some rows.</summary>
internal sealed record EvaluationReport
{
    /// <summary>The folder of the run.</summary>
    public string? Run { get; init; }

    /// <summary>Where the rows are from.</summary>
    public required string Data { get; init; }

    /// <summary>How many there are; the characters of a text.</summary>
    public required int Rows { get; init; }

    /// <summary>What was measured, by name; null where it is not defined on these rows.</summary>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }

    /// <summary>What is not measured, and why; null where all is.</summary>
    public string? Note { get; init; }

    /// <summary>The scores of each class; empty for others.</summary>
    public IReadOnlyList<ClassResult> Classes { get; init; } = [];

    /// <summary>How many rows of a class (first) were taken for a class (second); empty without classes, and with too many of them.</summary>
    public IReadOnlyList<int[]> Confusion { get; init; } = [];
}

/// <summary>What a network is worth on a class; the scores are null where none of the rows is of it.</summary>
/// <param name="Name">The class.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Precision">The share of the rows that were taken for it and are of it.</param>
/// <param name="Recall">The share of its rows that were taken for it.</param>
/// <param name="F1">Their harmonic mean.</param>
internal sealed record ClassResult(
    string Name,
    int Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Precision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Recall,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? F1);
