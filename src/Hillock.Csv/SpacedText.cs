using Hillock.Csv.Cells;

namespace Hillock.Csv;

/// <summary>Text whose columns spaces align, as programs print tables.</summary>
internal static class SpacedText
{
    private const int FewestLines = 2;
    private const int FewestAligned = 3;

    /// <summary>The cells of a line, divided where a tab or so many spaces stand in a row; null where a quote is not closed.</summary>
    public static string[]? Divide(string line, int least, char quote)
    {
        List<string> cells = [];
        int start = -1, end = 0;
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (!quoted && line[i] is ' ' or '\t')
            {
                continue;
            }

            if (start >= 0 && !quoted && i > end && (i - end >= least || line.AsSpan(end, i - end).Contains('\t')))
            {
                cells.Add(line[start..end]);
                start = -1;
            }

            quoted ^= quote != '\0' && line[i] == quote && (quoted || start < 0);
            start = start < 0 ? i : start;
            end = i + 1;
        }

        if (start >= 0)
        {
            cells.Add(line[start..end]);
        }

        return quoted ? null : [.. cells];
    }

    /// <summary>
    /// How many spaces divide the cells: one, or two where single ones stand within words and two give every line as many cells.
    /// </summary>
    public static int Least(IReadOnlyList<string> lines, char quote)
    {
        string[]?[] byTwo = [.. lines.Select(line => Divide(line, 2, quote))];
        int cells = byTwo.Length > 0 ? byTwo[^1]?.Length ?? 0 : 0;

        // Titles and a header without a name above the rows' names may differ.
        string[][] even = [.. byTwo.Reverse().TakeWhile(line => line?.Length == cells).Select(static line => line!)];
        bool areEven = cells > 1 && even.Length >= FewestLines && 2 * even.Length >= byTwo.Length;
        return areEven && !even.Any(static line => line.Any(AreNumbers)) ? 2 : 1;
    }

    /// <summary>
    /// Whether two spaces or more, or tabs, align the same number of columns in all lines although another character stands in them as well: spaces beside
    /// that character do not count.
    /// </summary>
    public static bool IsAligned(IReadOnlyList<string> lines, char other, int cells, char quote)
    {
        int columns = 0;
        foreach (string line in lines)
        {
            string[]? all = Divide(line, other == '\t' ? 1 : 2, quote);
            bool isOther = all is null || all.Length < 2 || (other == '\t' ? all.Length <= cells : all.Any(cell => IsCut(cell, other)));
            if (isOther || (columns > 0 && all!.Length != columns))
            {
                return false;
            }

            columns = all!.Length;
        }

        return columns > 0 && lines.Count >= FewestLines;
    }

    /// <summary>
    /// The gaps between columns of fixed widths, where some lines leave cells empty: places that are blank in all lines. None where the lines have as many
    /// cells, or where blank places do not explain the longest ones.
    /// </summary>
    /// <param name="rows">The lines of the table.</param>
    /// <param name="least">How many spaces divide the cells of the others.</param>
    /// <param name="quote">The quote.</param>
    public static (int Start, int End)[] Gaps(IReadOnlyList<string> rows, int least, char quote)
    {
        string[] lines = [.. rows.Where(static line => line.AsSpan().IndexOfAnyExcept("-=+: ") >= 0)];
        int[] counts = Counts(lines, least, quote);
        bool areEven = counts.Skip(1).All(count => count == counts[^1]) && counts.Length > 0 && counts[0] <= counts[^1]; // a header may lack its first name
        if (lines.Length < FewestAligned || areEven || lines.Any(static line => line.Contains('\t')))
        {
            return [];
        }

        (int Start, int End)[] gaps = BlankPlaces(lines);
        return IsLongest(Counts(lines, 2, quote), gaps.Length + 1) || IsLongest(Counts(lines, 1, quote), gaps.Length + 1) ? gaps : [];
    }

    private static int[] Counts(string[] lines, int least, char quote) => [.. lines.Select(line => Divide(line, least, quote)?.Length ?? 0)];

    private static bool IsLongest(int[] counts, int cells) => cells > 1 && counts.Max() == cells && counts.Count(count => count == cells) >= FewestLines;

    private static (int Start, int End)[] BlankPlaces(string[] lines)
    {
        bool[] isFilled = new bool[lines.Max(static line => line.TrimEnd().EnumerateRunes().Count())];
        foreach (string line in lines)
        {
            int place = 0;
            foreach (System.Text.Rune rune in line.TrimEnd().EnumerateRunes())
            {
                isFilled[place++] |= rune.Value != ' ';
            }
        }

        List<(int Start, int End)> gaps = [];
        for (int i = Math.Max(1, Array.IndexOf(isFilled, true)); i < isFilled.Length; i++)
        {
            if (!isFilled[i] && isFilled[i - 1])
            {
                gaps.Add((i, Array.IndexOf(isFilled, true, i)));
            }
        }

        return [.. gaps];
    }

    private static bool IsCut(string cell, char other) => cell.StartsWith(other) || cell.EndsWith(other);

    private static bool AreNumbers(string cell) =>
        cell.Contains(' ') && cell.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } words
        && words.All(static word => CellParser.TryParse(System.Text.Encoding.UTF8.GetBytes(word), out _));
}
