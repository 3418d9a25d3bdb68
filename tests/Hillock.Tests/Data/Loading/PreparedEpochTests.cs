using System.Collections.Concurrent;
using Hillock.Data;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;
using Asked = Hillock.Tests.Data.Loading.DataLoaderTests.Asked;

namespace Hillock.Tests.Data.Loading;

/// <summary>Epochs that workers begin before they are started.</summary>
public class PreparedEpochTests
{
    private static readonly DataLoaderOptions Two = new() { BatchSize = 2, Shuffle = true, Seed = 4, Workers = 2 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Batches_AreMadeAhead_AndAreThoseOfTheEpoch()
    {
        ConcurrentQueue<int> read = [];
        using DataLoader<int, int[]> loader = Loader(read), plain = Loader([]);
        loader.PrepareEpoch(1); // of no effect: the first epoch has not ended
        Assert.Equal(plain.Epoch(0, Token), loader.Epoch(0, Token));
        Assert.Equal(9, read.Count);
        loader.PrepareEpoch(1);
        Assert.True(SpinWait.SpinUntil(() => read.Count >= 17, TimeSpan.FromSeconds(20)), "four batches of two are made ahead");
        Assert.Equal(plain.Epoch(1, Token), loader.Epoch(1, Token));
        Assert.Equal(18, read.Count);
        Assert.Equal(new DataLoaderPosition(1, 5), loader.Position);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void AnotherEpoch_IsItsOwn(int epoch)
    {
        using DataLoader<int, int[]> loader = Loader([]), plain = Loader([]);
        _ = loader.Epoch(0, Token).Count();
        loader.PrepareEpoch(2);
        int[] last = loader.Batch(4, Token); // the epoch that has ended is still there
        Assert.Equal(plain.Epoch(epoch, Token), loader.Epoch(epoch, Token));
        Assert.Equal(plain.Epoch(0, Token).Last(), last);
        loader.PrepareEpoch(2);
        loader.PrepareEpoch(5); // the last that was named counts
        Assert.Equal(plain.Epoch(5, Token), loader.Epoch(5, Token));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(epoch), () => loader.PrepareEpoch(-1));
    }

    [Fact]
    public void Faults_ShowWhenTheirBatchIsTaken_AndNotBefore()
    {
        bool fails = false;
        using DataLoader<int, int[]> loader = new(
            new Asked(9, index => Volatile.Read(ref fails) && index == 3 ? throw new InvalidDataException("broken") : index), items => [.. items], Two);
        _ = loader.Epoch(0, Token).Count();
        Volatile.Write(ref fails, true);
        loader.PrepareEpoch(1);
        DataLoaderException fault = Assert.Throws<DataLoaderException>(() => loader.Epoch(1, Token).Count());
        Assert.Equal((1, 3), (fault.Epoch, fault.Index));
    }

    [Fact]
    public void Samplers_ThatThrow_DoSoWhenTheEpochStarts()
    {
        using DataLoader<int, int[]> loader = new(
            new ListDataset<int>([1, 2]), items => [.. items], new DataLoaderOptions { Sampler = new Once(), Workers = 1 });
        Assert.Single(loader.Epoch(0, Token));
        loader.PrepareEpoch(1);
        Assert.Equal("no more", Assert.Throws<InvalidOperationException>(() => loader.StartEpoch(1)).Message);
    }

    [Fact]
    public void Dispose_EndsWhatWasPrepared()
    {
        ConcurrentQueue<int> read = [];
        DataLoader<int, int[]> loader = Loader(read);
        _ = loader.Epoch(0, Token).Count();
        loader.PrepareEpoch(1);
        loader.Dispose();
        int then = read.Count;
        Thread.Sleep(20);
        Assert.Equal(then, read.Count);
        Assert.Throws<ObjectDisposedException>(() => loader.PrepareEpoch(1));
    }

    /// <summary>Fit names each epoch but the first, with the last batch of the one before, also where that one is among several of a step.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_SaysWhichFollows(int accumulated)
    {
        Noted source = new();
        Linear model = new(1, 1);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
        trainer.Fit(source, new FitOptions { Epochs = 3, AccumulationSteps = accumulated }, null, Token);
        Assert.Equal(
            "start 0, batch 0, batch 1, prepare 1, start 1, batch 0, batch 1, prepare 2, start 2, batch 0, batch 1, end", string.Join(", ", source.Notes));
    }

    /// <summary>What a callback changes between epochs counts from the next one on, whoever works; only who allows it gets batches made before.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void Fit_BeginsAhead_OnlyWhereAllowed(int workers, bool prepares)
    {
        int epoch = 0, read = 0;
        using DataLoader loader = new(
            new Pairs(new Asked(6, index =>
            {
                Interlocked.Increment(ref read);
                return index;
            }),
            () => Volatile.Read(ref epoch)),
            new DataLoaderOptions { BatchSize = 2, Workers = workers, PreparesEpochs = prepares });
        Linear model = new(1, 1);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0), new MeanSquaredErrorLoss());
        FitOptions options = new()
        {
            Epochs = 3,
            Callbacks =
            [
                new AtEpochEnd(() =>
                {
                    // Time enough for workers that began.
                    int expected = prepares ? Math.Min(18, 6 * (epoch + 2)) : 0;
                    SpinWait.SpinUntil(() => Volatile.Read(ref read) >= expected, TimeSpan.FromSeconds(20));
                    Thread.Sleep(20);
                    Volatile.Write(ref epoch, epoch + 1);
                }),
            ],
        };
        IReadOnlyList<EpochReport> reports = trainer.Fit(loader, options, null, Token);
        Assert.InRange(Math.Abs(reports[0].TrainingLoss - Loss(0)), 0, 1e-4);
        Assert.InRange(Math.Abs(reports[1].TrainingLoss - Loss(prepares ? 0 : 1)), 0, 1e-4);

