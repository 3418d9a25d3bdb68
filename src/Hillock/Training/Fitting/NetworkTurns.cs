using System.Diagnostics.CodeAnalysis;

namespace Hillock.Training;

/// <summary>
/// Who may use a trainer's network: any number of threads that read it, or one that changes it. Others wait; a thread that reads may not begin to change it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The lock holds nothing but events that finalise themselves: a trainer has nothing to dispose.")]
internal sealed class NetworkTurns
{
    // Recursive: a loss or a module may itself predict.
    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.SupportsRecursion);
    private int _fitting;

    internal Turn Read()
    {
        _lock.EnterReadLock();
        return new Turn(this, writes: false);
    }

    /// <exception cref="InvalidOperationException">Another thread fits, or this thread is reading.</exception>
    internal Turn Write(string operation)
    {
        RefuseBesideFit(operation);
        if (_lock.IsReadLockHeld)
        {
            throw new InvalidOperationException(
                $"{operation} was called by what Predict or Evaluate of the same trainer is running, which must not change the network; call it after they " +
                "have returned.");
        }

        _lock.EnterWriteLock();
        Turn turn = new Turn(this, writes: true);
        try
        {
            // A fit may have begun while this thread waited.
            RefuseBesideFit(operation);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Notes that this thread fits, so that no other thread's step comes between its steps, and waits for a step that is under way.</summary>
    /// <exception cref="InvalidOperationException">There is a fit under way, or this thread is reading.</exception>
    internal Fitting Fit()
    {
        int current = Interlocked.CompareExchange(ref _fitting, Environment.CurrentManagedThreadId, 0);
        if (current != 0)
        {
            throw new InvalidOperationException(
                $"Fit was called while Fit of the same trainer is under way{(current == Environment.CurrentManagedThreadId ? "" : " on another thread")}; " +
                "wait for it to return, or train another network.");
        }

        Fitting fitting = new Fitting(this);
        try
        {
            using Turn turn = Write(nameof(Fit));
            return fitting;
        }
        catch
        {
            fitting.Dispose();
            throw;
        }
    }

    private void RefuseBesideFit(string operation)
    {
        int fitting = Volatile.Read(ref _fitting);
        if (fitting != 0 && fitting != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                $"{operation} was called while Fit of the same trainer is under way on another thread; wait for it to return, or train another network.");
        }
    }

    internal readonly ref struct Turn(NetworkTurns turns, bool writes) : IDisposable
    {
        public void Dispose()
        {
            if (writes)
            {
                turns._lock.ExitWriteLock();
            }
            else
            {
                turns._lock.ExitReadLock();
            }
        }
    }

    internal readonly ref struct Fitting(NetworkTurns turns) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref turns._fitting, 0);
    }
}
