using Hillock.Training;
using Spectre.Console;

namespace Hillock.Cli.Comparisons;

/// <summary>Shows how far a comparison is.</summary>
internal static class ComparisonProgressBar
{
    /// <summary>Runs work, with a progress bar if there is a console for one.</summary>
    public static TrainingComparison Show(IAnsiConsole? console, Func<IProgress<ComparisonProgress>?, TrainingComparison> run)
    {
        if (console is null)
            return run(null);
        return console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => run(new Reporter(context.AddTask("starting"))));
    }

    // Called from many threads; the last to report is as good as any.
    private sealed class Reporter(ProgressTask task) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value)
        {
            task.Description = Markup.Escape($"{value.FinishedRuns} of {value.PlannedRuns} runs, now {value.Activation}");
            task.Value = 100 * value.Fraction;
        }
    }
}
