using Hillock.Charts.CommandLine;
using Hillock.Training;

namespace Hillock.Cli.Comparisons;

/// <summary>Shows on a bar how far a comparison is.</summary>
internal sealed class RunsReporter(ProgressBar bar) : IProgress<ComparisonProgress>
{
    /// <summary>The reporter of a bar; null where nobody looks on.</summary>
    public static RunsReporter? Of(ProgressBar? bar) => bar is null ? null : new RunsReporter(bar);

    public void Report(ComparisonProgress value) => bar.Report(
        value.Fraction,
        value.Fold == 0 ? $"measuring the time of {value.Candidate}" : $"{value.FinishedRuns} of {value.PlannedRuns} runs, now {value.Candidate}");
}
