namespace Hillock.Training;

/// <summary>Counts the epochs of all runs.</summary>
internal sealed class ProgressCounter(IProgress<ComparisonProgress>? progress, int runs, int epochsEach)
{
    private long _epochs;
    private int _finished;

    /// <summary>Notes an epoch; the last of a run counts for those that were left out.</summary>
    internal void Report(string candidate, int repeat, int fold, int epoch, bool last)
    {
        long epochs = Interlocked.Add(ref _epochs, last ? epochsEach - epoch + 1 : 1);
        int finished = last ? Interlocked.Increment(ref _finished) : Volatile.Read(ref _finished);
        progress?.Report(new ComparisonProgress(candidate, repeat, fold, epoch, finished, runs, (double)epochs / ((long)runs * epochsEach)));
    }
}
