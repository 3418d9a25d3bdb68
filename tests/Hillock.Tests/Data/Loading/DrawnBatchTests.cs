using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data.Loading;

/// <summary>Samplers that draw by weights, with replacement, and rows of similar lengths.</summary>
public class DrawnBatchTests
{
    // Quantiles 0.999 of the chi-square distribution with 3, 5 and 9 degrees of freedom.
    private const double Quantile3 = 16.266, Quantile5 = 20.515, Quantile9 = 27.877;

    [Fact]
    public void Weighted_WithReplacement_FrequenciesAreTheWeights()
    {
        double[] weights = [1, 0, 2, 5, 0.5, 0];
        const int Samples = 20_000;
        int[] rows = Rows(new WeightedBatchSampler(weights, 64, 7, Samples), 0);
        Assert.Equal(Samples, rows.Length);
        int[] counts = [.. weights.Select((_, row) => rows.Count(other => other == row))];
        Assert.Equal((0, 0), (counts[1], counts[5]));
        Assert.InRange(ChiSquare([counts[0], counts[2], counts[3], counts[4]], [1 / 8.5, 2 / 8.5, 5 / 8.5, 0.5 / 8.5]), 0, Quantile3);
    }

    /// <summary>The first two rows: row i, then row j, with the probability wᵢ/6 · wⱼ/(6 − wᵢ).</summary>
    [Fact]
    public void Weighted_WithoutReplacement_DrawsAmongWhatIsLeft()
    {
        double[] weights = [1, 2, 0, 3];
        const int Epochs = 6000;
        WeightedBatchSampler sampler = new(weights, 2, 3, samples: 2, replacement: false);
        Dictionary<(int, int), int> counts = [];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            sampler.StartEpoch(epoch);
            (int, int) pair = (sampler.Batch(0)[0], sampler.Batch(0)[1]);
            counts[pair] = counts.GetValueOrDefault(pair) + 1;
        }

