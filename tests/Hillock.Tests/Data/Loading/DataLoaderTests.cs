using System.Collections.Concurrent;
using Hillock.Data;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Loading;

/// <summary>Batches of items: their order, the random numbers of their transforms, workers, positions.</summary>
public class DataLoaderTests
{
    private static readonly ListDataset<int> Numbers = new([.. Enumerable.Range(0, 23)]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Epochs_AreThoseOfTheSampler_WhoeverWorks(int workers)
    {
        BatchSampler sampler = new(23, 4, 6);
        using DataLoader<int, string> loader = Loader(workers);
        for (int epoch = 0; epoch < 4; epoch++)
        {
            sampler.StartEpoch(epoch);
            string[] expected =
            [
                .. Enumerable.Range(0, 6).Select(batch => string.Join(" ", sampler.Batch(batch).ToArray().Select(row => $"{row}:{Key(6, epoch, row):X}")) +
                    $" | {new Philox(new Philox(6, 0x57684261_00000000 + (ulong)epoch).Bits64((ulong)batch)).Bits32(0):X}"),
            ];
            Assert.Equal(expected, loader.Epoch(epoch, Token));
            Assert.Equal(new DataLoaderPosition(epoch, 6), loader.Position);
        }

        Assert.True(loader.Waited > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Epoch_FromAPosition_IsTheRest(int workers)
    {
        using DataLoader<int, string> whole = Loader(workers), rest = Loader(workers);
        string[] all = [.. whole.Epoch(2, Token)];
        List<string> given = [];
        foreach (string batch in whole.Epoch(2, Token))
        {
            given.Add(batch);
            if (given.Count == 4)
            {
                break;
            }
        }

        Assert.Equal(new DataLoaderPosition(2, 4), whole.Position);
        Assert.Equal(all[..4], given);
        Assert.Equal(all[4..], rest.Epoch(whole.Position, Token));
        Assert.Equal(all[4..], whole.Epoch(whole.Position, Token));
        Assert.Empty(rest.Epoch(new DataLoaderPosition(2, 6), Token));
        Assert.Equal(new DataLoaderPosition(2, 6), rest.Position);
        Assert.Throws<ArgumentOutOfRangeException>("position", () => rest.Epoch(new DataLoaderPosition(2, 7), Token).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("position", () => rest.Epoch(new DataLoaderPosition(2, -1), Token));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => rest.Epoch(-1, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Batch_InAnyOrder_IsTheSame(int workers)
    {
        using DataLoader<int, string> loader = Loader(workers);
        string[] all = [.. loader.Epoch(1, Token)];
        loader.StartEpoch(1);
        int[] order = [5, 0, 1, 1, 4, 2, 3];
        Assert.Equal(order.Select(index => all[index]), order.Select(index => loader.Batch(index, Token)));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => loader.Batch(6, Token));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => loader.Batch(-1, Token));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => loader.StartEpoch(-1));
    }

    [Fact]
    public void Options_BatchSizeDropLastAndOrder()
    {
        Assert.Equal([1, 1, 1], Sizes(new DataLoaderOptions(), 3));
        Assert.Equal([2, 2, 1], Sizes(new DataLoaderOptions { BatchSize = 2 }, 5));
        Assert.Equal([2, 2], Sizes(new DataLoaderOptions { BatchSize = 2, DropLast = true, Workers = 2 }, 5));
        Assert.Equal([5], Sizes(new DataLoaderOptions { BatchSize = 9, Workers = 4, PrefetchFactor = 1000 }, 5));
        using DataLoader<int, int[]> plain = new(Numbers, items => [.. items], new DataLoaderOptions { BatchSize = 5 });
        Assert.Equal(Enumerable.Range(0, 23), plain.Epoch(3, Token).SelectMany(batch => batch));

        static int[] Sizes(DataLoaderOptions options, int count)
        {
            using DataLoader<int, int> loader = new(new ListDataset<int>(new int[count]), items => items.Count, options);
            return [.. loader.Epoch(0, Token)];
        }
    }

    [Fact]
    public void Options_ThatMakeNoSense_SayWhich()
    {
        Refused<ArgumentOutOfRangeException>("BatchSize expects 1 or more but got 0", new DataLoaderOptions { BatchSize = 0 });
        Refused<ArgumentOutOfRangeException>("Workers expects 0 or more but got -1", new DataLoaderOptions { Workers = -1 });
        Refused<ArgumentOutOfRangeException>("PrefetchFactor expects 1 or more but got 0", new DataLoaderOptions { PrefetchFactor = 0 });
        Refused<ArgumentOutOfRangeException>("Timeout expects a time above 0", new DataLoaderOptions { Timeout = TimeSpan.Zero });
        Refused<ArgumentException>("leave BatchSize", new DataLoaderOptions { Sampler = new BatchSampler(23, 2, 0), Shuffle = true });
        Refused<ArgumentException>("A batch of 24 is larger than the 23 rows", new DataLoaderOptions { BatchSize = 24, DropLast = true });
        Refused<InvalidOperationException>("gave item 23 in epoch 0 but there are 23", new DataLoaderOptions { Sampler = new Given([[0, 23]]) });
        Refused<InvalidOperationException>("gave no items for batch 1", new DataLoaderOptions { Sampler = new Given([[0], []]) });
        Assert.Contains(
            "ListDataset`1 has 0", Assert.Throws<ArgumentException>("dataset", () => new DataLoader<int, int>(new ListDataset<int>([]), items => 0)).Message,
            StringComparison.Ordinal);

        static void Refused<T>(string message, DataLoaderOptions options)
            where T : Exception => Assert.Contains(
                message, Assert.Throws<T>(() => new DataLoader<int, int>(Numbers, items => items.Count, options)).Message, StringComparison.Ordinal);
    }

    /// <summary>An item that comes again in an epoch is changed in another way; the first time as if it came once.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Transform_OfAnItemThatComesAgain_HasOtherNumbers(int workers)
    {
        using DataLoader<int, uint[]> loader = new(
            Numbers, items => [.. items.Select(item => (uint)item)],
            new DataLoaderOptions { Sampler = new Given([[7, 3], [7, 7]]), Seed = 6, Workers = workers },
            (_, random) => (int)random.Bits32(0));
        uint[] keys = [.. loader.Epoch(1, Token).SelectMany(batch => batch)];
        Assert.Equal((Key(6, 1, 7), Key(6, 1, 3)), (keys[0], keys[1]));
        Assert.Equal(4, keys.Distinct().Count());
        Assert.Equal(keys, loader.Epoch(1, Token).SelectMany(batch => batch));
    }

    [Fact]
    public void Samplers_OfOwn_DivideTheItems()
    {
        BalancedBatchSampler expected = new([0, 0, 0, 1, 1], 2, 4);
        using DataLoader<int, int[]> loader = new(
            new ListDataset<int>([0, 1, 2, 3, 4]), items => [.. items],
            new DataLoaderOptions { Sampler = new BalancedBatchSampler([0, 0, 0, 1, 1], 2, 4), Workers = 2 });
        expected.StartEpoch(3);
        Assert.Equal(Enumerable.Range(0, 3).Select(i => expected.Batch(i).ToArray()), loader.Epoch(3, Token));
    }

    /// <summary>Never more batches than allowed are made ahead of the one that was taken; places are handed out again when half of them are free.</summary>
    [Fact]
    public void Workers_StayWithinTheirQueue()
    {
        int read = 0;
        using DataLoader<int, int> loader = new(
            new Asked(100, index =>
            {
                Interlocked.Increment(ref read);
                return index;
            }),
            items => items[0], new DataLoaderOptions { Workers = 2, PrefetchFactor = 3 });
        int[] expected = [6, 6, 9, 9, 9, 12];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(i, loader.Batch(i, Token));
            SpinWait.SpinUntil(() => Volatile.Read(ref read) >= expected[i], TimeSpan.FromSeconds(20));
            Thread.Sleep(20);
            Assert.Equal(expected[i], read);
        }
    }

    [Fact]
    public void Workers_AreSeveralThreads_AndWithoutThemTheCallersOwn()
    {
        using Barrier together = new(2);
        ConcurrentDictionary<int, bool> threads = [];
        using (DataLoader<int, int> loader = new(
            new Asked(2, index =>
            {
                Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(20)));
                threads[Environment.CurrentManagedThreadId] = true;
                return index;
            }),
            items => items[0], new DataLoaderOptions { Workers = 2 }))
        {
            Assert.Equal([0, 1], loader.Epoch(0, Token));
        }

        Assert.Equal(2, threads.Count);
        Assert.False(threads.ContainsKey(Environment.CurrentManagedThreadId));
        using DataLoader<int, int> own = new(new Asked(3, _ => Environment.CurrentManagedThreadId), items => items[0]);
        Assert.All(own.Epoch(0, Token), thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void Batches_RecordNoGradients()
    {
        Tensor inputs = Tensor.Ones([2, 3]);
        inputs.RequiresGrad = true;
        using DataLoader loader = new(
            new TensorDataset(inputs, Tensor.Zeros([2])), new DataLoaderOptions { BatchSize = 2 }, (item, _) => (item.Inputs * 2, item.Targets));
        Assert.False(loader.Batch(0, Token).Inputs.RequiresGrad);
    }

    [Fact]
    public void Epoch_WithinAnother_IsRefused()
    {
        using DataLoader<int, string> loader = Loader(2);
        using IEnumerator<string> first = loader.Epoch(0, Token).GetEnumerator();
        Assert.True(first.MoveNext());
        Assert.Equal(6, loader.Epoch(1, Token).Count());
        Assert.Contains(
            "Epoch 1 was started within epoch 0", Assert.Throws<InvalidOperationException>(() => first.MoveNext()).Message, StringComparison.Ordinal);
    }

    private static DataLoader<int, string> Loader(int workers) => new(
        Numbers, items => string.Join(" ", items.Select(item => $"{item & 0xFF}:{Key(6, item >> 8, item & 0xFF):X}")),
        new DataLoaderOptions { BatchSize = 4, Shuffle = true, Seed = 6, Workers = workers },
        (item, random) => Marked(item, random),
        (batch, random) => $"{batch} | {random.Bits32(0):X}");

    // The epoch is found by trying: the number that a transform is given is the one of the documented formula, or none is found.
    private static int Marked(int item, Philox random) =>
        item | (Enumerable.Range(0, 8).Single(epoch => Key(6, epoch, item) == random.Bits32(0)) << 8);

    private static uint Key(ulong seed, int epoch, int item) =>
        new Philox(new Philox(seed, 0x4974656D_00000000 + (ulong)epoch).Bits64((ulong)item)).Bits32(0);

    internal sealed class Given(int[][] batches) : IBatchSampler
    {
        public int BatchSize => batches[0].Length;

        public int BatchCount => batches.Length;

        public void StartEpoch(int epoch)
        {
        }

        public ReadOnlySpan<int> Batch(int index) => batches[index];
    }

    internal sealed class Asked(int count, Func<int, int> read) : IDataset<int>
    {
        public int Count { get; set; } = count;

        public int this[int index] => read(index);
    }
}
