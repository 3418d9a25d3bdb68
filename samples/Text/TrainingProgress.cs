using System.Diagnostics;
using System.Globalization;
using Hillock.Charts.CommandLine;

namespace Hillock.Samples.Text;

/// <summary>Shows how far training is: a bar in a terminal, a line every few seconds elsewhere.</summary>
public sealed class TrainingProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromSeconds(0.1);

    private readonly string _title;
    private readonly long _steps;
    private readonly ProgressBar? _bar;
    private readonly TextWriter _output;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _shown = -BetweenLines;
    private long _tokens;

    private TrainingProgress(string title, long steps, ProgressBar? bar, TextWriter output)
    {
        (_title, _steps, _bar, _output) = (title, steps, bar, output);
    }

    /// <summary>Runs work that reports what it does.</summary>
    /// <param name="title">What is trained.</param>
    /// <param name="steps">The number of steps that are planned.</param>
    /// <param name="error">Where to show it: <see cref="Console.Error"/>.</param>
    /// <param name="train">The work.</param>
    public static void Run(string title, long steps, TextWriter error, Action<TrainingProgress> train)
    {
        ArgumentNullException.ThrowIfNull(train);
        ProgressBar.Run(error, title, bar => train(new TrainingProgress(title, steps, bar, error)));
    }

    /// <summary>Tells what a step did.</summary>
    /// <param name="step">The number of steps done.</param>
    /// <param name="loss">The loss, smoothed as one wants to see it.</param>
    /// <param name="tokens">The tokens that the step predicted.</param>
    public void Report(long step, double loss, int tokens)
    {
        _tokens += tokens;
        TimeSpan now = _watch.Elapsed;
        if (now - _shown < (_bar is null ? BetweenLines : BetweenChanges) && step < _steps)
        {
            return;
        }

        _shown = now;
        string state = string.Create(CultureInfo.InvariantCulture, $"loss {loss:F3}, {_tokens / now.TotalSeconds:N0} tokens/s");
        if (_bar is not null)
        {
            _bar.Report(step / (double)Math.Max(1, _steps), $"{_title}: {state}");
            return;
        }

        TimeSpan left = now * ((_steps - step) / (double)Math.Max(1, step));
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_title}: step {step} of {_steps}, {state}, {left:h\\:mm\\:ss} left"));
    }
}
