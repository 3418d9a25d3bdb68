using System.Globalization;

namespace Hillock.Data;

/// <summary>A feature column: its name and, for a categorical one, its categories.</summary>
public sealed class TabularColumn
{
    private readonly string[]? _categories;

    private TabularColumn(string name, string[]? categories)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        _categories = categories;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>Whether the values are indices into <see cref="Categories"/> instead of quantities.</summary>
    public bool IsCategorical => _categories is not null;

    /// <summary>The categories; empty for a numeric column.</summary>
    public IReadOnlyList<string> Categories => _categories ?? [];

    /// <summary>A column of quantities.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The column.</returns>
    public static TabularColumn Numeric(string name) => new(name, null);

    /// <summary>A column whose values are category indices (0, 1, 2 ...; NaN when missing).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="categories">The categories' names, at least one.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">There is no category.</exception>
    public static TabularColumn Categorical(string name, IEnumerable<string> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        string[] names = [.. categories];
        if (names.Length == 0)
        {
            throw new ArgumentException($"Column \"{name}\" has no categories; make it numeric or leave it out.", nameof(categories));
        }

        return new(name, names);
    }

    /// <summary>Numeric columns named <c>x0</c>, <c>x1</c> and so on.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The columns.</returns>
    public static TabularColumn[] Numbered(int count)
    {
        TabularColumn[] columns = new TabularColumn[count];
        for (int i = 0; i < count; i++)
        {
            columns[i] = Numeric("x" + i.ToString(CultureInfo.InvariantCulture));
        }

        return columns;
    }

    /// <summary>A column with the categories of two, and where those of the second are in it; null where they are in their places.</summary>
    internal static (TabularColumn Column, int[]? Places) Joined(TabularColumn first, TabularColumn second)
    {
        if (ReferenceEquals(first, second) || !first.IsCategorical)
        {
            return (first, null);
        }

        List<string> all = [.. first.Categories];
        int[] places = new int[second.Categories.Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = all.IndexOf(second.Categories[i]);
            if (places[i] < 0)
            {
                places[i] = all.Count;
                all.Add(second.Categories[i]);
            }
        }

        return (all.Count == first.Categories.Count ? first : Categorical(first.Name, all), places);
    }
}
