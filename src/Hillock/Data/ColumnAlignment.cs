namespace Hillock.Data;

/// <summary>Finds the columns that a transformation was fitted on in another table.</summary>
internal static class ColumnAlignment
{
    /// <summary>Where each expected column is; <see langword="null"/> where every one is in its place.</summary>
    /// <exception cref="ArgumentException">More or fewer columns, a name that is not there, or numbers in the place of categories.</exception>
    public static int[]? Find(TabularColumn[] expected, TabularData data, string what, string parameter)
    {
        if (data.ColumnCount != expected.Length)
        {
            throw new ArgumentException(
                $"{what} on {expected.Length} columns but got {data.ColumnCount}; pass a part of the same table, or read the file with Like.", parameter);
        }

        int[]? places = null;
        for (int i = 0; i < expected.Length; i++)
        {
            TabularColumn actual = data.Columns[i];
            if (ReferenceEquals(expected[i], actual))
            {
                continue;
            }

            if (expected[i].Name != actual.Name)
            {
                places ??= [.. Enumerable.Range(0, expected.Length)];
                places[i] = IndexOf(data, expected[i].Name);
                if (places[i] < 0)
                {
                    string names = string.Join(", ", data.Columns.Select(static c => c.Name).Take(20));
                    throw new ArgumentException(
                        $"{what} on a column \"{expected[i].Name}\", which is not among {names}; " +
                            "pass a table with the same columns, in any order.", parameter);
                }

                actual = data.Columns[places[i]];
            }

            RequireSameKind(expected[i], actual, parameter);
        }

        return places;
    }

    private static void RequireSameKind(TabularColumn expected, TabularColumn actual, string parameter)
    {
        if (expected.IsCategorical != actual.IsCategorical)
        {
            throw new ArgumentException(
                $"Column \"{actual.Name}\" was {Kind(expected)} in training but is {Kind(actual)} here; " +
                    "pass a part of the same table, or read the file with Like.",
                parameter);
        }
    }

    private static string Kind(TabularColumn column) => column.IsCategorical ? "categorical" : "numeric";

    private static int IndexOf(TabularData data, string name)
    {
        for (int i = 0; i < data.ColumnCount; i++)
        {
            if (data.Columns[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
