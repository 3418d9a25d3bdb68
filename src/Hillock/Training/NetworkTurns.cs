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
        int fitting = Volatile.Read(ref _fitting);
        if (fitting != 0 && fitting != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                $"{operation} was called while Fit of the same trainer is under way on another thread; wait for it to return, or train another network.");
        }

        if (_lock.IsReadLockHeld)
        {
            throw new InvalidOperationException(
                $"{operation} was called by what Predict or Evaluate of the same trainer is running, which must not change the network; call it after they " +
                "have returned.");
        }

        _lock.EnterWriteLock();
        return new Turn(this, writes: true);
    }

    /// <summary>Notes that this thread fits, so that no other thread's step comes between its steps.</summary>
    /// <exception cref="InvalidOperationException">There is a fit under way.</exception>
    internal Fitting Fit()
    {
        int fitting = Interlocked.CompareExchange(ref _fitting, Environment.CurrentManagedThreadId, 0);
        return fitting == 0 ? new Fitting(this) : throw new InvalidOperationException(
            $"Fit was called while Fit of the same trainer is under way{(fitting == Environment.CurrentManagedThreadId ? "" : " on another thread")}; wait " +
            "for it to return, or train another network.");
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
