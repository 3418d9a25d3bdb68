using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>Divides rows into minibatches of similar lengths, so that little is padded; the order depends on the seed and the epoch alone.</summary>
/// <remarks>
/// Each epoch the rows come in a new random order and are taken in buckets of <c>batchSize · batchesPerBucket</c>. A bucket is sorted by length and cut into
/// batches, and the batches of all buckets come in random order. Rows that fill no batch are the last ones of the random order, and their batch is the last
/// of the epoch, so that leaving it out is fair to all lengths. One batch a bucket is a plain random order; as many as there are batches sorts all rows,
/// whose batches then are nearly the same ones in every epoch. Not thread-safe.
/// </remarks>
/// <example>
/// <code>
/// int[] lengths = [5, 90, 7, 95, 6, 99];
/// BucketBatchSampler sampler = new(lengths, batchSize: 3, seed: 1);
/// int longest = Enumerable.Range(0, sampler.BatchCount).Min(i =&gt; sampler.Batch(i).ToArray().Max(row =&gt; lengths[row]));
/// Console.WriteLine(longest); // 7
/// </code>
/// </example>
public sealed class BucketBatchSampler : IBatchSampler
{
    private readonly int[] _lengths;
    private readonly int[] _order;
    private readonly int[] _shuffled;
    private readonly int[] _batches;
    private readonly ulong _seed;
    private readonly int _batchesPerBucket;

    /// <summary>Creates a sampler, positioned at epoch 0.</summary>
    /// <param name="lengths">The length of each row, in any unit.</param>
    /// <param name="batchSize">Rows in a batch, at least 1; the last batch of an epoch may be smaller.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="batchesPerBucket">The batches that are sorted together, at least 1.</param>
    /// <param name="dropLast">Whether a last, smaller batch is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rows, an empty batch, or an empty bucket.</exception>
    /// <exception cref="ArgumentException">No batch would be left.</exception>
    public BucketBatchSampler(ReadOnlySpan<int> lengths, int batchSize, ulong seed, int batchesPerBucket = 50, bool dropLast = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lengths.Length, 1, nameof(lengths));
        ArgumentOutOfRangeException.ThrowIfLessThan(batchesPerBucket, 1);
        BatchCount = BatchCut.Count(lengths.Length, batchSize, dropLast);
        _lengths = lengths.ToArray();
        _order = new int[lengths.Length];
        _shuffled = new int[lengths.Length];
        _batches = new int[lengths.Length / batchSize];
        (_seed, _batchesPerBucket, BatchSize) = (seed, batchesPerBucket, batchSize);
        StartEpoch(0);
    }

    /// <inheritdoc/>
    public int BatchSize { get; }

    /// <inheritdoc/>
    public int BatchCount { get; }

    /// <summary>The current epoch.</summary>
    public int Epoch { get; private set; }

    /// <inheritdoc/>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
        Philox random = new(_seed, RandomStreams.BucketBatches + (uint)epoch);
        Order(_shuffled, random);
        int whole = _batches.Length * BatchSize;
        int bucket = (int)Math.Min((long)BatchSize * _batchesPerBucket, Math.Max(whole, 1));
        for (int start = 0, end; start < whole; start = end)
        {
            end = Kernels.Partition.End(start, bucket, whole);
            _shuffled.AsSpan(start, end - start).Sort((a, b) => (_lengths[a], a).CompareTo((_lengths[b], b)));
        }

        Order(_batches, new Philox(random.Bits64(0), RandomStreams.BucketBatches));
        for (int i = 0; i < _batches.Length; i++)
        {
            _shuffled.AsSpan(_batches[i] * BatchSize, BatchSize).CopyTo(_order.AsSpan(i * BatchSize));
        }

        _shuffled.AsSpan(whole).CopyTo(_order.AsSpan(whole));
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Batch(int index) => BatchCut.Rows(_order, BatchSize, BatchCount, index);

    private static void Order(int[] places, Philox random)
    {
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        random.Shuffle<int>(places);
    }
}
