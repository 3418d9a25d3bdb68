namespace Hillock.Kernels;

/// <summary>Waits for a lock that <see cref="Thread.Interrupt"/> does not break off: what is half done behind it must be finished.</summary>
internal static class Uninterruptible
{
    /// <summary>Enters until the scope is disposed; an interrupt that came meanwhile is handed on to the thread's next wait.</summary>
    internal static Lock.Scope Enter(Lock gate)
    {
        try
        {
            return gate.EnterScope();
        }
        catch (ThreadInterruptedException)
        {
            return EnterInterrupted(gate);
        }
    }

    /// <summary>Enters a monitor.</summary>
    /// <returns>Whether an interrupt came meanwhile, for the caller to hand on.</returns>
    internal static bool Enter(object monitor)
    {
        if (Monitor.TryEnter(monitor))
        {
            return false;
        }

        bool interrupted = false;
        while (true)
        {
            try
            {
                Monitor.Enter(monitor);
                return interrupted;
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }
    }

    private static Lock.Scope EnterInterrupted(Lock gate)
    {
        while (true)
        {
            try
            {
                Lock.Scope scope = gate.EnterScope();
                Thread.CurrentThread.Interrupt();
                return scope;
            }
            catch (ThreadInterruptedException)
            {
                // Again: one interrupt is as good as several.
            }
        }
    }
}
