namespace Hillock.Data;

/// <summary>Some items of a dataset, in an order of their own, as PyTorch's <c>Subset</c>.</summary>
/// <typeparam name="T">An item.</typeparam>
public sealed class Subset<T> : IDataset<T>
{
    private readonly int[] _indices;

    /// <summary>Takes the dataset and the numbers of the items.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="indices">The items, in any order; an item may come several times.</param>
    /// <exception cref="ArgumentException">There is no such item.</exception>
    public Subset(IDataset<T> dataset, ReadOnlySpan<int> indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        int count = dataset.Count;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)count)
            {
                throw new ArgumentException($"A Subset of {count} items expects 0 to {count - 1} but indices[{i}] is {indices[i]}.", nameof(indices));
            }
        }

        Dataset = dataset;
        _indices = indices.ToArray();
    }

    /// <summary>The whole.</summary>
    public IDataset<T> Dataset { get; }

    /// <summary>The numbers of the items in <see cref="Dataset"/>.</summary>
    public ReadOnlySpan<int> Indices => _indices;

    /// <inheritdoc/>
    public int Count => _indices.Length;

    /// <summary>Reads an item.</summary>
    /// <param name="index">Its place in <see cref="Indices"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return Dataset[_indices[index]];
        }
    }
}
