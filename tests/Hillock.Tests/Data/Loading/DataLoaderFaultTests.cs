using System.Diagnostics;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;
using Asked = Hillock.Tests.Data.Loading.DataLoaderTests.Asked;

namespace Hillock.Tests.Data.Loading;

/// <summary>Items that throw, hang or vanish.</summary>
public class DataLoaderFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Item_ThatThrows_IsNamed_AndTheOthersAreGiven(int workers)
    {
        InvalidDataException cause = new("broken");
        using DataLoader<int, int> loader = new(
            new Asked(10, index => index == 7 ? throw cause : index), items => items.Sum(), new DataLoaderOptions { BatchSize = 2, Workers = workers });
        loader.StartEpoch(5);
        Assert.Equal([1, 5, 9], Enumerable.Range(0, 3).Select(i => loader.Batch(i, Token)));
        DataLoaderException fault = Assert.Throws<DataLoaderException>(() => loader.Batch(3, Token));
        Assert.Equal((5, 3, 7), (fault.Epoch, fault.Batch, fault.Index));
        Assert.Same(cause, fault.InnerException);
        Assert.Equal("Item 7 (batch 3 of epoch 5) could not be read: broken", fault.Message);
        Assert.Equal(new DataLoaderPosition(5, 3), loader.Position);
        Assert.Equal(17, loader.Batch(4, Token));
        Assert.Throws<DataLoaderException>(() => loader.Batch(3, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Transform_AndCollation_ThatThrow_AreNamed(int workers)
    {
        DataLoaderOptions options = new() { BatchSize = 2, Workers = workers };
        using DataLoader<int, int> item = new(
            new Asked(4, index => index), items => items.Sum(), options, (item, _) => item == 3 ? throw new OperationCanceledException("of its own") : item);
        DataLoaderException fault = Assert.Throws<DataLoaderException>(() => item.Epoch(0, Token).ToArray());
        Assert.Equal("Item 3 (batch 1 of epoch 0) could not be transformed: of its own", fault.Message);
        using DataLoader<int, int> batch = new(new Asked(4, index => index), _ => throw new InvalidDataException("no"), options);
        fault = Assert.Throws<DataLoaderException>(() => batch.Batch(1, Token));
        Assert.Equal(("Batch 1 of epoch 0 could not be made of its items: no", (int?)null), (fault.Message, fault.Index));
        using DataLoader shapes = new(
            new ListDataset<(Tensor Inputs, Tensor Targets)>([.. Enumerable.Range(0, 4).Select(i => (Tensor.Zeros([i == 3 ? 5 : 2]), Tensor.Zeros([])))]),
            options);
        fault = Assert.Throws<DataLoaderException>(() => shapes.Batch(1, Token));
        Assert.Equal(3, fault.Index);
        Assert.Contains("Item 3 (batch 1 of epoch 0) does not fit the others of its batch", fault.Message, StringComparison.Ordinal);
        Assert.Contains("float32 [5] and item 0 float32 [2]", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Items_WithoutATensor_AreNamed(int workers)
    {
        using DataLoader loader = new(
            new ListDataset<(Tensor Inputs, Tensor Targets)>([.. Enumerable.Range(0, 4).Select(i => (i == 2 ? null! : Tensor.Zeros([2]), Tensor.Zeros([])))]),
            new DataLoaderOptions { BatchSize = 2, Workers = workers });
        DataLoaderException fault = Assert.Throws<DataLoaderException>(() => loader.Epoch(0, Token).Count());
        Assert.Equal(2, fault.Index);
        Assert.Contains("are null", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Samplers_WithoutBatches_AreRefused(int batches)
    {
        InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() => new DataLoader<int, int>(
            new ListDataset<int>([1, 2]), items => items.Sum(), new DataLoaderOptions { Sampler = new Nothing(batches) }));
        Assert.Equal($"Nothing has {batches} batches in epoch 0; there is at least one.", fault.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Dataset_ThatShrinks_SaysSo(int workers)
    {
        List<int> items = [.. Enumerable.Range(0, 10)];
        using DataLoader<int, int> loader = new(
            new ListDataset<int>(items), batch => batch.Sum(), new DataLoaderOptions { BatchSize = 5, Workers = workers, PrefetchFactor = 1 },
            (item, _) =>
            {
                lock (items)
                {
                    items.RemoveRange(Math.Min(5, items.Count), Math.Max(items.Count - 5, 0));
                }

                return item;
            });
        DataLoaderException fault = Assert.Throws<DataLoaderException>(() => loader.Epoch(0, Token).ToArray());
        Assert.Equal(1, fault.Batch);
        Assert.IsType<ArgumentOutOfRangeException>(fault.InnerException);
        Assert.EndsWith("The dataset has 5 items now; it had 10 when the loader was made.", fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            "has 5 items but had 10", Assert.Throws<InvalidOperationException>(() => loader.StartEpoch(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_ThatHangs_CanBeCancelled_AndDisposeReturns()
    {
        using ManualResetEventSlim release = new();
        DataLoader<int, int> loader = new(
            new Asked(4, index => Hang(index, release)), items => items[0],
            new DataLoaderOptions { Workers = 1 });
        Assert.Equal(0, loader.Batch(0, Token));
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        cancel.CancelAfter(50);
        OperationCanceledException cancelled = Assert.ThrowsAny<OperationCanceledException>(() => loader.Batch(1, cancel.Token));
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        Assert.Equal(new DataLoaderPosition(0, 1), loader.Position);

        // One that waits without a token learns of it.
        Task<int> waiting = Task.Factory.StartNew(() => loader.Batch(1), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Thread.Sleep(50);
        Stopwatch watch = Stopwatch.StartNew();
        loader.Dispose();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Throws<ObjectDisposedException>(() => loader.Batch(1, Token));
        Assert.Throws<ObjectDisposedException>(() => loader.StartEpoch(0));
        loader.Dispose();
        release.Set();
    }

    [Fact]
    public void Item_ThatHangsForAWhile_IsGivenWhenItComes()
    {
        using ManualResetEventSlim release = new();
        using DataLoader<int, int> loader = new(
            new Asked(3, index => Hang(index, release)), items => items[0],
            new DataLoaderOptions { Workers = 2, Timeout = TimeSpan.FromMilliseconds(60) });
        Assert.True(SpinWait.SpinUntil(() => Comes(loader, 0), TimeSpan.FromSeconds(20)));
        Assert.Contains("Batch 1 was not there after 0.06 s", Assert.Throws<TimeoutException>(() => loader.Batch(1, Token)).Message, StringComparison.Ordinal);
        release.Set();
        Assert.True(SpinWait.SpinUntil(() => Comes(loader, 1), TimeSpan.FromSeconds(20)));
        Assert.True(SpinWait.SpinUntil(() => Comes(loader, 2), TimeSpan.FromSeconds(20)));

        static bool Comes(DataLoader<int, int> loader, int index)
        {
            try
            {
                return loader.Batch(index, Token) == index;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Fit_OnALoaderThatHangs_IsCancelledBetweenTwoSteps(int accumulation)
    {
        using ManualResetEventSlim release = new(), hangs = new();
        TensorDataset rows = new(Tensor.Ones([8, 2]), Tensor.Zeros([8, 1]));
        using DataLoader loader = new(
            rows, new DataLoaderOptions { BatchSize = 1, Workers = 1 },
            (item, random) =>
            {
                if (item.Inputs.ToArray<float>()[0] == 5)
                {
                    hangs.Set();
                    release.Wait(CancellationToken.None);
                }

                return item;
            });
        rows.Inputs.Select(0, 4).Fill(5);
        Linear model = new(2, 1);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        long steps = 0;
        FitOptions options = new() { Epochs = 1, AccumulationSteps = accumulation, Callbacks = [new FitEnds(context => steps = context.Step)] };
        Task<IReadOnlyList<EpochReport>> fit = trainer.FitAsync(loader, options, null, cancel.Token);
        Assert.True(hangs.Wait(TimeSpan.FromSeconds(20), Token));
        Thread.Sleep(50);
        await cancel.CancelAsync();
        Assert.Empty(await fit.WaitAsync(TimeSpan.FromSeconds(20), Token));
        Assert.Equal(4 / accumulation, steps);
        release.Set();
    }

    [Fact]
    public void Fit_OnAnItemThatThrows_PassesItOn()
    {
        using DataLoader loader = new(
            new TensorDataset(Tensor.Ones([8, 2]), Tensor.Zeros([8, 1])), new DataLoaderOptions { BatchSize = 2, Workers = 2 },
            (_, _) => throw new InvalidDataException("broken"));
        Linear model = new(2, 1);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
        Assert.Equal(0, Assert.Throws<DataLoaderException>(() => trainer.Fit(loader, cancellationToken: Token)).Index);
    }

    private static int Hang(int index, ManualResetEventSlim release)
    {
        if (index == 1)
        {
            release.Wait(CancellationToken.None);
        }

        return index;
    }

    private sealed class FitEnds(Action<FitContext> end) : FitCallback
    {
        public override void OnFitEnd(FitContext context) => end(context);
    }

    private sealed class Nothing(int batches) : IBatchSampler
    {
        public int BatchSize => 1;

        public int BatchCount => batches;

        public void StartEpoch(int epoch)
        {
        }

        public ReadOnlySpan<int> Batch(int index) => [];
    }
}
