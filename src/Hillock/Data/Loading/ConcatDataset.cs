namespace Hillock.Data;

/// <summary>Datasets one after the other, as PyTorch's <c>ConcatDataset</c>.</summary>
/// <typeparam name="T">An item.</typeparam>
/// <example>
/// <code>
/// ConcatDataset&lt;string&gt; all = new(new ListDataset&lt;string&gt;(["a", "b"]), new ListDataset&lt;string&gt;(["c"]));
/// Console.WriteLine($"{all.Count} items, the last {all[2]}"); // 3 items, the last c
/// </code>
/// </example>
public sealed class ConcatDataset<T> : IDataset<T>
{
    private readonly IDataset<T>[] _datasets;
    private readonly int[] _ends;

    /// <summary>Takes the parts; their numbers of items are those of this moment.</summary>
    /// <param name="datasets">The parts, at least one.</param>
    /// <exception cref="ArgumentException">There is no part, one is null, or together they have more items than can be numbered.</exception>
    public ConcatDataset(params IReadOnlyList<IDataset<T>> datasets)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        _datasets = [.. datasets];
        _ends = new int[_datasets.Length];
        long end = 0;
        for (int i = 0; i < _datasets.Length; i++)
        {
            end += (_datasets[i] ?? throw new ArgumentException($"A ConcatDataset expects datasets but number {i} is null.", nameof(datasets))).Count;
            _ends[i] = end <= int.MaxValue ? (int)end : throw new ArgumentException(
                $"The datasets up to number {i} have {end} items, but at most {int.MaxValue} can be numbered; join fewer.", nameof(datasets));
        }

        if (_datasets.Length == 0)
        {
            throw new ArgumentException("A ConcatDataset expects at least one dataset but got none.", nameof(datasets));
        }
    }

    /// <inheritdoc/>
    public int Count => _ends[^1];

    /// <summary>Reads an item of the part that it lies in.</summary>
    /// <param name="index">Its number, 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);

            // The first part that ends behind it: parts without items end where the one before does.
            int low = 0, high = _ends.Length - 1;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = _ends[middle] > index ? (low, middle) : (middle + 1, high);
            }

            return _datasets[low][index - (low == 0 ? 0 : _ends[low - 1])];
        }
    }
}
