using Hillock.Data;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Texts;

/// <summary>A text as batches: windows at random, shuffled and in order, and lanes that go on.</summary>
public class TokenWindowTests
{
    [Fact]
    public void Windows_PredictTheNextToken()
    {
        int[] tokens = [.. Enumerable.Range(10, 8)];
        TokenWindows last = new(tokens, 3);
        Assert.Equal(5, last.Count);
        (Tensor Inputs, Tensor Targets)[] inOrder = [.. last.InOrder(2)];
        Assert.Equal([2, 2, 1], inOrder.Select(batch => batch.Targets.Length));
        Assert.Equal([10L, 11, 12, 11, 12, 13], inOrder[0].Inputs.ToArray<long>());
        Assert.Equal(Shape.Create([2, 3]), inOrder[0].Inputs.Shape);
        Assert.Equal([13L, 14, 15, 16, 17], inOrder.SelectMany(batch => batch.Targets.ToArray<long>()));

        TokenWindows all = new(tokens, 3, targets: 3, stride: 3);
        (Tensor Inputs, Tensor Targets)[] whole = [.. all.InOrder(9)];
        Assert.Equal([11L, 12, 13, 14, 15, 16], whole.Single().Targets.ToArray<long>());
        Assert.Equal(Shape.Create([2, 3]), whole[0].Targets.Shape);
        Assert.Equal(whole[0].Inputs.ToArray<long>(), all.ToTensors().Inputs.ToArray<long>());

        Assert.Equal(Enumerable.Range(13, 5).Select(i => (long)i), last.Epoch(2, 1, 0).SelectMany(batch => batch.Targets.ToArray<long>()).Order());
        Assert.NotEqual(
            last.Epoch(5, 1, 0).Single().Targets.ToArray<long>(), last.Epoch(5, 1, 1).Single().Targets.ToArray<long>());
        Assert.Contains("8 tokens", Assert.Throws<ArgumentException>(() => new TokenWindows(tokens, 8)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(tokens, 3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(tokens, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenWindows(tokens, 3, stride: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => last.Random(0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => last.Random(1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => last.InOrder(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => last.Epoch(0, 1, 0));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 3)]
    public void Windows_AreItemsOfALoaderToo(int targets, int stride)
    {
        TokenWindows windows = new(Enumerable.Range(0, 30).ToArray(), 4, targets, stride);
        using DataLoader loader = new(windows, new DataLoaderOptions { BatchSize = 5, Workers = 2 });
        (Tensor Inputs, Tensor Targets)[] loaded = [.. loader.Epoch(0, TestContext.Current.CancellationToken)], own = [.. windows.InOrder(5)];
        Assert.Equal(own.Length, loaded.Length);
        for (int i = 0; i < own.Length; i++)
        {
            Assert.Equal(own[i].Inputs.ToArray<long>(), loaded[i].Inputs.ToArray<long>());
            Assert.Equal(own[i].Targets.ToArray<long>(), loaded[i].Targets.ToArray<long>());
            Assert.Equal(own[i].Targets.Shape, loaded[i].Targets.Shape);
        }

        Assert.Equal(own.Sum(batch => batch.Inputs.Shape[0]), windows.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => windows[windows.Count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => windows[-1]);
    }

    /// <summary>With a stride of the targets every token is predicted once, but the first and those that fill no window at the end.</summary>
    [Fact]
    public void Windows_InStepsOfTheirTargets_PredictEachTokenOnce()
    {
        for (int length = 5; length < 40; length++)
        {
            for (int targets = 1; targets <= 4; targets++)
            {
                TokenWindows windows = new(Enumerable.Range(0, length).ToArray(), 4, targets, targets);
                long[] predicted = windows.ToTensors().Targets.ToArray<long>();
                Assert.Equal(Enumerable.Range(4 - targets + 1, predicted.Length).Select(i => (long)i), predicted);
                Assert.InRange(length - 1 - predicted[^1], 0, targets - 1);
            }
        }
    }

    [Fact]
    public void RandomWindows_DependOnSeedAndStepAlone()
    {
        TokenWindows windows = new(Enumerable.Range(0, 1000).ToArray(), 4, 4);
        long[] Starts(ulong seed, long step) => windows.Random(50, seed, step).Inputs.Slice(1, 0, 1).ToArray<long>();
        Assert.Equal(Starts(1, 7), Starts(1, 7));
        Assert.NotEqual(Starts(1, 7), Starts(1, 8));
        Assert.NotEqual(Starts(1, 7), Starts(2, 7));
        Assert.All(Starts(1, 7), start => Assert.InRange(start, 0, 995));
        (Tensor inputs, Tensor targets) = windows.Random(3, 1, 0);
        Assert.Equal((inputs + 1).ToArray<long>(), targets.ToArray<long>());

        // The mean of 50,000 uniform places is within five standard errors.
        double mean = Enumerable.Range(0, 1000).Average(step => Starts(3, step).Average());
        Assert.InRange(mean, 497.5 - (5 * 287.5 / Math.Sqrt(50_000)), 497.5 + (5 * 287.5 / Math.Sqrt(50_000)));

        // A share of the text, in order.
        (ReadOnlyMemory<int> training, ReadOnlyMemory<int> validation) = TokenWindows.Split(new[] { 1, 2, 3, 4, 5 }, 0.2);
        Assert.Equal([1, 2, 3, 4], training.ToArray());
        Assert.Equal([5], validation.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenWindows.Split(new[] { 1, 2 }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenWindows.Split(new[] { 1, 2 }, double.NaN));
    }

    /// <summary>As <c>batchify</c> and <c>get_batch</c> of PyTorch's example of a word language model, transposed: lanes of 26 letters, 4 at a time.</summary>
    [Fact]
    public void Lanes_GoOnFromBatchToBatch()
    {
        ContiguousBatches batches = new(Enumerable.Range(0, 26).ToArray(), rows: 4, steps: 2); // lanes of 6: 0-5, 6-11, 12-17, 18-23
        Assert.Equal(3, batches.BatchCount);
        Assert.Equal([0L, 1, 6, 7, 12, 13, 18, 19], batches.Batch(0).Inputs.ToArray<long>());
        Assert.Equal([1L, 2, 7, 8, 13, 14, 19, 20], batches.Batch(0).Targets.ToArray<long>());
        Assert.Equal([2L, 3, 8, 9, 14, 15, 20, 21], batches.Batch(1).Inputs.ToArray<long>());
        Assert.Equal([4L, 10, 16, 22], batches.Batch(2).Inputs.ToArray<long>()); // what is left
        Assert.Equal([5L, 11, 17, 23], batches.Batch(2).Targets.ToArray<long>());
        Assert.Equal(Shape.Create([4, 1]), batches.Batch(2).Targets.Shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.Batch(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.Batch(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.StartEpoch(-1));
        Assert.Contains("14 lanes of 2", Assert.Throws<ArgumentException>(
            () => new ContiguousBatches(Enumerable.Range(0, 26).ToArray(), 14, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lanes_WithASeed_BeginElsewhereEachEpoch()
    {
        int[] tokens = [.. Enumerable.Range(0, 100)];
        ContiguousBatches one = new(tokens, 3, 7, seed: 5), two = new(tokens, 3, 7, seed: 5);
        List<long> begins = [];
        for (int epoch = 0; epoch < 60; epoch++)
        {
            one.StartEpoch(epoch);
            two.StartEpoch(99);
            two.StartEpoch(epoch);
            begins.Add(one.Batch(0).Inputs.ToArray<long>()[0]);
            Assert.Equal(begins[^1], two.Batch(0).Inputs.ToArray<long>()[0]);

            // From there on each token of a lane is a target once.
            long[] first = [.. Enumerable.Range(0, one.BatchCount).SelectMany(i => one.Batch(i).Targets.Slice(0, 0, 1).ToArray<long>())];
            Assert.Equal(Enumerable.Range((int)begins[^1] + 1, 33 - 1 - (int)begins[^1]).Select(i => (long)i), first);
        }

        Assert.Equal([0L, 1, 2, 3, 4, 5, 6], begins.Distinct().Order());
        Assert.Throws<ArgumentException>(() => new ContiguousBatches(tokens, 15, 7, seed: 1)); // lanes of 6
    }
}