        // Targets are the number of the epoch that the dataset knows of; the network stays as it is.
        double Loss(int target) =>
            Enumerable.Range(0, 6).Average(i => Math.Pow(model.Forward(Tensor.From([(float)i], [1, 1])).Item<float>() - target, 2));
    }

    /// <summary>Training that ends before its last epoch leaves no worker behind.</summary>
    [Fact]
    public void Fit_ThatStops_EndsWhatWasPrepared()
    {
        int read = 0;
        using DataLoader loader = new(
            new Pairs(new Asked(400, index =>
            {
                Interlocked.Increment(ref read);
                return index;
            }),
            () => 0),
            new DataLoaderOptions { BatchSize = 4, Workers = 2, PreparesEpochs = true });
        Linear model = new(1, 1);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0), new MeanSquaredErrorLoss());
        trainer.Fit(loader, new FitOptions { Epochs = 9, Callbacks = [new StopsAfterOne()] }, null, Token);
        int then = read;
        Assert.InRange(then, 400, 400 + (4 * 4));
        (Tensor inputs, _) = loader.Batch(99, Token);
        Assert.Equal([4, 1], inputs.Shape.Dimensions.ToArray());
    }

    private static DataLoader<int, int[]> Loader(ConcurrentQueue<int> read) => new(
        new Asked(9, index =>
        {
            read.Enqueue(index);
            return index;
        }),
        items => [.. items], Two);

    private sealed class Pairs(IDataset<int> items, Func<int> target) : IDataset<(Tensor Inputs, Tensor Targets)>
    {
        public int Count => items.Count;

        public (Tensor Inputs, Tensor Targets) this[int index] => (Tensor.From([(float)items[index]]), Tensor.From([(float)target()]));
    }

    private sealed class AtEpochEnd(Action act) : FitCallback
    {
        public override void OnEpochEnd(FitContext context, EpochReport report) => act();
    }

    private sealed class StopsAfterOne : FitCallback
    {
        public override void OnEpochEnd(FitContext context, EpochReport report) => context.Stop();
    }

    private sealed class Once : IBatchSampler
    {
        private readonly int[] _row = [1];

        public int BatchSize => 1;

        public int BatchCount => 1;

        public void StartEpoch(int epoch)
        {
            if (epoch > 0)
            {
                throw new InvalidOperationException("no more");
            }
        }

        public ReadOnlySpan<int> Batch(int index) => _row;
    }

    private sealed class Noted : IBatchSource
    {
        public List<string> Notes { get; } = [];

        public int BatchCount => 2;

        public void StartEpoch(int epoch) => Notes.Add($"start {epoch}");

        public void PrepareEpoch(int epoch) => Notes.Add($"prepare {epoch}");

        public void EndEpochs() => Notes.Add("end");

        public (Tensor Inputs, Tensor Targets) Batch(int index)
        {
            Notes.Add($"batch {index}");
            return (Tensor.Ones([2, 1]), Tensor.Ones([2, 1]));
        }
    }
}
