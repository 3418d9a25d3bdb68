using Hillock.Charts;

namespace Hillock.Cli.Reports;

/// <summary>Whether a measurement of the hidden units is inconspicuous for every candidate, so that it may be folded away.</summary>
/// <param name="Title">What is measured.</param>
/// <param name="IsHealthy">Whether no candidate stands out.</param>
/// <param name="Range">Between which values all lie; empty where nothing was measured.</param>
internal sealed record Health(string Title, bool IsHealthy, string Range)
{
    /// <summary>Dead units.</summary>
    public static Health Dead(ComparisonReport report) => Share(report, "dead units", result => result.DeadShare, AdviceWriter.ManyDead);

    /// <summary>Saturation.</summary>
    public static Health Saturated(ComparisonReport report) => Share(report, "saturation", result => result.Saturation, AdviceWriter.MuchSaturation);

    /// <summary>Mean output.</summary>
    public static Health Mean(ComparisonReport report) =>
        Of(report, "mean output", result => result.MeanActivation, value => Math.Abs(value) < AdviceWriter.LargeShift, value => Label.Number(value, 2));

    /// <summary>The gradient of the first layer over the last layer's.</summary>
    public static Health Gradient(ComparisonReport report) => Of(
        report, "gradient, first / last", result => result.GradientRatio,
        value => value is > 1 / AdviceWriter.SteepGradient and < AdviceWriter.SteepGradient, value => Label.Significant(value, 2));

    /// <summary>The name with its range.</summary>
    public string Words => Range.Length == 0 ? $"{Title} (not measured)" : $"{Title} {Range}";

    private static Health Share(ComparisonReport report, string title, Func<CandidateResult, double?> value, double much) =>
        Of(report, title, value, share => share < much, share => Label.Percent(share) + " %");

    private static Health Of(
        ComparisonReport report, string title, Func<CandidateResult, double?> value, Func<double, bool> isHealthy, Func<double, string> format)
    {
        double[] values = [.. report.Candidates.Select(value).OfType<double>()];
        string[] ends = values.Length == 0 ? [] : [format(values.Min()), format(values.Max())];
        return new Health(title, values.All(isHealthy), ends.Length == 0 ? "" : ends[0] == ends[1] ? ends[0] : $"{ends[0]} to {ends[1]}");
    }
}
