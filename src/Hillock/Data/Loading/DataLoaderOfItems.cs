using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>A loader whose batches are inputs and targets, so that a <c>Trainer</c> trains on it; of items of any kind.</summary>
/// <typeparam name="T">An item.</typeparam>
/// <inheritdoc cref="DataLoader{T, TBatch}"/>
/// <example>
/// <code>
/// // Names as padded codes of their letters, and how long they are as targets.
/// using DataLoader&lt;string&gt; loader = new(
///     new ListDataset&lt;string&gt;(["ada", "bo"]),
///     items =&gt;
///     {
///         Tensor[] letters = [.. items.Select(item =&gt; Tensor.From(item.Select(letter =&gt; (long)(letter - 'a')).ToArray()))];
///         return (Collate.PadSequence(letters, value: 26), Collate.Lengths(letters));
///     },
///     new DataLoaderOptions { BatchSize = 2 });
/// (Tensor codes, Tensor lengths) = loader.Batch(0);
/// Console.WriteLine($"{codes.Flatten()}, {lengths}"); // int64 [6] [ 0,  3,  0,  1, 14, 26], int64 [2] [3, 2]
/// </code>
/// </example>
public class DataLoader<T> : DataLoader<T, (Tensor Inputs, Tensor Targets)>, IBatchSource
{
    /// <summary>Takes the dataset and how to make batches of it, positioned at epoch 0.</summary>
    /// <param name="dataset">The items, at least one.</param>
    /// <param name="collate">Makes inputs and targets of items.</param>
    /// <param name="options">Batches, order and workers; PyTorch's defaults when null.</param>
    /// <param name="transform">
    /// Changes an item, or null. It is given random numbers of its own, from index 0 on, and gives a new item: the old one may be a view of the data.
    /// </param>
    /// <param name="batchTransform">Changes a batch, with random numbers of the seed, the epoch and the batch, or null.</param>
    /// <exception cref="ArgumentException">There are no items or no batches, or options exclude each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">A sampler gave no batch, a batch without items, or an item that is not there.</exception>
    public DataLoader(
        IDataset<T> dataset, Func<IReadOnlyList<T>, (Tensor Inputs, Tensor Targets)> collate, DataLoaderOptions? options = null,
        Func<T, Philox, T>? transform = null,
        Func<(Tensor Inputs, Tensor Targets), Philox, (Tensor Inputs, Tensor Targets)>? batchTransform = null)
        : base(dataset, collate, options, transform, batchTransform)
    {
    }

    void IBatchSource.PrepareEpoch(int epoch)
    {
        if (PreparesEpochs)
        {
            PrepareEpoch(epoch);
        }
    }

    void IBatchSource.EndEpochs() => EndAhead();
}
