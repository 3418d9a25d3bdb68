using System.Reflection;
using Hillock.Kernels;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary><see cref="Thread.Interrupt"/> breaks off no wait of the library's own, and is not lost.</summary>
[Collection(ParallelismCollection.Name)]
public class InterruptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void For_InterruptedWhileOthersWork_ReturnsAfterTheLastBlockAndHandsTheInterruptOn()
    {
        using ThreadScope scope = new(2);
        using ManualResetEventSlim working = new(), go = new();
        bool ended = false, endedBefore = false, delivered = false;
        Thread caller = new(() =>
        {
            int self = Environment.CurrentManagedThreadId;
            try
            {
                Parallelism.For(2, _ =>
                {
                    if (Environment.CurrentManagedThreadId == self)
                    {
                        // The other block is the worker's.
                        while (!working.IsSet)
                        {
                            Thread.Yield();
                        }
                    }
                    else
                    {
                        working.Set();
                        go.Wait(Limit);
                        Volatile.Write(ref ended, true);
                    }
                });
                endedBefore = Volatile.Read(ref ended);
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
                endedBefore = Volatile.Read(ref ended);
                delivered = true;
            }
        });
        caller.Start();
        Assert.True(working.Wait(Limit, TestContext.Current.CancellationToken));
        for (int i = 0; i < 50; i++)
        {
            caller.Interrupt();
            Thread.Sleep(2);
        }

        go.Set();
        Assert.True(caller.Join(Limit));
        Assert.True(endedBefore, "The call returned while a block was running.");
        Assert.True(delivered, "The interrupt was lost.");
    }

    /// <summary>The caller has opened the job and cannot wake a worker, whose gate is held.</summary>
    [Fact]
    public void For_InterruptedWhileWaking_RunsEveryBlockAndThrowsAfterwards()
    {
        using ThreadScope scope = new(2);
        Parallelism.For(2, _ => { });
        object worker = ((Array)typeof(Parallelism).GetField("Workers", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!).GetValue(0)!;
        object gate = worker.GetType().GetField("_gate", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(worker)!;
        FieldInfo parked = worker.GetType().GetField("_parked", BindingFlags.NonPublic | BindingFlags.Instance)!;
        Assert.True(SpinWait.SpinUntil(() => (int)parked.GetValue(worker)! == 1, Limit));

        int[] runs = new int[100];
        bool thrown = false;
        Thread caller = new(() =>
        {
            try
            {
                Parallelism.For(runs.Length, i => Interlocked.Increment(ref runs[i]));
            }
            catch (ThreadInterruptedException)
            {
                thrown = runs.All(static run => run == 1);
            }
        });
        lock (gate)
        {
            caller.Start();
            Assert.True(SpinWait.SpinUntil(() => caller.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Limit));
            caller.Interrupt();
            Thread.Sleep(20);
            caller.Interrupt();
            Thread.Sleep(20);
        }

        Assert.True(caller.Join(Limit));
        Assert.True(thrown);
        int sum = 0;
        Parallelism.For(100, i => Interlocked.Add(ref sum, i));
        Assert.Equal(4950, sum);
    }

    [Fact]
    public void Worker_InterruptedByABlocksUser_LivesOn()
    {
        using ThreadScope scope = new(2);
        using Barrier both = new(2);
        Thread? worker = null;
        int self = Environment.CurrentManagedThreadId;
        Parallelism.For(2, _ =>
        {
            if (Environment.CurrentManagedThreadId != self)
            {
                worker = Thread.CurrentThread;
            }

            both.SignalAndWait(Limit);
        });
        for (int i = 0; i < 20; i++)
        {
            worker!.Interrupt();
            Thread.Sleep(1);
        }

        Parallelism.For(2, _ => Assert.True(both.SignalAndWait(Limit)));
        Assert.True(worker!.IsAlive);
    }

    [Fact]
    public void Pool_InterruptedThread_AllocatesAndReleasesAndIsInterruptedLater()
    {
        Lock gate = (Lock)typeof(TensorPool).GetField("Gate", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        bool released = false, delivered = false;
        Thread caller = new(() =>
        {
            Tensor x = Tensor.Full(10_000, 3);
            x.Release();
            released = x.IsReleased;
            try
            {
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
                delivered = true;
            }
        });
        lock (gate)
        {
            caller.Start();
            Assert.True(SpinWait.SpinUntil(() => caller.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Limit));
            caller.Interrupt();
            Thread.Sleep(20);
        }

        Assert.True(caller.Join(Limit));
        Assert.True(released);
        Assert.True(delivered, "The interrupt was lost.");
    }
}
