namespace Hillock.Data;

/// <summary>Finds the categories of a column in another table's, which may number them in another way.</summary>
internal sealed class CategoryMatch(TabularColumn expected)
{
    private Places? _last; // replaced as a whole, so that threads may share it

    /// <summary>The index of a category among the expected ones; −1 where it is none of them.</summary>
    /// <param name="actual">The column that numbers the category.</param>
    /// <param name="category">Its index there.</param>
    public int Find(TabularColumn actual, int category)
    {
        if (ReferenceEquals(expected, actual))
        {
            return category;
        }

        Places? last = _last;
        if (last is null || !ReferenceEquals(last.Actual, actual))
        {
            Dictionary<string, int> indices = new(StringComparer.Ordinal);
            for (int i = 0; i < expected.Categories.Count; i++)
            {
                indices.TryAdd(expected.Categories[i], i);
            }

            _last = last = new Places(actual, [.. actual.Categories.Select(name => indices.GetValueOrDefault(name, -1))]);
        }

        return last.Indices[category];
    }

    private sealed record Places(TabularColumn Actual, int[] Indices);
}
