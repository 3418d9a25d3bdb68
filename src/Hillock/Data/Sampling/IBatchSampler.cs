namespace Hillock.Data;

/// <summary>Divides row numbers into minibatches, epoch by epoch; the order depends on the seed and the epoch alone.</summary>
public interface IBatchSampler
{
    /// <summary>Rows in a batch; the last one of an epoch may be smaller.</summary>
    int BatchSize { get; }

    /// <summary>Batches in an epoch.</summary>
    int BatchCount { get; }

    /// <summary>Puts the rows in the order of an epoch.</summary>
    /// <param name="epoch">The epoch, at least 0; any order of epochs is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    void StartEpoch(int epoch);

    /// <summary>The rows of a batch of the current epoch.</summary>
    /// <param name="index">The batch, 0 to <see cref="BatchCount"/> − 1.</param>
    /// <returns>The row numbers; valid until the next <see cref="StartEpoch"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    ReadOnlySpan<int> Batch(int index);
}
