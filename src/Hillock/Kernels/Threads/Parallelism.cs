using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Hillock.Kernels;

/// <summary>Runs numbered blocks of work on a persistent pool of background threads, with the caller taking part.</summary>
/// <remarks>
/// <para>The pool decides only who runs a block and when. Whoever splits work into blocks must do it so that no result depends
/// on the number of threads or blocks: every output element is computed by the same operations in the same order.</para>
/// <para>Worker threads start on first need, spin for about 100 microseconds after each job, then sleep until the next.
/// They are background threads: nothing to dispose, and they never keep a process alive.</para>
/// </remarks>
public static unsafe class Parallelism
{
    /// <summary>The largest value that <see cref="Threads"/> takes.</summary>
    public const int MaxThreads = 1024;

    private static readonly Worker[] Workers = new Worker[MaxThreads - 1];
    private static readonly Lock StartLock = new();
    private static int ThreadCount = Environment.ProcessorCount;
    private static int Started;

    // The one job. Its fields are written by the owner of the pool while Open is 0 and read by a worker only between raising
    // Active (having then seen Open == 1) and lowering it again; the owner leaves only after seeing Active == 0.
    private static delegate*<void*, int, void> Function;
    private static void* Body;
    private static int Count;
    private static int Helpers;
    private static Exception? Failure;
    private static int FailureIndex;

    // One cache line each: spinning readers must not slow down the counter that hands out blocks.
    private static Padded Busy;
    private static Padded Epoch;
    private static Padded Open;
    private static Padded Next;
    private static Padded Active;

