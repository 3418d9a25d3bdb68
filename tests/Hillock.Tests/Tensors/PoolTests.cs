using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Tensors;

/// <summary>The pool is one for the process, so these tests run beside no other.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class PoolTests
{
    [Fact]
    public void Release_OfALargeTensor_HandsItsBufferToTheNext()
    {
        Tensor x = Tensor.Zeros(10_000);
        long total = TensorPool.TotalBytes;
        x.Release();
        Tensor y = Tensor.Empty(10_000);
        Assert.Equal(total, TensorPool.TotalBytes);
        Assert.True(x.IsReleased);
        Assert.False(y.IsReleased);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10_000)]
    public void Release_ThenUse_SaysWhatHappened(int length)
    {
        Tensor x = Tensor.Ones(length);
        Tensor view = x.Reshape(length, 1)[1..];
        x.Release();
        foreach (Action use in new Action[]
        {
            () => x.ToArray<float>(),
            () => view.Item<float>(),
            () => F.Exp(x),
            () => x.AsSpan<float>(),
            () => (x + 1).ToArray<float>(),
            () => x.Sum(),
        })
        {
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(use);
            Assert.True(
                error.Message.Contains("handed back to the pool", StringComparison.Ordinal) || error.Message.Contains("Item expects", StringComparison.Ordinal),
                error.Message);
        }

        x.Release();
    }

    [Fact]
    public void Buffers_OfThePool_StartOnACacheLine()
    {
        foreach (int length in new[] { 600, 5000, 123_456 })
        {
            Tensor x = Tensor.Empty(length);
            unsafe
            {
                fixed (float* start = x.AsSpan<float>())
                {
                    Assert.Equal(0, (nint)start % 64);
                }
            }
        }
    }

    [Fact]
    public void Tidy_AtTheEnd_HandsBackEverythingButTheResult()
    {
        Tensor? inside = null;
        Tensor? small = null;
        Tensor kept = TensorPool.Tidy(() =>
        {
            inside = Tensor.Ones(5000);
            small = Tensor.Ones(2);
            return inside * 2;
        });
        Assert.Equal(2f, kept[4999].Item<float>());
        Assert.True(inside!.IsReleased);
        Assert.True(small!.IsReleased);
    }

    [Fact]
    public void Tidy_OfCollectionsAndTuples_KeepsAllTheirTensors()
    {
        (Tensor a, List<Tensor> b) = TensorPool.Tidy(() => (Tensor.Ones(3000), new List<Tensor> { Tensor.Ones(2), Tensor.Ones(4000).Reshape(2, 2000) }));
        Assert.Equal(3000f, a.Sum().Item<float>());
        Assert.Equal(4000f, b[1].Sum().Item<float>());
        Dictionary<string, Tensor> named = TensorPool.Tidy(() => new Dictionary<string, Tensor> { ["w"] = Tensor.Ones(3) });
        Assert.Equal(3f, named["w"].Sum().Item<float>());
        Assert.Equal(7.5, TensorPool.Tidy(() => Tensor.Full(3, 2.5).Sum().Item<double>()));
    }

    [Fact]
    public void Tidy_Nested_PassesTheResultToTheScopeOutside()
    {
        Tensor? inner = null;
        Tensor? permanent = null;
        TensorPool.Tidy(() =>
        {
            inner = TensorPool.Tidy(() => Tensor.Ones(3000));
            permanent = TensorPool.Keep(Tensor.Ones(3000));
            Assert.False(inner.IsReleased);
        });
        Assert.True(inner!.IsReleased);
        Assert.False(permanent!.IsReleased);
    }

    [Fact]
    public void Tidy_WhenTheActionThrows_HandsBackToo()
    {
        Tensor? x = null;
        Assert.Throws<TimeoutException>(() => TensorPool.Tidy(() =>
        {
            x = Tensor.Ones(3000);
            throw new TimeoutException();
        }));
        Assert.True(x!.IsReleased);
        Assert.Equal(1f, Tensor.Ones(3000)[0].Item<float>());
    }

    [Fact]
    public void Tidy_AroundAStep_KeepsGradients()
    {
        Tensor w = Tensor.Ones([60, 60]).WithGradient();
        double loss = TensorPool.Tidy(() =>
        {
            Tensor y = F.Sum(F.MatMul(w, w));
            y.Backward();
            return y.Item<double>();
        });
        Assert.Equal(216_000, loss);
        Assert.Equal(120f, w.Gradient![3, 4].Item<float>());
    }

    [Fact]
    public void Scopes_ClosedInTheWrongOrder_AreRefused()
    {
        TidyScope outer = TensorPool.BeginTidy();
        TidyScope inner = TensorPool.BeginTidy();
        bool refused = false;
        try
        {
            outer.Dispose();
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        Assert.True(refused);
        inner.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void Recovery_OfDeadTensors_NeedsNothingFromTheUser()
    {
        Tensor x = Tensor.Ones(1 << 18);
        Use(x, 50);
        long total = TensorPool.TotalBytes;
        Use(x, 2000);

        // 2000 results of 1 MiB came out of at most the budget, and what a collection leaves behind. Another test may trim the pool meanwhile.
        Assert.InRange(TensorPool.TotalBytes - total, long.MinValue, 2 * TensorPool.CollectionBudget);
        Assert.Equal(1f, x[12_345].Item<float>());
    }

    [Fact]
    public void Release_OfWhatWasLentBeforeACollection_DoesNotRaiseTheBudget()
    {
        long budget = TensorPool.CollectionBudget;
        try
        {
            TensorPool.CollectionBudget = 4 << 20;
            Tensor[] held = [.. Enumerable.Range(0, 64).Select(_ => Tensor.Empty(1 << 18))];
            Array.ForEach(held, tensor => tensor.Release());
            long total = TensorPool.TotalBytes;
            for (int i = 0; i < 40; i++)
            {
                // A size of its own, dead at once.
                Tensor.Empty(5 << 16);
            }

            // Another test may trim the pool meanwhile: it is the growth that must not be.
            Assert.InRange(TensorPool.TotalBytes - total, long.MinValue, 16 << 20);
        }
        finally
        {
            TensorPool.CollectionBudget = budget;
        }
    }

    /// <summary>Two threads that release one tensor hand its buffer back once, also when a third has taken it meanwhile.</summary>
    [Fact]
    public void Release_ByTwoThreadsAtOnce_HandsTheBufferBackOnce()
    {
        const int Length = 9000;
        for (int round = 0; round < 300; round++)
        {
            Tensor x = Tensor.Empty(Length);
            using Barrier start = new(2);
            Tensor? first = null, second = null;
            Thread other = new(() =>
            {
                start.SignalAndWait();
                x.Release();
                first = Tensor.Full(Length, 1);
            });
            other.Start();
            start.SignalAndWait(TestContext.Current.CancellationToken);
            x.Release();
            second = Tensor.Full(Length, 2);
            other.Join();
            Assert.Equal((1f, 2f), (first![Length - 1].Item<float>(), second[Length - 1].Item<float>()));
            first.Release();
            second.Release();
        }
    }

    /// <summary>A lease that is over hands nothing back: not a free buffer, and not another tensor's.</summary>
    [Fact]
    public void Return_OfALeaseThatIsOver_DoesNothing()
    {
        Storage first = Storage.Allocate(DataType.Float32, 9000);
        PoolBuffer buffer = TensorPool.Rent(9000 * 4, first);
        int lease = buffer.Lease;
        long free = TensorPool.FreeBytes;
        TensorPool.Return(buffer, lease);
        long after = TensorPool.FreeBytes;
        Assert.Equal(free + buffer.Class.Size, after);
        TensorPool.Return(buffer, lease);
        Assert.Equal(after, TensorPool.FreeBytes);
        Assert.Same(buffer, TensorPool.Rent(9000 * 4, first));
        TensorPool.Return(buffer, lease);
        Assert.Equal(free, TensorPool.FreeBytes);
        TensorPool.Return(buffer, buffer.Lease);
        GC.KeepAlive(first);
    }

    /// <summary>An object may use and release its tensors in its finalizer, when nothing else refers to them any more.</summary>
    [Fact]
    public void Finalizer_ThatUsesATensor_FindsItsMemory()
    {
        Finalized.Found.Clear();
        for (int round = 0; round < 5; round++)
        {
            // The finalizers wait while others look for free memory.
            using ManualResetEventSlim go = new();
            Drop(round, go);
            GC.Collect();
            TensorPool.Scan();
            Tensor[] others = [.. Enumerable.Range(0, 40).Select(_ => Tensor.Full(7000, -1))];
            go.Set();
            GC.WaitForPendingFinalizers();
            Assert.All(others, other => Assert.Equal(-1f, other[6999].Item<float>()));
            Array.ForEach(others, other => other.Release());
        }

        Assert.NotEmpty(Finalized.Found);
        Assert.All(Finalized.Found, pair => Assert.Equal(pair.Expected, pair.Value));
    }

    [Fact]
    public void Recovery_OfAMemoryInTheUsersHands_DoesNotHappen()
    {
        ReadOnlySpan<float> span = Spanned();
        for (int i = 0; i < 300; i++)
        {
            Tensor.Full(1 << 18, -1);
        }

        foreach (float value in span)
        {
            Assert.Equal(7f, value);
        }
    }

    [Fact]
    public void TrainingStep_InSteadyState_AllocatesLessThan64Kibibytes()
    {
        Tensor x = Tensor.Full([64, 784], 0.01);
        Tensor[] parameters =
            [
                Tensor.Full([128, 784], 0.01), Tensor.Zeros(128), Tensor.Full([128, 128], 0.01), Tensor.Zeros(128), Tensor.Full([10, 128], 0.01),
                Tensor.Zeros(10),
            ];
        foreach (Tensor parameter in parameters)
        {
            parameter.RequiresGrad = true;
        }

        // Gradients that the user looks at come back with a garbage collection: the pool grows by its budget before the first.
        for (int i = 0; i < 300; i++)
        {
            Step(x, parameters);
        }

        long total = TensorPool.TotalBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Step(x, parameters);
        }

        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.InRange(each, 0, 16 * 1024);
        Assert.Equal(total, TensorPool.TotalBytes);
    }

    [Fact]
    public void Memory_OverTenThousandStepsWithoutTidy_IsFlat()
    {
        Tensor w = Tensor.Full([40, 40], 0.01).WithGradient();
        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                w.ZeroGrad();
                F.Mean(F.Apply(F.MatMul(w, w), default(Tanh))).Backward();
            }
        }

        Run(1000);
        GC.Collect();
        long managed = GC.GetTotalMemory(true);
        long pool = TensorPool.TotalBytes;
        Run(10_000);
        GC.Collect();
        Assert.InRange(GC.GetTotalMemory(true) - managed, long.MinValue, 64L << 20);
        Assert.InRange(TensorPool.TotalBytes - pool, long.MinValue, 64L << 20);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(int value, ManualResetEventSlim go)
    {
        for (int i = 0; i < 5; i++)
        {
            GC.KeepAlive(new Finalized(value, go));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<float> Spanned() => Tensor.Full(1 << 18, 7).AsReadOnlySpan<float>();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(Tensor x, int count)
    {
        for (int i = 0; i < count; i++)
        {
            F.Apply(x, default(Relu));
        }
    }

    private static void Step(Tensor x, Tensor[] p)
    {
        using TidyScope scope = TensorPool.BeginTidy();
        foreach (Tensor parameter in p)
        {
            parameter.ZeroGrad();
        }

        Tensor h = F.Apply(F.Linear(x, p[0], p[1]), default(Relu));
        h = F.Apply(F.Linear(h, p[2], p[3]), default(Relu));
        F.Mean(F.LogSoftmax(F.Linear(h, p[4], p[5]))).Backward();
        foreach (Tensor parameter in p)
        {
            parameter.Detach().AddInPlace(parameter.Gradient!, -0.01);
        }
    }

    private sealed class Finalized(int value, ManualResetEventSlim go)
    {
        private readonly Tensor _tensor = Tensor.Full(7000, value);

        ~Finalized()
        {
            go.Wait(TimeSpan.FromSeconds(30));
            Found.Enqueue((value, _tensor[6999].Item<float>()));
            _tensor.Release();
        }

        public static System.Collections.Concurrent.ConcurrentQueue<(float Expected, float Value)> Found { get; } = new();
    }
}
