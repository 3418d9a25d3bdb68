using System.Diagnostics;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// Notices the running sum of losses that was meant to be a number: <c>total += loss</c>, where each sum keeps the graph of every loss before it.
/// </summary>
internal static class SummedGraphs
{
    /// <summary>A sum of so many losses whose graphs Backward has been through can hardly be meant to be differentiated.</summary>
    internal const int OfFreed = 16;

    /// <summary>A sum of so many losses takes the memory of as many forward passes.</summary>
    internal const int OfAny = 1000;

    private static int Told;

    /// <summary>Looks at an addition of two single numbers, which follows on <paramref name="length"/> others.</summary>
    internal static void Look(int length, Node? x, Node? y)
    {
        if (Volatile.Read(ref Told) == 0 && (length >= OfAny || (length >= OfFreed && (IsOfFreed(x) || IsOfFreed(y))))
            && Interlocked.Exchange(ref Told, 1) == 0)
        {
            Trace.TraceWarning(
                $"Hillock: {length} tensors of one element have been added up, and the sum keeps the graphs of all of them in memory. If it is for a " +
                "report, add numbers, total += loss.Item<double>(), " +
                "or add inside Gradients.Disabled(). If it is to be differentiated all is well. This is said once.");
        }
    }

    /// <summary>For tests: lets the warning be given again.</summary>
    internal static void Forget() => Volatile.Write(ref Told, 0);

    // Backward may come before the addition, or behind it: then it is the sum before this one that shows it.
    private static bool IsOfFreed(Node? node) =>
        node is { IsFreed: true } || (node is AddNode sum && (sum.Parent(0) is { IsFreed: true } || sum.Parent(1) is { IsFreed: true }));
}
