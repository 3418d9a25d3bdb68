namespace Hillock.Data;

/// <summary>Cuts an order of rows into batches.</summary>
internal static class BatchCut
{
    /// <summary>The batches of so many rows.</summary>
    internal static int Count(int rows, int batchSize, bool dropLast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (dropLast && batchSize > rows)
        {
            throw new ArgumentException(
                $"A batch of {batchSize} is larger than the {rows} rows, and dropLast leaves it out; use a smaller batch or dropLast: false.",
                nameof(batchSize));
        }

        return rows / batchSize + (dropLast || rows % batchSize == 0 ? 0 : 1);
    }

    /// <summary>The rows of a batch.</summary>
    internal static ReadOnlySpan<int> Rows(int[] order, int batchSize, int count, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        int start = index * batchSize;
        return order.AsSpan(start, Math.Min(batchSize, order.Length - start));
    }
}
