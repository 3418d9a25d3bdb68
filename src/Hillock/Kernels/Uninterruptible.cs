namespace Hillock.Kernels;

/// <summary>Waits for a lock that <see cref="Thread.Interrupt"/> does not break off: what is half done behind it must be finished.</summary>
internal static class Uninterruptible
{
    /// <summary>Enters; an interrupt that came meanwhile is handed on to the thread's next wait.</summary>
    internal static void Enter(Lock gate)
    {
        if (gate.TryEnter())
        {
            return;
        }

        bool interrupted = false;
        while (true)
        {
            try
            {
                gate.Enter();
                break;
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
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
}
