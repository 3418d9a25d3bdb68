namespace Hillock.Charts.CommandLine;

/// <summary>Finds what a misspelt word was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The nearest candidate, or <see langword="null"/> when none is near: at most a third of the letters may differ, and two at least.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var limit = Math.Max(2, word.Length / 3);
        foreach (var candidate in candidates)
        {
            var distance = Distance(Fold(word), Fold(candidate));
            // A distance that leaves nothing in common is no likeness: "x" is not nearly "y".
            if (distance > limit || distance >= Math.Max(word.Length, candidate.Length))
                continue;
            limit = distance - 1;
            nearest = candidate;
        }

        return nearest;
    }

    /// <summary>A sentence part for error messages: <c>; did you mean 'relu'?</c>, or a full stop.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    /// <summary>Whether two words differ in upper case, hyphens and underscores only.</summary>
    public static bool IsSame(string first, string second) => Fold(first) == Fold(second);

    // "LeakyReLU" and "leaky_relu" are spellings of "leaky-relu", not errors in it.
    private static string Fold(string word) => word.TrimStart('-').Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>The number of insertions, deletions, replacements and swaps of neighbours (Damerau's distance, restricted).</summary>
    public static int Distance(string first, string second)
    {
        var rows = new int[first.Length + 1, second.Length + 1];
        for (var i = 0; i <= first.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= second.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= first.Length; i++)
            for (var j = 1; j <= second.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }

        return rows[first.Length, second.Length];
    }
}