    /// <summary>
    /// Gets or sets how many threads a parallel operation may use, the caller included: the number of processors unless set.
    /// </summary>
    /// <remarks>Results never depend on it. With 1, everything runs on the calling thread and no thread is ever started.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above <see cref="MaxThreads"/>.</exception>
    public static int Threads
    {
        get => Volatile.Read(ref ThreadCount);
        set
        {
            if (value is < 1 or > MaxThreads)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), value, $"Threads expects 1 to {MaxThreads} but got {value}; use Environment.ProcessorCount for one thread a processor.");
            }

            Volatile.Write(ref ThreadCount, value);
        }
    }

    /// <summary>Runs <c>body.Invoke(i)</c> for every <c>i</c> from 0 to <paramref name="count"/> − 1 and returns when all are done.</summary>
    /// <param name="count">The number of blocks; 0 does nothing.</param>
    /// <param name="body">The work. It is copied once, and all threads share the copy.</param>
    /// <typeparam name="TBody">A struct, so that the call neither allocates nor goes through a delegate.</typeparam>
    /// <remarks>
    /// A call made inside a block, or while another thread's call is under way, runs its blocks one after the other on the calling
    /// thread. When blocks throw, no further blocks are started, and the exception of the lowest-numbered block that threw is
    /// rethrown here after all threads have left. So is an interrupt (<see cref="Thread.Interrupt"/>) of a wait in here, after the last block.
    /// A thread whose processor does not round in the usual way (native code made it flush subnormal numbers, or round up) runs all
    /// blocks itself, so that its results do not depend on who computed them.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted while it waited for others; all blocks have run.</exception>
    public static void For<TBody>(int count, in TBody body)
        where TBody : struct, IParallelBody, allows ref struct
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        TBody local = body;
        int threads = Math.Min(Threads, count);
        if (threads <= 1 || !FloatingPointEnvironment.IsDefault || Interlocked.CompareExchange(ref Busy.Value, 1, 0) != 0)
        {
            for (int i = 0; i < count; i++)
            {
                local.Invoke(i);
            }

            return;
        }

        try
        {
            // The copy lies on this stack frame, which outlives every worker's use of it (Run waits), so its address is stable.
            Run(&InvokeBody<TBody>, Unsafe.AsPointer(ref local), count, threads - 1);
        }
        finally
        {
            Volatile.Write(ref Busy.Value, 0);
        }
    }

    /// <summary>Runs <c>body(i)</c> for every <c>i</c> from 0 to <paramref name="count"/> − 1 and returns when all are done.</summary>
    /// <param name="count">The number of blocks; 0 does nothing.</param>
    /// <param name="body">The work.</param>
    /// <remarks>
    /// As <see cref="For{TBody}(int, in TBody)"/>, for work that is not worth a struct. What flows to tasks (<see cref="ExecutionContext"/>) flows to the
    /// blocks.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static void For(int count, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        For(count, new DelegateBody(body, ExecutionContext.Capture()));
    }

    private static void InvokeBody<TBody>(void* body, int index)
        where TBody : struct, IParallelBody, allows ref struct =>
        Unsafe.AsRef<TBody>(body).Invoke(index);

    private static void Run(delegate*<void*, int, void> function, void* body, int count, int helpers)
    {
        if (Volatile.Read(ref Started) < helpers)
        {
            helpers = Start(helpers);
        }

        Function = function;
        Body = body;
        Count = count;
        Helpers = helpers;
        Failure = null;
        FailureIndex = int.MaxValue;
        Next.Value = 0;
        bool interrupted = false;
        try
        {
            Volatile.Write(ref Open.Value, 1);
            Interlocked.Increment(ref Epoch.Value);
            for (int i = 0; i < helpers; i++)
            {
                interrupted |= Workers[i].Wake();
            }

            Work();
        }
        finally
        {
            // Whatever happened: the body lies on the caller's frame, which must outlive the last use of it.
            interrupted |= AwaitWorkers();
        }

        Body = null;
        if (Failure is { } failure)
        {
            Failure = null;
            if (interrupted)
            {
                Thread.CurrentThread.Interrupt();
            }

            ExceptionDispatchInfo.Throw(failure);
        }

        if (interrupted)
        {
            throw new ThreadInterruptedException("The thread was interrupted in a parallel operation, which has been completed.");
        }
    }

    /// <summary>Closes the job and returns when no worker reads it any more.</summary>
    /// <returns>Whether the caller was interrupted meanwhile.</returns>
    private static bool AwaitWorkers()
    {
        Interlocked.Exchange(ref Open.Value, 0);
        SpinWait wait = new SpinWait();
        bool interrupted = false;
        int spins = 0;
        while (Volatile.Read(ref Active.Value) != 0)
        {
            // A worker that still runs its block has a processor of its own, unless the machine is overcommitted: yield then.
            if (spins < 2000)
            {
                spins++;
                Thread.SpinWait(1);
            }
            else
            {
                try
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                }
                catch (ThreadInterruptedException)
                {
                    interrupted = true;
                }
            }
        }

        return interrupted;
    }

    private static void Work()
    {
        int count = Count;
        delegate*<void*, int, void> function = Function;
        void* body = Body;
        if (StressHooks.Enabled)
        {
            StressHooks.AtFork?.Invoke();
        }
        while (true)
        {
            // Each thread steps past the end once, which a 64-bit counter survives for any count.
            long index = Interlocked.Increment(ref Next.Value) - 1;
            if (index >= count)
            {
                return;
            }

            try
            {
                function(body, (int)index);
            }
#pragma warning disable CA1031 // Whatever a block throws belongs to the caller, who gets it from Run.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Fail(exception, (int)index, count);
            }
        }
    }

    private static void Fail(Exception exception, int index, int count)
    {
        using (Uninterruptible.Enter(StartLock))
        {
            if (index < FailureIndex)
            {
                FailureIndex = index;
                Failure = exception;
            }
        }

        Interlocked.Exchange(ref Next.Value, count);
    }

    /// <summary>Starts what is missing of the workers.</summary>
    /// <returns>How many there are now: fewer than wanted where the system has no more threads to give.</returns>
    private static int Start(int helpers)
    {
        using Lock.Scope scope = Uninterruptible.Enter(StartLock);
        try
        {
            for (int i = Started; i < helpers; i++)
            {
                Workers[i] = new Worker(i);
                Volatile.Write(ref Started, i + 1);
            }
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            // Any number of threads gives the same results.
        }

        return Math.Min(helpers, Started);
    }

    private readonly struct DelegateBody(Action<int> body, ExecutionContext? context) : IParallelBody
    {
        public void Invoke(int index)
        {
            if (context is null)
            {
                body(index);
                return;
            }

            Action<int> work = body;
            ExecutionContext.Run(context, _ => work(index), null);
        }
    }

    private sealed class Worker
    {
        // Long enough to bridge the gap between two operations of a training step, short enough not to show as load.
        private static readonly long SpinTicks = Stopwatch.Frequency / 10_000;

        private readonly object _gate = new();
        private readonly int _number;
        private int _parked;

        public Worker(int number)
        {
            _number = number;
            new Thread(Loop) { IsBackground = true, Name = $"Hillock worker {number + 1}" }.UnsafeStart();
        }

        /// <summary>Ends the worker's sleep.</summary>
        /// <returns>Whether the caller was interrupted meanwhile.</returns>
        public bool Wake()
        {
            // The increment of Epoch before this read and the exchange of _parked before the worker's read of Epoch are full
            // fences: either this sees the worker parked, or the worker sees the new epoch and does not sleep.
            if (Volatile.Read(ref _parked) == 0)
            {
                return false;
            }

            bool interrupted = Uninterruptible.Enter(_gate);
            Monitor.Pulse(_gate);
            Monitor.Exit(_gate);
            return interrupted;
        }

        private void Loop()
        {
            long seen = 0;
            while (true)
            {
                seen = Await(seen);
                Interlocked.Increment(ref Active.Value);
                if (Volatile.Read(ref Open.Value) != 0 && _number < Helpers && FloatingPointEnvironment.IsDefault)
                {
                    Work();
                }

                Interlocked.Decrement(ref Active.Value);
            }
        }

        private long Await(long seen)
        {
            long epoch;
            long deadline = Stopwatch.GetTimestamp() + SpinTicks;
            do
            {
                for (int i = 0; i < 32; i++)
                {
                    if ((epoch = Volatile.Read(ref Epoch.Value)) != seen)
                    {
                        return epoch;
                    }

                    Thread.SpinWait(1);
                }
            }
            while (Stopwatch.GetTimestamp() < deadline);

            Uninterruptible.Enter(_gate);
            Interlocked.Exchange(ref _parked, 1);
            while ((epoch = Volatile.Read(ref Epoch.Value)) == seen)
            {
                try
                {
                    Monitor.Wait(_gate);
                }
                catch (ThreadInterruptedException)
                {
                    // A block may have told this thread to someone; no wait of its own is theirs to break off.
                }
            }

            Volatile.Write(ref _parked, 0);
            Monitor.Exit(_gate);
            return epoch;
        }
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 128)]
    private struct Padded
    {
        [System.Runtime.InteropServices.FieldOffset(64)]
        public long Value;
    }
}
