namespace Hillock.Modules;

/// <summary>Finds the names that a misspelt one may have been meant to be.</summary>
internal static class NearNames
{
    private const int Most = 3;

    /// <summary>The nearest names, at most three: those of which at most half of the letters differ, the nearest first.</summary>
    internal static string[] Of(string name, IEnumerable<string> names) =>
    [
        .. names.Where(static one => one.Length > 0).Distinct(StringComparer.Ordinal).Select(one => (Name: one, Distance: Distance(name, one)))
            .Where(one => 2 * one.Distance <= Math.Max(name.Length, one.Name.Length)).OrderBy(static one => one.Distance).Take(Most)
            .Select(static one => one.Name),
    ];

    /// <summary>The number of insertions, deletions and replacements (Levenshtein's distance), in which upper case does not count.</summary>
    private static int Distance(string first, string second)
    {
        int[] row = [.. Enumerable.Range(0, second.Length + 1)];
        for (int i = 1; i <= first.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(first[i - 1]) == char.ToUpperInvariant(second[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
