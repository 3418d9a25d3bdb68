namespace Hillock.Data;

/// <summary>Where a <see cref="DataLoader{T, TBatch}"/> stands; with the same data and options, what comes next depends on it alone.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Batch">How many of its batches were given.</param>
public readonly record struct DataLoaderPosition(int Epoch, int Batch);
