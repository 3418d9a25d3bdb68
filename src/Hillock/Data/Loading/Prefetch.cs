using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Hillock.Data;

/// <summary>Makes the batches of an epoch on threads of its own, some ahead of whoever takes them, and gives them in order.</summary>
/// <remarks>
/// Whichever worker is free makes the next batch; which one it was shows in nothing. A place of the ring holds batch <c>i</c> until it is taken, and no worker
/// begins one that has no place, so that never more than <c>ahead</c> are made or being made. Places that were freed are handed out half a ring at a time: a
/// worker that is woken by each batch that is taken would take the processor from whoever took it, just when it goes on.
/// </remarks>
internal sealed class Prefetch<TBatch>
{
    private readonly object _gate = new();
    private readonly Func<int, Func<bool>, TBatch> _make;
    private readonly (bool IsThere, TBatch Batch, ExceptionDispatchInfo? Fault)[] _ring;
    private readonly List<Thread> _workers = [];
    private readonly object _room = new(); // idle workers wait here, whoever takes waits at the gate; that one is locked first
    private readonly int _end;
    private int _begun;
    private int _freed;
    private int _places;
    private volatile bool _stopped;

    /// <param name="make">Makes a batch; the function says whether it is wanted no more.</param>
    /// <param name="first">The first batch.</param>
    /// <param name="end">The one behind the last.</param>
    /// <param name="workers">The threads.</param>
    /// <param name="ahead">The batches that are made or being made at a time.</param>
    internal Prefetch(Func<int, Func<bool>, TBatch> make, int first, int end, int workers, int ahead)
    {
        (_make, _end, _begun, Next) = (make, end, first, first);
        _ring = new (bool, TBatch, ExceptionDispatchInfo?)[Math.Max(1, Math.Min(ahead, end - first))];
        _places = _ring.Length;
        for (int i = 0; i < Math.Min(workers, _ring.Length); i++)
        {
            Thread worker = new(Work) { IsBackground = true, Name = $"Hillock data {i + 1}" };
            try
            {
                worker.Start();
            }
            catch (Exception exception) when (i > 0 && exception is OutOfMemoryException or ThreadStartException)
            {
                break; // any number of workers gives the same batches
            }

            _workers.Add(worker);
        }
    }

    /// <summary>The batch that is taken next.</summary>
    internal int Next { get; private set; }

    /// <summary>Waits for the next batch.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the batch can still be taken.</exception>
    /// <exception cref="TimeoutException">It took too long; the batch can still be taken.</exception>
    /// <exception cref="ObjectDisposedException">The workers were stopped.</exception>
    internal TBatch Take(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static self => ((Prefetch<TBatch>)self!).Wake(), this);
        lock (_gate)
        {
            ref (bool IsThere, TBatch Batch, ExceptionDispatchInfo? Fault) place = ref _ring[Next % _ring.Length];
            while (!place.IsThere)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(_stopped, typeof(DataLoader));
                if (timeout is not { } limit)
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                TimeSpan left = limit - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    if (!place.IsThere && Stopwatch.GetElapsedTime(start) >= limit)
                    {
                        throw new TimeoutException(string.Create(
                            CultureInfo.InvariantCulture,
                            $"Batch {Next} was not there after {limit.TotalSeconds} s; look for what an item waits for, or set a longer Timeout."));
                    }
                }
            }

            (TBatch batch, ExceptionDispatchInfo? fault) = (place.Batch, place.Fault);
            place = default;
            Next++;
            _freed++;
            if (2 * _freed >= _ring.Length)
            {
                HandOut(_freed);
                _freed = 0;
            }

            fault?.Throw();
            return batch;
        }
    }

    /// <summary>Lets the workers end, and waits for those that are in the midst of an item, but not for one that hangs.</summary>
    internal void Stop(TimeSpan patience)
    {
        _stopped = true;
        HandOut(0);
        Wake();
        long start = Stopwatch.GetTimestamp();
        foreach (Thread worker in _workers)
        {
            TimeSpan left = patience - Stopwatch.GetElapsedTime(start);
            if (worker != Thread.CurrentThread)
            {
                worker.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void HandOut(int places)
    {
        lock (_room)
        {
            _places += places;
            Monitor.PulseAll(_room);
        }
    }

    private void Work()
    {
        while (Begin() is int batch and >= 0)
        {
            (bool IsThere, TBatch Batch, ExceptionDispatchInfo? Fault) made;
            try
            {
                made = (true, _make(batch, () => _stopped), null);
            }
#pragma warning disable CA1031 // Whatever it was belongs to whoever takes the batch.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                made = (true, default!, ExceptionDispatchInfo.Capture(exception));
            }

            lock (_gate)
            {
                if (!_stopped)
                {
                    _ring[batch % _ring.Length] = made;
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    /// <summary>The batch to make next, once there is a place for it; −1 if there is none.</summary>
    private int Begin()
    {
        lock (_room)
        {
            while (!_stopped && _begun < _end && _places == 0)
            {
                Monitor.Wait(_room);
            }

            if (_stopped || _begun == _end)
            {
                Monitor.PulseAll(_room); // the other workers are to end as well
                return -1;
            }

            _places--;
            return _begun++;
        }
    }
}
