using Spectre.Console;

namespace Hillock.Charts.CommandLine;

/// <summary>Shows in a terminal how far work is: words, a bar, the share that is done, and the time that is left.</summary>
public sealed class ProgressBar
{
    private readonly ProgressTask _task;

    private ProgressBar(ProgressTask task) => _task = task;

    /// <summary>Runs work under a bar, which disappears when the work is done.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="error">Where progress goes: <see cref="Console.Error"/>, or any other writer for none.</param>
    /// <param name="text">What is done.</param>
    /// <param name="work">The work. It is given the bar, or null when nobody looks on: the writer is another one, or leads into a file.</param>
    /// <returns>What the work gives.</returns>
    public static T Run<T>(TextWriter error, string text, Func<ProgressBar?, T> work)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(work);
        return Terminal.ForProgress(error) is not { } console
            ? work(null)
            : console.Progress()
                .AutoClear(true)
                .HideCompleted(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .Start(context => work(new ProgressBar(context.AddTask(Markup.Escape(Legible.Text(text))))));
    }

    /// <summary>Runs work that gives nothing under a bar.</summary>
    /// <inheritdoc cref="Run{T}(TextWriter, string, Func{ProgressBar, T})"/>
    public static void Run(TextWriter error, string text, Action<ProgressBar?> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Run(error, text, bar =>
        {
            work(bar);
            return true;
        });
    }

    /// <summary>Tells how far the work is. May be called from many threads; the last to report is as good as any.</summary>
    /// <param name="fraction">The share that is done, from 0 to 1.</param>
    /// <param name="text">What is done now; null for the same as before.</param>
    public void Report(double fraction, string? text = null)
    {
        if (text is not null)
        {
            _task.Description = Markup.Escape(Legible.Text(text));
        }

        _task.Value = 100 * fraction;
    }
}
