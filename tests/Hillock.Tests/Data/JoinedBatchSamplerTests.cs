using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public sealed class JoinedBatchSamplerTests
{
    [Theory]
    [InlineData(120, 17, "17 17 17 17 17 17 18")]
    [InlineData(7, 2, "2 2 3")]
    [InlineData(3, 2, "3")]
    [InlineData(8, 3, "3 3 2")]
    [InlineData(6, 3, "3 3")]
    [InlineData(1, 1, "1")]
    public void Batch_ASingleRowAtTheEnd_JoinsTheOneBefore(int rows, int batchSize, string sizes)
    {
        JoinedBatchSampler joined = new(new BatchSampler(rows, batchSize, seed: 3));
        BatchSampler plain = new(rows, batchSize, seed: 3);
        foreach (int epoch in (int[])[0, 4, 1])
        {
            joined.StartEpoch(epoch);
            plain.StartEpoch(epoch);
            int[][] batches = [.. Enumerable.Range(0, joined.BatchCount).Select(i => joined.Batch(i).ToArray())];
            Assert.Equal(sizes, string.Join(' ', batches.Select(static batch => batch.Length)));
            Assert.Equal(Enumerable.Range(0, plain.BatchCount).SelectMany(i => plain.Batch(i).ToArray()), batches.SelectMany(static batch => batch));
            Assert.Throws<ArgumentOutOfRangeException>(() => joined.Batch(joined.BatchCount).Length);
        }
    }
}
