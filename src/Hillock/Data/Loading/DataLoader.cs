using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>A loader of pairs of inputs and targets, which are stacked: the usual one, for <c>Trainer.Fit(loader)</c>.</summary>
/// <inheritdoc cref="DataLoader{T, TBatch}"/>
/// <example>
/// <code>
/// TensorDataset data = new(Tensor.Arange(0, 12).Reshape(6, 2), Tensor.From([0L, 1, 0, 1, 0, 1]));
/// using DataLoader loader = new(
///     data, new DataLoaderOptions { BatchSize = 4, Shuffle = true, Seed = 1, Workers = 2 },
///     (item, random) =&gt; (item.Inputs + (0.1 * random.NormalSingle(0)), item.Targets));
/// foreach ((Tensor inputs, Tensor targets) in loader.Epoch(0))
/// {
///     Console.Write($"{inputs.Shape} and {targets.Shape}; ");
/// }
///
/// Console.WriteLine(loader.BatchCount); // [4, 2] and [4]; [2, 2] and [2]; 2
/// </code>
/// </example>
public sealed class DataLoader : DataLoader<(Tensor Inputs, Tensor Targets)>
{
    /// <summary>Takes the dataset, positioned at epoch 0.</summary>
    /// <param name="dataset">The items, at least one; those of a batch have one shape after the transform.</param>
    /// <param name="options">Batches, order and workers; PyTorch's defaults when null.</param>
    /// <param name="transform">
    /// Changes an item, or null. It is given random numbers of its own, from index 0 on, and gives a new item: the old one may be a view of the data.
    /// </param>
    /// <param name="batchTransform">Changes a batch, with random numbers of the seed, the epoch and the batch, or null.</param>
    /// <exception cref="ArgumentException">There are no items or no batches, or options exclude each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">A sampler gave no batch, a batch without items, or an item that is not there.</exception>
    public DataLoader(
        IDataset<(Tensor Inputs, Tensor Targets)> dataset, DataLoaderOptions? options = null,
        Func<(Tensor Inputs, Tensor Targets), Philox, (Tensor Inputs, Tensor Targets)>? transform = null,
        Func<(Tensor Inputs, Tensor Targets), Philox, (Tensor Inputs, Tensor Targets)>? batchTransform = null)
        : base(dataset, Collate.Pairs, options, transform, batchTransform)
    {
    }
}
