namespace Hillock.Training;

/// <summary>Counts what is finished of all runs.</summary>
/// <param name="progress">Is told; or null.</param>
/// <param name="runs">How many runs there are.</param>
/// <param name="costShare">The share of the whole that the measurement of costs after all runs is.</param>
internal sealed class ProgressCounter(IProgress<ComparisonProgress>? progress, int runs, double costShare = 0)
{
    private const long Unit = 1L << 40;

    private long _done;
    private int _finished;

    /// <summary>The part of one run.</summary>
    internal RunProgress Of(string candidate, int repeat, int fold) => new(this, candidate, repeat, fold);

    internal sealed class RunProgress(ProgressCounter counter, string candidate, int repeat, int fold)
    {
        private long _done;

        /// <summary>Notes an epoch; the last of a run counts for those that were left out.</summary>
        /// <param name="epoch">The epoch, from 1.</param>
        /// <param name="share">The finished share of the run.</param>
        /// <param name="last">Whether it is the last.</param>
        internal void Report(int epoch, double share, bool last = false)
        {
            long done = last ? Unit : Math.Max(_done, (long)(share * Unit));
            long all = Interlocked.Add(ref counter._done, done - _done);
            _done = done;
            int finished = last ? Interlocked.Increment(ref counter._finished) : Volatile.Read(ref counter._finished);
            counter.Tell(new ComparisonProgress(candidate, repeat, fold, epoch, finished, counter.Runs, counter.RunShare * all / Unit / counter.Runs));
        }
    }

    /// <summary>Notes that the costs of so many candidates are measured, and whose are next.</summary>
    internal void ReportCosts(string candidate, int measured, int candidates) =>
        Tell(new ComparisonProgress(candidate, 0, 0, 0, Runs, Runs, RunShare + (costShare * measured / candidates)));

    private int Runs => runs;

    private double RunShare => 1 - costShare;

    private void Tell(ComparisonProgress news) => progress?.Report(news);
}
