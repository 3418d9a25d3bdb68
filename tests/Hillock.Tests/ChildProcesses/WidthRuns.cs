using System.Collections.Concurrent;

namespace Hillock.Tests.ChildProcesses;

/// <summary>One run of the digests for each vector width, which the tests share.</summary>
internal static class WidthRuns
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<(BitReport Report, CompiledMethods Methods)>>> Runs = new();

    /// <summary>What a process with the switch <c>Hillock.VectorWidth</c> wrote, and what it compiled.</summary>
    public static Task<(BitReport Report, CompiledMethods Methods)> Of(int width) =>
        Runs.GetOrAdd(width, static key => new(() => ChildProcess.Share(() => CompiledMethods.RunAsync(key)))).Value;
}
