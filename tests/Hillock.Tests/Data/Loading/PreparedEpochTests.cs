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
        loader.PrepareEpoch(5); // the first that was named stays
        Assert.Equal(plain.Epoch(2, Token), loader.Epoch(2, Token));
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
        Assert.Equal("start 0, batch 0, batch 1, prepare 1, start 1, batch 0, batch 1, prepare 2, start 2, batch 0, batch 1", string.Join(", ", source.Notes));
    }

    private static DataLoader<int, int[]> Loader(ConcurrentQueue<int> read) => new(
        new Asked(9, index =>
        {
            read.Enqueue(index);
            return index;
        }),
        items => [.. items], Two);

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

        public (Tensor Inputs, Tensor Targets) Batch(int index)
        {
            Notes.Add($"batch {index}");
            return (Tensor.Ones([2, 1]), Tensor.Ones([2, 1]));
        }
    }
}
