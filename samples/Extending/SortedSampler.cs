using Hillock.Data;
using Hillock.Numbers;

namespace Extending;

/// <summary>A sampler: rows of similar length share a batch, and the batches come in another random order each epoch.</summary>
public sealed class SortedSampler : IBatchSampler
{
    private readonly int[] _rows;
    private readonly int[] _order;
    private readonly ulong _seed;

    /// <summary>Makes the sampler.</summary>
    /// <param name="lengths">The length of each row.</param>
    /// <param name="batchSize">The rows of a batch, at least 1.</param>
    /// <param name="seed">The seed of the order.</param>
    public SortedSampler(IReadOnlyList<int> lengths, int batchSize, ulong seed = 0)
    {
        _rows = [.. Enumerable.Range(0, lengths.Count).OrderBy(row => lengths[row])];
        _order = new int[(lengths.Count + batchSize - 1) / batchSize];
        (_seed, BatchSize) = (seed, batchSize);
        StartEpoch(0);
    }

    /// <inheritdoc/>
    public int BatchSize { get; }

    /// <inheritdoc/>
    public int BatchCount => _order.Length;

    /// <inheritdoc/>
    public void StartEpoch(int epoch) => new Philox(_seed, (ulong)epoch).Permutation(_order.Length).CopyTo(_order, 0);

    /// <inheritdoc/>
    public ReadOnlySpan<int> Batch(int index)
    {
        int start = _order[index] * BatchSize;
        return _rows.AsSpan(start, Math.Min(BatchSize, _rows.Length - start));
    }
}
