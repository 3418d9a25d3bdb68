using System.Text.Json.Serialization;

namespace Hillock.Cli.Reports;

/// <summary>The data of a comparison.</summary>
internal sealed record DataDescription
{
    /// <summary>A short name: that of the file without its folder, or of the embedded data set.</summary>
    public required string Name { get; init; }

    /// <summary>A file, or the generator with its arguments.</summary>
    public required string Source { get; init; }

    /// <summary>The target column.</summary>
    public required string Target { get; init; }

    public required int Rows { get; init; }

    /// <summary>Inputs of the network, after categories became columns of their own.</summary>
    public required int Features { get; init; }

    /// <summary>The classes with the numbers of their rows; empty for a real target.</summary>
    public required IReadOnlyList<ClassCount> Classes { get; init; }

    /// <summary>Classes that some fold holds out without a single row of them to learn from, as groups, times and spread rare classes may bring it.</summary>
    public IReadOnlyList<string> UntaughtClasses { get; init; } = [];

    /// <summary>What became of columns and rows when the file was read, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether rows are ordered by time, which divides them in one way.</summary>
    [JsonIgnore]
    public bool HasTimes { get; init; }

    /// <summary>The target in words.</summary>
    [JsonIgnore]
    public string Kind => Metric != Metric.RSquared ? $"{Classes.Count} classes" : "a real target";

    /// <summary>What a score is.</summary>
    public required Metric Metric { get; init; }

    /// <summary>The score of a guess that ignores the features: the share of the commonest class, or 0 for R².</summary>
    public required double Baseline { get; init; }

    /// <summary>The most that one held-out row of a fold changes a score by; 0 for R², where there is no bound.</summary>
    /// <param name="folds">How many folds there are, or how many times a fold's held-out rows go into all rows.</param>
    public double Unit(double folds) => Metric switch
    {
        Metric.Accuracy => 1 / Math.Max(1, Rows / folds),
        Metric.BalancedAccuracy when Classes.Where(one => one.Rows > 0).ToArray() is { Length: > 0 } present =>
            1 / (present.Length * Math.Max(1, present.Min(one => one.Rows) / folds)),
        _ => 0,
    };
}

/// <summary>A class and how many rows have it.</summary>
internal sealed record ClassCount(string Name, int Rows);
