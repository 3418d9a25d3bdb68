using Hillock.Charts;
using Hillock.Data;
using Hillock.Training;

namespace Hillock.Samples.Claims;

/// <summary>A rule of thumb, and what a measurement makes of it.</summary>
public sealed class Claim20Ranking() : Claim(20, "ranking")
{
    private static readonly Dictionary<string, TrainingComparison> Done = [];

    /// <summary>The functions in the order of the rule.</summary>
    public static IReadOnlyList<string> Rule { get; } = ["selu", "elu", "leaky-relu", "relu", "tanh", "sigmoid"];

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<string> Data { get; } = ["spirals", "moons", "circles", "blobs"];

    /// <summary>Four hidden layers of 32, cross-validated.</summary>
    public static TrainingComparison Compare(string data)
    {
        lock (Done)
        {
            return Done.TryGetValue(data, out TrainingComparison? comparison) ? comparison : Done[data] = CrossValidation.Compare(
                data switch
                {
                    "spirals" => SyntheticData.Spirals(noise: 0.06),
                    "moons" => SyntheticData.Moons(noise: 0.25),
                    "circles" => SyntheticData.Circles(noise: 0.15),
                    _ => SyntheticData.Blobs(noise: 2),
                },
                [.. Rule.Select(Networks.Choice)], new ComparisonOptions { Hidden = [32, 32, 32, 32], Epochs = 30, LearningRate = 0.003 });
        }
    }

    /// <summary>The functions from the best to the worst.</summary>
    public static IReadOnlyList<string> Order(string data) =>
        [.. Rule.Select((name, i) => (name, score: Networks.Score(Compare(data).Runs[i]))).OrderByDescending(one => one.score).Select(one => one.name)];

    /// <summary>Of the 15 pairs, how many stand as the rule says.</summary>
    public static int Agreeing(string data)
    {
        double[] scores = [.. Rule.Select((_, i) => Networks.Score(Compare(data).Runs[i]))];
        return Enumerable.Range(0, Rule.Count).Sum(i => Enumerable.Range(i + 1, Rule.Count - i - 1).Count(j => scores[i] > scores[j]));
    }

    public override IEnumerable<string> Measured() => Sheet.Table(
        ["accuracy", .. Rule, "pairs as the rule says"],
        Data.Select(data => (string[])[data, .. Compare(data).Runs.Select(runs => Sheet.P(Networks.Score(runs))), $"{Agreeing(data)} of 15"]));

    public override LineChart Picture() => Sheet.Categories(
        "The rule says: falling lines", "from the best to the worst, as the rule has it", "held-out accuracy, %", Rule,
        [.. Data.Select((data, style) => Sheet.Steps(data, style, Compare(data).Runs.Select(Networks.Score)))]) with
    { YFactor = 100 };
}
