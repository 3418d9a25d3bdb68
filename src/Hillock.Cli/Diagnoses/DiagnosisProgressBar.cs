using Spectre.Console;

namespace Hillock.Cli.Diagnoses;

/// <summary>Shows how far a training is.</summary>
internal static class DiagnosisProgressBar
{
    /// <summary>Runs work, with a progress bar if there is a console for one.</summary>
    public static T Show<T>(IAnsiConsole? console, string what, Func<IProgress<double>?, T> run)
    {
        if (console is null)
            return run(null);
        return console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => run(new Reporter(context.AddTask($"training {what}"))));
    }

    private sealed class Reporter(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = 100 * value;
    }
}
