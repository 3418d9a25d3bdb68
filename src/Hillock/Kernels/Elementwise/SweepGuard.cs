using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Checks the spans of an element-wise kernel.</summary>
internal static class SweepGuard
{
    internal static void Check<T>(ReadOnlySpan<T> source, ReadOnlySpan<T> target, string sourceName, string targetName)
    {
        if (source.Length != target.Length)
        {
            throw Lengths(source.Length, target.Length, sourceName, targetName);
        }

        if (source.Overlaps(target, out int offset) && offset != 0)
        {
            throw Overlap(sourceName, targetName);
        }
    }

    private static ArgumentException Lengths(int source, int target, string sourceName, string targetName) =>
        new($"{targetName} expects the {source} elements of {sourceName} but has {target}.", targetName);

    private static ArgumentException Overlap(string sourceName, string targetName) =>
        new($"{targetName} overlaps {sourceName} in part; pass the same memory or memory of its own.", targetName);
}
