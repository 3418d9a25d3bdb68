namespace Hillock.Data;

/// <summary>The items of a list or an array.</summary>
/// <typeparam name="T">An item.</typeparam>
/// <param name="items">The items; the list itself, not a copy. It must not change while it is read.</param>
/// <exception cref="ArgumentNullException">There is no list.</exception>
public sealed class ListDataset<T>(IReadOnlyList<T> items) : IDataset<T>
{
    private readonly IReadOnlyList<T> _items = items ?? throw new ArgumentNullException(nameof(items));

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public T this[int index] => _items[index];
}
