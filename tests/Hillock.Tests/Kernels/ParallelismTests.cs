using Hillock.Kernels;
using Xunit;

namespace Hillock.Tests.Kernels;

[Collection(ParallelismCollection.Name)]
public sealed class ParallelismTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void For_AnyThreadCount_RunsEveryBlockOnce(int threads)
    {
        using ThreadScope scope = new(threads);
        foreach (int count in new[] { 0, 1, 2, 3, 17, 1000 })
        {
            for (int round = 0; round < 200; round++)
            {
                int[] runs = new int[count];
                Parallelism.For(count, new CountingBody(runs));
                Assert.All(runs, run => Assert.Equal(1, run));
            }
        }
    }

    [Fact]
    public void For_WorkersAsleep_StillRunsEveryBlockOnce()
    {
        using ThreadScope scope = new(3);
        for (int round = 0; round < 20; round++)
        {
            Thread.Sleep(3);
            int[] runs = new int[50];
            Parallelism.For(50, i => Interlocked.Increment(ref runs[i]));
            Assert.All(runs, run => Assert.Equal(1, run));
        }
    }

    [Fact]
    public void For_TwoThreads_BothTakePart()
    {
        using ThreadScope scope = new(2);
        using Barrier both = new(2);
        int[] threads = new int[2];
        Parallelism.For(2, i =>
        {
            threads[i] = Environment.CurrentManagedThreadId;
            Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)));
        });
        Assert.NotEqual(threads[0], threads[1]);
        Assert.Contains(Environment.CurrentManagedThreadId, threads);
    }

    [Fact]
    public void For_OneThread_RunsInOrderOnTheCaller()
    {
        using ThreadScope scope = new(1);
        List<int> order = new();
        int caller = Environment.CurrentManagedThreadId;
        Parallelism.For(100, i =>
        {
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
            order.Add(i);
        });
        Assert.Equal(Enumerable.Range(0, 100), order);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void For_BlockThrows_RethrowsAtTheCallerAndStaysUsable(int threads)
    {
        using ThreadScope scope = new(threads);
        for (int round = 0; round < 50; round++)
        {
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Parallelism.For(100, i =>
            {
                if (i == 13)
                {
                    throw new InvalidOperationException("block 13");
                }
            }));
            Assert.Equal("block 13", error.Message);
            int sum = 0;
            Parallelism.For(100, i => Interlocked.Add(ref sum, i));
            Assert.Equal(4950, sum);
        }
    }

    [Fact]
    public void For_SeveralBlocksThrow_RethrowsTheLowestThatRan()
    {
        using ThreadScope scope = new(4);
        for (int round = 0; round < 50; round++)
        {
            InvalidOperationException error =
                Assert.Throws<InvalidOperationException>(() => Parallelism.For(64, i => throw new InvalidOperationException($"{i}")));
            Assert.Equal("0", error.Message);
        }
    }

    [Fact]
    public void For_Nested_RunsInline()
    {
        using ThreadScope scope = new(3);
        int[] runs = new int[20 * 30];
        Parallelism.For(20, i =>
        {
            int thread = Environment.CurrentManagedThreadId;
            Parallelism.For(30, j =>
            {
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
                Interlocked.Increment(ref runs[(i * 30) + j]);
            });
        });
        Assert.All(runs, run => Assert.Equal(1, run));
    }

    [Fact]
    public void For_ManyCallersAtOnce_AllComplete()
    {
        using ThreadScope scope = new(2);
        long[] sums = new long[4];
        Thread[] callers = new Thread[4];
        for (int t = 0; t < callers.Length; t++)
        {
            int caller = t;
            callers[t] = new Thread(() =>
            {
                for (int round = 0; round < 300; round++)
                {
                    Parallelism.For(10, i => Interlocked.Add(ref sums[caller], i));
                }
            });
            callers[t].Start();
        }

        foreach (Thread caller in callers)
        {
            caller.Join();
        }

        Assert.All(sums, sum => Assert.Equal(300 * 45, sum));
    }

    [Fact]
    public void For_StructBody_AllocatesNothing()
    {
        using ThreadScope scope = new(2);
        int[] runs = new int[64];
        for (int i = 0; i < 200; i++)
        {
            Parallelism.For(64, new CountingBody(runs));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            Parallelism.For(64, new CountingBody(runs));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void For_RefStructBody_SeesTheCallersSpan()
    {
        using ThreadScope scope = new(2);
        Span<int> squares = stackalloc int[100];
        Parallelism.For(100, new SquaringBody(squares));
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(i * i, squares[i]);
        }
    }

    [Fact]
    public void For_BadArguments_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>("count", () => Parallelism.For(-1, _ => { }));
        Assert.Throws<ArgumentNullException>("body", () => Parallelism.For(1, null!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Parallelism.MaxThreads + 1)]
    public void Threads_OutOfRange_Throws(int threads)
    {
        int before = Parallelism.Threads;
        Assert.Throws<ArgumentOutOfRangeException>(() => Parallelism.Threads = threads);
        Assert.Equal(before, Parallelism.Threads);
    }

    private readonly struct CountingBody(int[] runs) : IParallelBody
    {
        public void Invoke(int index) => Interlocked.Increment(ref runs[index]);
    }

    private readonly ref struct SquaringBody(Span<int> squares) : IParallelBody
    {
        private readonly Span<int> _squares = squares;

        public void Invoke(int index) => _squares[index] = index * index;
    }
}
