using Hillock.Charts;

namespace Hillock.Cli.Reports;

/// <summary>Writes scores as people read them: accuracy in per cent, R² as a number.</summary>
internal sealed class ScoreText(DataDescription data)
{
    // One row of held-out data changes the accuracy by 1/rows: more decimals would be noise.
    private readonly int _decimals = data.Metric == Metric.RSquared ? 3 : data.Rows >= 2000 ? 2 : 1;

    /// <summary>The name of the score.</summary>
    public string Name => data.Metric switch { Metric.Accuracy => "accuracy", Metric.BalancedAccuracy => "balanced accuracy", _ => "R²" };

    /// <summary>The heading of a column of scores.</summary>
    public string Heading => data.Metric == Metric.RSquared ? "R²" : Name + " %";

    /// <summary>What a score is multiplied by before it is written: 100 for accuracy.</summary>
    public double Factor => data.Metric != Metric.RSquared ? 100 : 1;

    /// <summary>A score with its unit: 97.3 %.</summary>
    public string Full(double score) => data.Metric != Metric.RSquared ? Number(score) + " %" : Number(score);

    /// <summary>A score without a unit: 97.3.</summary>
    public string Number(double score) => Label.Number(Factor * score, _decimals);

    /// <summary>A mean and its interval: 97.3 (95.9–98.2).</summary>
    public string WithInterval(CandidateResult result) =>
        result.MeanScore is not { } mean ? "–" : result.LowScore is { } low ? $"{Number(mean)} ({Range(low, result.HighScore!.Value)})" : Number(mean);

    /// <summary>The same of a score on a second file.</summary>
    public string WithInterval(TestFileResult.TestScore result) =>
        result.Score is not { } score ? "–" : result.LowScore is { } low ? $"{Number(score)} ({Range(low, result.HighScore!.Value)})" : Number(score);

    /// <summary>An interval: 95.9–98.2, and with a negative end 0.1 to 0.3.</summary>
    public string Range(double low, double high) => $"{Number(low)}{(Math.Min(low, high) < 0 ? " to " : "–")}{Number(high)}";

    /// <summary>A difference with its sign: −0.4.</summary>
    public string Signed(double difference) => (difference > 0 ? "+" : "") + Number(difference);

    /// <summary>A difference without its sign but with its unit: 0.4 points.</summary>
    public string Points(double difference) => Number(Math.Abs(difference)) + (data.Metric != Metric.RSquared ? " points" : "");
}
