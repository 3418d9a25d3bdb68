using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public class BatchSamplerTests
{
    [Theory]
    [InlineData(10, 3, false, 4)]
    [InlineData(10, 3, true, 3)]
    [InlineData(10, 5, false, 2)]
    [InlineData(10, 5, true, 2)]
    [InlineData(3, 10, false, 1)]
    public void Batches_OfAnEpoch_HoldEveryRowOnce(int rows, int batchSize, bool dropLast, int batches)
    {
        BatchSampler sampler = new(rows, batchSize, 1, dropLast: dropLast);
        Assert.Equal(batches, sampler.BatchCount);
        List<int> seen = [];
        for (int i = 0; i < sampler.BatchCount; i++)
        {
            bool last = i == batches - 1 && !dropLast;
            Assert.Equal(last ? rows - batchSize * (batches - 1) : batchSize, sampler.Batch(i).Length);
            seen.AddRange(sampler.Batch(i));
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(dropLast ? batches * batchSize : rows, seen.Count);
        Assert.All(seen, row => Assert.InRange(row, 0, rows - 1));
    }

    [Fact]
    public void StartEpoch_Order_DependsOnSeedAndEpochAlone()
    {
        BatchSampler sampler = new(50, 50, 1);
        int[] zero = sampler.Batch(0).ToArray();
        sampler.StartEpoch(7);
        int[] seven = sampler.Batch(0).ToArray();
        Assert.Equal(7, sampler.Epoch);
        sampler.StartEpoch(0);
        Assert.Equal(zero, sampler.Batch(0).ToArray());
        Assert.NotEqual(zero, seven);
        Assert.NotEqual(zero, new BatchSampler(50, 50, 2).Batch(0).ToArray());
    }

    [Fact]
    public void Constructor_WithoutShuffle_IsAscending() =>
        Assert.Equal([4, 5], new BatchSampler(6, 4, 1, shuffle: false).Batch(1).ToArray());

    [Fact]
    public void Constructor_BadArguments_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => new BatchSampler(0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => new BatchSampler(1, 0, 0));
        Assert.Throws<ArgumentException>("batchSize", () => new BatchSampler(3, 4, 0, dropLast: true));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => new BatchSampler(3, 4, 0).StartEpoch(-1));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new BatchSampler(3, 4, 0).Batch(1));
    }

    [Fact]
    public void StartEpoch_SteadyState_AllocatesNothing()
    {
        BatchSampler sampler = new(1000, 32, 1);
        sampler.StartEpoch(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sampler.StartEpoch(2);
        _ = sampler.Batch(3);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
