namespace Hillock.Data;

/// <summary>The batches of another sampler, but that a last one of a single row, which a batch normalisation refuses, joins the one before.</summary>
/// <param name="inner">The other.</param>
internal sealed class JoinedBatchSampler(IBatchSampler inner) : IBatchSampler
{
    private int[] _last = [];

    /// <inheritdoc/>
    public int BatchSize => inner.BatchSize;

    /// <inheritdoc/>
    public int BatchCount => inner.BatchCount - (IsJoined ? 1 : 0);

    private bool IsJoined => inner.BatchCount > 1 && inner.Batch(inner.BatchCount - 1).Length == 1;

    /// <inheritdoc/>
    public void StartEpoch(int epoch)
    {
        inner.StartEpoch(epoch);
        _last = [];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Batch(int index)
    {
        if (!IsJoined || index < inner.BatchCount - 2)
        {
            return inner.Batch(index);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, BatchCount);
        return _last = _last.Length > 0 ? _last : [.. inner.Batch(index), .. inner.Batch(index + 1)];
    }
}
