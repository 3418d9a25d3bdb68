namespace Hillock.Kernels;

/// <summary>Places where tests let others come between; in a process with the switch <c>Hillock.Stress</c> alone, and compiled away in every other.</summary>
/// <remarks>With it, memory is also overwritten whenever it changes hands.</remarks>
internal static class StressHooks
{
    internal static readonly bool Enabled = AppContext.TryGetSwitch("Hillock.Stress", out bool enabled) && enabled;

    /// <summary>A span of a tensor has just been made.</summary>
    internal static Action? AtSpan;

    /// <summary>A thread is about to take part in a parallel operation.</summary>
    internal static Action? AtFork;

    /// <summary>A thread is about to change the pool, having read what it is to change.</summary>
    internal static Action? BeforeGate;
}
