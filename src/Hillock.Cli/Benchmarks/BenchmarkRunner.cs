using System.Diagnostics;
using System.Runtime;
using Hillock.Cli.Reports;
using Hillock.Kernels;

namespace Hillock.Cli.Benchmarks;

/// <summary>Times cases as the peer's script does: the fastest of as many runs as fit into a time, because disturbances only ever add.</summary>
internal static class BenchmarkRunner
{
    private const int WarmUpCalls = 64, WarmUpPause = 120, MinimumWarmUps = 4, MaximumWarmUps = 30;

    /// <summary>Runs a group and yields each result when it is there.</summary>
    public static IEnumerable<BenchmarkLine> Run(IBenchmarkGroup group, BenchmarkSettings settings, CancellationToken cancellationToken)
    {
        WarmUp(group, cancellationToken);
        foreach (BenchmarkCase item in group.Cases(settings))
        {
            (double seconds, double? waiting) = Best(item, settings.Seconds, cancellationToken);
            yield return new BenchmarkLine(
                group.Name, item.Name, item.Work / seconds, item.Unit, seconds, Parallelism.Threads, MachineDescription.Current.VectorBits, waiting);
        }
    }

    // The run time waits for 100 ms without new methods, counts 30 calls, compiles in the background with counters that guide
    // it, and then does all that again. So this goes on until a round compiles nothing more.
    private static void WarmUp(IBenchmarkGroup group, CancellationToken cancellationToken)
    {
        long before, after = -1;
        int round = 0;
        do
        {
            for (int call = 0; call < WarmUpCalls; call++)
            {
                group.WarmUp();
            }

            Thread.Sleep(WarmUpPause);
            cancellationToken.ThrowIfCancellationRequested();
            (before, after) = (after, JitInfo.GetCompiledMethodCount());
            round++;
        }
        while (round < MinimumWarmUps || after != before && round < MaximumWarmUps);
    }

    private static (double Seconds, double? Waiting) Best(BenchmarkCase item, double seconds, CancellationToken cancellationToken)
    {
        item.Run();
        // A collection within a run would be counted; what the cases drop is small, so none falls due soon after this.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long best = long.MaxValue, all = Stopwatch.GetTimestamp();
        TimeSpan? waited = item.Waited?.Invoke();
        long end = all + (long)(seconds * Stopwatch.Frequency);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            item.Run();
            best = Math.Min(best, Stopwatch.GetTimestamp() - start);
        }
        while (Stopwatch.GetTimestamp() < end);

        double? waiting = (item.Waited?.Invoke() - waited) / Stopwatch.GetElapsedTime(all);
        return (Math.Max(best, 1) / (double)Stopwatch.Frequency, waiting);
    }
}