        (int, int)[] pairs = [(0, 1), (0, 3), (1, 0), (1, 3), (3, 0), (3, 1)];
        Assert.Equal(pairs, counts.Keys.Order());
        double[] expected = [.. pairs.Select(pair => weights[pair.Item1] / 6 * weights[pair.Item2] / (6 - weights[pair.Item1]))];
        Assert.InRange(ChiSquare([.. pairs.Select(pair => counts[pair])], expected), 0, Quantile5);
        Assert.Equal([0, 1, 3], Rows(new WeightedBatchSampler(weights, 2, 3, samples: 3, replacement: false), 8).Order());
    }

    [Fact]
    public void BatchSampler_WithReplacement_DrawsAllRowsEquallyOften()
    {
        BatchSampler sampler = new(10, 4, 1, replacement: true);
        int[] counts = new int[10];
        for (int epoch = 0; epoch < 1000; epoch++)
        {
            foreach (int row in Rows(sampler, epoch))
            {
                counts[row]++;
            }
        }

        Assert.InRange(ChiSquare(counts, [.. Enumerable.Repeat(0.1, 10)]), 0, Quantile9);
        Assert.Contains(Enumerable.Range(0, 20), epoch => Rows(sampler, epoch).Distinct().Count() < 10);
        Assert.Throws<ArgumentException>("replacement", () => new BatchSampler(10, 4, 1, shuffle: false, replacement: true));
    }

    [Fact]
    public void Samplers_Order_DependsOnSeedAndEpochAlone()
    {
        double[] weights = [.. Enumerable.Range(1, 40).Select(i => (double)i)];
        int[] lengths = [.. Enumerable.Range(0, 40).Select(i => i * 7 % 13)];
        Check(seed => new WeightedBatchSampler(weights, 8, seed));
        Check(seed => new WeightedBatchSampler(weights, 8, seed, replacement: false));
        Check(seed => new BucketBatchSampler(lengths, 8, seed, batchesPerBucket: 2));
        Check(seed => new BatchSampler(40, 8, seed, replacement: true));

        static void Check(Func<ulong, IBatchSampler> make)
        {
            IBatchSampler sampler = make(1);
            int[] zero = Rows(sampler, 0), seven = Rows(sampler, 7);
            Assert.NotEqual(zero, seven);
            Assert.Equal(zero, Rows(sampler, 0));
            Assert.Equal(seven, Rows(make(1), 7));
            Assert.NotEqual(zero, Rows(make(2), 0));
            Assert.Throws<ArgumentOutOfRangeException>("epoch", () => sampler.StartEpoch(-1));
            Assert.Throws<ArgumentOutOfRangeException>("index", () => sampler.Batch(sampler.BatchCount).Length);
        }
    }

    [Theory]
    [InlineData(100, 8, 4, false, 13)]
    [InlineData(100, 8, 4, true, 12)]
    [InlineData(64, 8, 50, false, 8)]
    [InlineData(5, 8, 50, false, 1)]
    [InlineData(9, 1, 1, false, 9)]
    public void Bucket_Batches_HoldEveryRowOnce(int rows, int batchSize, int perBucket, bool dropLast, int batches)
    {
        int[] lengths = [.. Enumerable.Range(0, rows).Select(i => i * 37 % 101)];
        BucketBatchSampler sampler = new(lengths, batchSize, 3, perBucket, dropLast);
        Assert.Equal(batches, sampler.BatchCount);
        int[] seen = Rows(sampler, 2);
        Assert.Equal(seen.Length, seen.Distinct().Count());
        Assert.Equal(dropLast ? batches * batchSize : rows, seen.Length);
        Assert.All(Enumerable.Range(0, batches - 1), i => Assert.Equal(batchSize, sampler.Batch(i).Length));
    }

    /// <summary>With all batches in one bucket they are the sorted rows, cut: one batch's longest is no longer than the next one's shortest.</summary>
    [Fact]
    public void Bucket_OfAllBatches_SortsAllRows()
    {
        int[] lengths = [.. Enumerable.Range(0, 96).Select(i => i * 37 % 101)];
        BucketBatchSampler sampler = new(lengths, 8, 3, batchesPerBucket: 12);
        sampler.StartEpoch(1);
        (int Least, int Most)[] ranges = [.. Enumerable.Range(0, 12).Select(i => sampler.Batch(i).ToArray().Select(row => lengths[row]).ToArray())
            .Select(batch => (batch.Min(), batch.Max()))];
        (int Least, int Most)[] sorted = [.. ranges.Order()];
        Assert.NotEqual(sorted, ranges);
        Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.First.Most <= pair.Second.Least));
        Assert.True(
            Padding(new BucketBatchSampler(lengths, 8, 3, batchesPerBucket: 3)) < 0.6 * Padding(new BatchSampler(96, 8, 3)), "Buckets should save padding.");

        int Padding(IBatchSampler some) => Enumerable.Range(0, 12).Select(i => some.Batch(i).ToArray())
            .Sum(batch => (8 * batch.Max(row => lengths[row])) - batch.Sum(row => lengths[row]));
    }

    [Fact]
    public void Samplers_BadArguments_SayWhat()
    {
        Assert.Contains("weights[1] is -2", Weights([1, -2]), StringComparison.Ordinal);
        Assert.Contains("weights[0] is NaN", Weights([double.NaN]), StringComparison.Ordinal);
        Assert.Contains("all 2 are 0", Weights([0, 0]), StringComparison.Ordinal);
        Assert.Contains("there are none", Weights([]), StringComparison.Ordinal);
        Assert.Contains("sum but theirs is infinite", Weights([double.MaxValue, double.MaxValue]), StringComparison.Ordinal);
        Assert.Contains(
            "draw 3 rows without replacement but 2 have",
            Assert.Throws<ArgumentException>("weights", () => new WeightedBatchSampler([1, 2, 0], 1, 0, replacement: false)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("samples", () => new WeightedBatchSampler([1], 1, 0, samples: 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => new WeightedBatchSampler([1], 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => new BucketBatchSampler([1], 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("lengths", () => new BucketBatchSampler([], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchesPerBucket", () => new BucketBatchSampler([1], 1, 0, 0));
        Assert.Throws<ArgumentException>("batchSize", () => new BucketBatchSampler([1], 2, 0, dropLast: true));

        static string Weights(double[] weights) => Assert.Throws<ArgumentException>(nameof(weights), () => new WeightedBatchSampler(weights, 1, 0)).Message;
    }

    private static int[] Rows(IBatchSampler sampler, int epoch)
    {
        sampler.StartEpoch(epoch);
        return [.. Enumerable.Range(0, sampler.BatchCount).SelectMany(i => sampler.Batch(i).ToArray())];
    }

    private static double ChiSquare(int[] counts, double[] probabilities)
    {
        double all = counts.Sum();
        return counts.Zip(probabilities).Sum(pair => Math.Pow(pair.First - (all * pair.Second), 2) / (all * pair.Second));
    }
}
