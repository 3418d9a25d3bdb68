using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Digests.Stress;

/// <summary>Garbage collections at spans and at forks, whose finds the pool takes back and overwrites at once.</summary>
internal static class Collections
{
    private static long Places;
    private static long Every = 1;
    private static long Done;

    [ThreadStatic]
    private static bool IsInside;

    public static long Count => Volatile.Read(ref Done);

    /// <summary>Collects at every one of so many places.</summary>
    public static void Begin(long every)
    {
        Every = every;
        StressHooks.AtSpan = Collect;
        StressHooks.AtFork = Collect;
    }

    /// <summary>How many places a computation has.</summary>
    public static long PlacesOf(Action computation)
    {
        long before = Volatile.Read(ref Places);
        Begin(long.MaxValue);
        computation();
        return Volatile.Read(ref Places) - before;
    }

    private static void Collect()
    {
        long place = Interlocked.Increment(ref Places);
        if (place % Volatile.Read(ref Every) != 0 || IsInside)
        {
            return;
        }

        IsInside = true;
        GC.Collect();
        TensorPool.Scan();
        Interlocked.Increment(ref Done);
        IsInside = false;
    }
}
