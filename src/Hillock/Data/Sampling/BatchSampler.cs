using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>
/// Divides row numbers into minibatches, in a new random order every epoch. The order depends on the seed and the epoch
/// alone, so that training can stop and resume anywhere.
/// </summary>
/// <remarks>Allocates nothing after construction. Not thread-safe: one sampler a training loop.</remarks>
public sealed class BatchSampler : IBatchSampler
{
    private readonly int[] _order;
    private readonly ulong _seed;
    private readonly bool _shuffle;
    private readonly bool _replacement;

    /// <summary>Creates a sampler, positioned at epoch 0.</summary>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="batchSize">Rows in a batch, at least 1; the last batch of an epoch may be smaller.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="shuffle">Whether the order is random; otherwise ascending.</param>
    /// <param name="dropLast">Whether a last, smaller batch is left out.</param>
    /// <param name="replacement">
    /// Whether every place of the epoch draws among all rows, so that some come several times and others (about 37 %) not at all, as of PyTorch's
    /// <c>RandomSampler(replacement=True)</c>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">No rows or an empty batch.</exception>
    /// <exception cref="ArgumentException">No batch would be left, or rows are to be drawn in ascending order.</exception>
    public BatchSampler(int rows, int batchSize, ulong seed, bool shuffle = true, bool dropLast = false, bool replacement = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (replacement && !shuffle)
        {
            throw new ArgumentException("Rows that are drawn with replacement have no ascending order; leave shuffle: false or replacement: true out.",
                nameof(replacement));
        }

        BatchCount = BatchCut.Count(rows, batchSize, dropLast);
        _order = new int[rows];
        _seed = seed;
        _shuffle = shuffle;
        _replacement = replacement;
        BatchSize = batchSize;
        StartEpoch(0);
    }

    /// <summary>Rows in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>The current epoch.</summary>
    public int Epoch { get; private set; }

    /// <summary>Puts the rows in the order of an epoch.</summary>
    /// <param name="epoch">The epoch, at least 0; any order of epochs is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
        Philox random = new(_seed, RandomStreams.Batches + (uint)epoch);
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = _replacement ? (int)random.Below((ulong)i, (uint)_order.Length) : i;
        }

        if (_shuffle && !_replacement)
        {
            random.Shuffle<int>(_order);
        }
    }

    /// <summary>The rows of a batch of the current epoch.</summary>
    /// <param name="index">The batch, 0 to <see cref="BatchCount"/> − 1.</param>
    /// <returns>The row numbers; valid until the next <see cref="StartEpoch"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public ReadOnlySpan<int> Batch(int index) => BatchCut.Rows(_order, BatchSize, BatchCount, index);
}
