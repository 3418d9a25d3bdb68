using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public class BalancedBatchSamplerTests
{
    // Seven rows of class 0, two of class 1, three of class 4; nothing of 2 and 3.
    private static readonly int[] Classes = [0, 4, 0, 1, 0, 0, 4, 0, 1, 0, 4, 0];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(21)]
    [InlineData(100)]
    public void Batches_OfAnEpoch_UseEveryRowAndEveryClassEqually(int batchSize)
    {
        BalancedBatchSampler sampler = new(Classes, batchSize, 1);
        for (int epoch = 0; epoch < 5; epoch++)
        {
            sampler.StartEpoch(epoch);
            int[] seen = new int[Classes.Length];
            for (int i = 0; i < sampler.BatchCount; i++)
            {
                int[] counts = new int[5];
                foreach (int row in sampler.Batch(i))
                {
                    seen[row]++;
                    counts[Classes[row]]++;
                }

                int[] occurring = [counts[0], counts[1], counts[4]];
                Assert.InRange(occurring.Max() - occurring.Min(), 0, 1);
                Assert.Equal(0, counts[2] + counts[3]);
            }

            for (int row = 0; row < seen.Length; row++)
            {
                (int least, int most) = Classes[row] switch { 0 => (1, 1), 1 => (3, 4), _ => (2, 3) };
                Assert.InRange(seen[row], least, most);
            }

            Assert.Equal(21, seen.Sum());
        }
    }

    [Fact]
    public void StartEpoch_Order_DependsOnSeedAndEpochAlone()
    {
        BalancedBatchSampler sampler = new(Classes, 21, 1);
        int[] zero = sampler.Batch(0).ToArray();
        sampler.StartEpoch(3);
        int[] three = sampler.Batch(0).ToArray();
        sampler.StartEpoch(0);
        Assert.Equal(zero, sampler.Batch(0).ToArray());
        Assert.NotEqual(zero, three);
        Assert.NotEqual(zero, new BalancedBatchSampler(Classes, 21, 2).Batch(0).ToArray());
        BalancedBatchSampler other = new(Classes, 21, 1);
        other.StartEpoch(3);
        Assert.Equal(three, other.Batch(0).ToArray());
    }

    [Fact]
    public void Constructor_EqualClasses_IsOnePass()
    {
        BalancedBatchSampler sampler = new([0, 1, 0, 1], 4, 7);
        Assert.Equal(1, sampler.BatchCount);
        Assert.Equal([0, 1, 2, 3], sampler.Batch(0).ToArray().Order());
    }

    [Fact]
    public void Constructor_BadArguments_SaysWhat()
    {
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => new BalancedBatchSampler([0, 1], 0, 0));
        Assert.Throws<ArgumentException>("classes", () => new BalancedBatchSampler([], 1, 0));
        Assert.Contains(
            "classes[1] is -3", Assert.Throws<ArgumentException>("classes", () => new BalancedBatchSampler([0, -3], 1, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => new BalancedBatchSampler([0], 1, 0).StartEpoch(-1));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new BalancedBatchSampler([0], 1, 0).Batch(1));
    }

    [Fact]
    public void StartEpoch_SteadyState_AllocatesNothing()
    {
        BalancedBatchSampler sampler = new(Classes, 4, 1);
        sampler.StartEpoch(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 2; epoch < 20; epoch++)
        {
            sampler.StartEpoch(epoch);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
