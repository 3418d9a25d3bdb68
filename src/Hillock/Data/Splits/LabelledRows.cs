namespace Hillock.Data;

/// <summary>Rows by their class or group.</summary>
internal static class LabelledRows
{
    /// <summary>The rows of each label that occurs, ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is negative.</exception>
    internal static SortedDictionary<int, List<int>> Of(ReadOnlySpan<int> labels, string parameter)
    {
        SortedDictionary<int, List<int>> rowsOf = [];
        for (int row = 0; row < labels.Length; row++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(labels[row], parameter);
            if (!rowsOf.TryGetValue(labels[row], out List<int>? rows))
            {
                rowsOf.Add(labels[row], rows = []);
            }

            rows.Add(row);
        }

        return rowsOf;
    }
}
