using System.Text;
using Hillock.Csv.Cells;

namespace Hillock.Csv;

/// <summary>Finds the lines above a table that are no rows of it: titles, dates of reports, remarks; and the rows below that sum up the others.</summary>
internal static class TitleLines
{
    private const int MostTotals = 6; // pandas describes a column in so many lines
    private const int FewestOthers = 2;

    private static readonly HashSet<string> TotalWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "total", "totals", "grand total", "subtotal", "sub-total", "sum", "sums", "overall", "average", "averages", "avg", "avg.", "mean", "means", "median",
        "minimum", "maximum", "std. dev.", "standard deviation", "summe", "summen", "gesamt", "gesamtsumme", "insgesamt", "zwischensumme", "endsumme",
        "mittelwert", "mittel", "durchschnitt", "somme", "moyenne", "total général", "suma", "promedio", "media", "totale", "somma", "soma", "média",
        "totaal", "som", "gemiddelde",
    };

    private const int LinesLookedAt = 60;
    private const int MostTitles = 30;
    private const double LeastShare = 0.6; // of the lines below that have as many cells, where no empty line stands above them
    private const int FewestColumns = 3; // a single filled cell of two may be a row with a missing value

    /// <summary>How many lines stand above the table; 0 where nothing shows that a line is none of its rows.</summary>
    /// <param name="lines">The first lines, empty ones among them.</param>
    /// <param name="divide">The cells of a line; null where a quote is not closed.</param>
    /// <param name="comment">What begins lines to pass over, if anything does.</param>
    public static int Count(IReadOnlyList<string> lines, Func<string, string[]?> divide, char? comment)
    {
        string[]?[] cells =
        [
            .. lines.Take(LinesLookedAt).Select(line => line.Trim().Length == 0 || (comment is { } c && line.StartsWith(c)) ? [] : divide(line)),
        ];
        int usual = cells.Where(static line => line is { Length: > 1 }).GroupBy(static line => line!.Length).OrderByDescending(static group => group.Count())
            .ThenByDescending(static group => group.Key).FirstOrDefault()?.Key ?? 0;
        int table = 0;
        for (int i = 0; usual > 1 && i < Math.Min(cells.Length, MostTitles); i++)
        {
            if (cells[i] is { Length: 0 })
            {
                continue;
            }

            if (!IsTitle(cells, i, usual))
            {
                table = i;
                break;
            }
        }

        // A header and a row at least are to be left, and what is passed over is more than empty lines and comments.
        string[]?[] rows = [.. cells.Skip(table).Where(static line => line is null or { Length: > 0 })];
        bool isApart = table > 0 && cells[table - 1] is { Length: 0 };
        return rows.Length > 1 && (isApart || rows.Count(line => line is null || line.Length == usual) > LeastShare * rows.Length)
            && cells.Take(table).Any(static line => line is { Length: > 0 }) ? table : 0;
    }

    /// <summary>A title as a note shows it: without the delimiters behind it, and without quotes around it.</summary>
    public static string Text(string line, char quote)
    {
        string text = line.Trim().TrimEnd(',', ';', '\t', ' ');
        return quote != '\0' && text.Length > 1 && text[0] == quote && text[^1] == quote && text.Count(c => c == quote) % 2 == 0
            ? text[1..^1].Replace($"{quote}{quote}", $"{quote}", StringComparison.Ordinal) : text;
    }

    private static bool IsTitle(string[]?[] lines, int index, int usual)
    {
        if (lines[index] is not { } cells || AreRule(cells))
        {
            return false;
        }

        int filled = cells.Count(static cell => cell.Length > 0);
        return cells.Length == 1 || filled == 0
            || (cells.Length == usual && usual >= FewestColumns && filled == 1
                && cells[0].Length > 0 && !IsNumber(cells[0]) && AreNamesBelow(lines, index, usual))
            || (cells.Length != usual && IsGapBetween(lines, index, usual))
            || (cells.Length == usual && IsAboveNames(lines, index, usual));
    }

    // The next line of two cells or more names the columns.
    private static bool AreNamesBelow(string[]?[] lines, int index, int usual) =>
        Array.Find(lines[(index + 1)..], static line => line is null || line.Count(static cell => cell.Length > 0) > 1) is { } next && AreWords(next, usual);

    // A title with as many commas as the rows: a gap below, and then names above numbers.
    private static bool IsAboveNames(string[]?[] lines, int index, int usual)
    {
        int next = Array.FindIndex(lines, index + 1, static line => line is { Length: > 0 });
        int below = next < 0 ? -1 : Array.FindIndex(lines, next + 1, static line => line is { Length: > 0 } && !AreRule(line));
        return next > index + 1 && below > 0 && AreWords(lines[next]!, usual) && lines[below]!.Any(IsNumber) && !lines[index]!.All(IsNumber);
    }

    private static bool AreWords(string[] cells, int usual) => cells.Length >= usual - 1 && cells.All(static cell => cell.Length > 0 && !IsNumber(cell));

    private static bool AreRule(string[] cells) => cells.All(static cell => cell.Length > 1 && cell.AsSpan().IndexOfAnyExcept("-=+:") < 0);

    private static bool IsNumber(string cell) => CellParser.TryParse(Encoding.UTF8.GetBytes(cell), out _);

    // Whether an empty line stands between a line and the table.
    private static bool IsGapBetween(string[]?[] lines, int index, int usual)
    {
        for (int i = index + 1; i < lines.Length; i++)
        {
            if (lines[i] is null || lines[i]!.Length == usual)
            {
                return false;
            }

            if (lines[i]!.Length == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text names a sum or a mean of rows.</summary>
    public static bool IsName(string text) => TotalWords.Contains(text.TrimEnd(':', ' ').TrimStart('Σ', ' ')) || text is "Σ" or "∑";

    /// <summary>What is to be said of rows at the end that sum up the others, such as one that begins with Total; null where there are none.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="lines">The line of each row.</param>
    public static string? Totals(CsvColumn[] columns, List<int> lines)
    {
        int first = lines.Count;
        while (first > Math.Max(FewestOthers, lines.Count - MostTotals) && TotalName(columns, first - 1) is not null)
        {
            first--;
        }

        if (first == lines.Count)
        {
            return null;
        }

        string name = CsvColumnFinder.Short(TotalName(columns, first)!);
        return first == lines.Count - 1
            ? FormattableString.Invariant($"line {lines[first]}, the last row, begins with \"{name}\": where it sums up the others, remove it from the file")
            : FormattableString.Invariant($"lines {lines[first]} to {lines[^1]}, the last rows, begin with \"{name}\" and the like: ") +
                "where they sum up the others, remove them from the file";
    }

    /// <summary>The text with which a row begins, where it is a name of a sum that no other row has; otherwise null.</summary>
    public static string? TotalName(CsvColumn[] columns, int row)
    {
        CsvColumn? column = Array.Find(columns, column => !column.IsMissing(row));
        if (column?.IsText(row) != true || column.Text(row) is not { } text || !IsName(text))
        {
            return null;
        }

        for (int other = 0; other < column.Values.Length; other++)
        {
            if (other != row && column.IsText(other) && column.Text(other) == text)
            {
                return null;
            }
        }

        return text;
    }
}
