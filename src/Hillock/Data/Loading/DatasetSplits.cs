namespace Hillock.Data;

/// <summary>Parts of a dataset, divided as <see cref="RowSplit"/> divides rows.</summary>
/// <example>
/// <code>
/// ListDataset&lt;string&gt; names = new(["ada", "bob", "cleo", "dan", "eve"]);
/// Subset&lt;string&gt;[] parts = names.TimeSplit([3, 1, 2, 5, 4], [0.6, 0.4]);
/// Console.WriteLine($"{parts[0].Count} to train on, the first held out is {parts[1][0]}"); // 3 to train on, the first held out is dan
/// </code>
/// </example>
public static class DatasetSplits
{
    /// <summary>Parts at random, as PyTorch's <c>random_split</c>: <see cref="RowSplit.Random(int, ReadOnlySpan{double}, ulong)"/>.</summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <param name="shares">The share of each part, above 0; together 1.</param>
    /// <param name="seed">The seed; the same one gives the same parts on every machine.</param>
    /// <exception cref="ArgumentException">Shares that make no sense, or a part without items.</exception>
    public static Subset<T>[] RandomSplit<T>(this IDataset<T> dataset, ReadOnlySpan<double> shares, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Parts(dataset, RowSplit.Random(dataset.Count, shares, seed));
    }

    /// <summary>Parts at random, of given numbers of items.</summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <param name="lengths">The items of each part, together all.</param>
    /// <param name="seed">The seed; the same one gives the same parts on every machine.</param>
    /// <exception cref="ArgumentException">The lengths do not add up to the items, or one is not above 0.</exception>
    public static Subset<T>[] RandomSplit<T>(this IDataset<T> dataset, ReadOnlySpan<int> lengths, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Parts(dataset, RowSplit.Random(dataset.Count, lengths, seed));
    }

    /// <summary>Parts in which every class is as frequent as in the whole: <see cref="RowSplit.Stratified"/>.</summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <param name="classes">The class of each item, at least 0.</param>
    /// <param name="shares">The share of each part, above 0; together 1.</param>
    /// <param name="seed">The seed; the same one gives the same parts on every machine.</param>
    /// <exception cref="ArgumentException">Not one class an item, shares that make no sense, or a part without items.</exception>
    public static Subset<T>[] StratifiedSplit<T>(this IDataset<T> dataset, ReadOnlySpan<int> classes, ReadOnlySpan<double> shares, ulong seed)
    {
        RequireAsMany(dataset, classes.Length, nameof(classes));
        return Parts(dataset, RowSplit.Stratified(classes, shares, seed));
    }

    /// <summary>Parts that keep groups together: <see cref="RowSplit.Grouped"/>.</summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <param name="groups">The group of each item, at least 0.</param>
    /// <param name="shares">The share of each part, above 0; together 1.</param>
    /// <param name="seed">The seed; the same one gives the same parts on every machine.</param>
    /// <exception cref="ArgumentException">Not one group an item, shares that make no sense, or fewer groups than parts.</exception>
    public static Subset<T>[] GroupSplit<T>(this IDataset<T> dataset, ReadOnlySpan<int> groups, ReadOnlySpan<double> shares, ulong seed)
    {
        RequireAsMany(dataset, groups.Length, nameof(groups));
        return Parts(dataset, RowSplit.Grouped(groups, shares, seed));
    }

    /// <summary>Parts in the order of time: <see cref="RowSplit.ByTime"/>. Within a part items keep the order of the dataset.</summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <param name="times">The time of each item, in any unit.</param>
    /// <param name="shares">The share of each part, above 0; together 1.</param>
    /// <exception cref="ArgumentException">Not one time an item, shares that make no sense, or fewer different times than parts.</exception>
    public static Subset<T>[] TimeSplit<T>(this IDataset<T> dataset, ReadOnlySpan<double> times, ReadOnlySpan<double> shares)
    {
        RequireAsMany(dataset, times.Length, nameof(times));
        return Parts(dataset, RowSplit.ByTime(times, shares));
    }

    private static Subset<T>[] Parts<T>(IDataset<T> dataset, int[][] parts) => Array.ConvertAll(parts, part => new Subset<T>(dataset, part));

    private static void RequireAsMany<T>(IDataset<T> dataset, int count, string name)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (count != dataset.Count)
        {
            throw new ArgumentException($"A split of {dataset.Count} items expects {name} of as many but got {count}.", name);
        }
    }
}
