using System.Globalization;
using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Tests.ChildProcesses;

/// <summary>
/// With the environment variable <c>HILLOCK_STRESS_SPANS</c>, all tests of this process run with a garbage collection at every so-many-th span and fork,
/// and with the memory of dead tensors overwritten: <c>HILLOCK_STRESS_SPANS=50 Hillock.Tests -namespace Hillock.Tests.Functional</c>. Tests that measure
/// time or allocation do not pass then; all others must.
/// </summary>
internal static class StressedSuite
{
    private static long Every;
    private static long Places;

    [ThreadStatic]
    private static bool IsInside;

    // Before the first use of the library, which looks at its switch once.
    [ModuleInitializer]
    internal static void Begin()
    {
        if (long.TryParse(Environment.GetEnvironmentVariable("HILLOCK_STRESS_SPANS"), CultureInfo.InvariantCulture, out Every) && Every > 0)
        {
            AppContext.SetSwitch("Hillock.Stress", true);
            StressHooks.AtSpan = Collect;
            StressHooks.AtFork = Collect;
        }
    }

    private static void Collect()
    {
        if (Interlocked.Increment(ref Places) % Every == 0 && !IsInside)
        {
            IsInside = true;
            GC.Collect();
            TensorPool.Scan();
            IsInside = false;
        }
    }
}
