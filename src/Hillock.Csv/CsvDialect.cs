using System.Text;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>How a text is divided into rows and cells.</summary>
/// <param name="Delimiter">The character between cells.</param>
/// <param name="Comment">What begins lines to pass over, or null.</param>
/// <param name="Arrangement">What stands between the text and its rows.</param>
/// <param name="Titles">The lines that were found to be no rows.</param>
internal sealed record CsvDialect(char Delimiter, char? Comment, CsvArrangement Arrangement, IReadOnlyList<string> Titles)
{
    private const int MaximumLines = 40;
    private const int ArrangedLines = 100;
    private const int MostLeadingLines = 30;
    private const double CostOfALine = 0.02; // a line without the delimiter above the others

    /// <summary>Refuses what is not text.</summary>
    public static void RequireText(ReadOnlySpan<byte> start, string source)
    {
        for (int i = 0; i < start.Length; i++)
        {
            if (start[i] < 0x20 && start[i] is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
            {
                throw new DataFormatException(
                    source, $"offset {i}", $"the byte {start[i]:X2} does not occur in text", "name a CSV file, or its encoding");
            }
        }
    }

    /// <summary>Finds out how a text is divided.</summary>
    /// <param name="start">The first bytes.</param>
    /// <param name="complete">Whether they are the whole file.</param>
    /// <param name="options">What is not to be found out.</param>
    public static CsvDialect Detect(ReadOnlySpan<byte> start, bool complete, CsvReadOptions options)
    {
        char quote = options.Quote ?? '"';
        string text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF');
        char? declared = options.SkipLines is null ? Declared(text) : null;
        int skipped = options.SkipLines ?? (declared is null ? 0 : 1);
        string below = Below(text, skipped);
        char delimiter = options.Delimiter ?? declared ?? DetectDelimiter(below, complete, quote, options.Comment);
        char? comment = options.Comment ?? DetectComment(below, delimiter);
        string[] lines = Lines(below, complete);
        int least = delimiter == ' ' ? SpacedText.Least([.. Filled(lines, comment)], quote) : 0;
        int titles = options.SkipLines is null && declared is null
            ? TitleLines.Count(lines, line => least > 0 ? SpacedText.Divide(line, least, quote) : Divide(line, delimiter, quote), comment) : 0;
        string[] rows = [.. Filled(lines.Skip(titles), comment)];
        int bars = rows.TakeWhile(static row => row.Trim() is ['|', .., '|'] or ['+', .., '+']).Count();
        bool hasBars = delimiter == '|' && bars > 0 && rows.Skip(bars).All(static row => !row.Contains('|')); // remarks may follow
        return new CsvDialect(
            delimiter, comment, new CsvArrangement(skipped + titles, least, hasBars, least > 0 ? SpacedText.Gaps(rows, least, quote) : [], quote),
                [.. lines.Take(titles).Where(static line => line.Trim().Length > 0)]);
    }

    // Excel takes the delimiter from a first line such as sep=;
    private static char? Declared(string text)
    {
        string first = text[..Math.Max(0, text.IndexOf('\n'))].Trim().Trim('"');
        return first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && first.Length == 5 ? first[4] : null;
    }

    private static string Below(string text, int skippedLines)
    {
        int start = 0;
        for (int i = 0; i < skippedLines && start < text.Length; i++)
        {
            int end = text.AsSpan(start).IndexOfAny('\n', '\r') + start;
            start = end < start ? text.Length : end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
        }

        return text[start..];
    }

    private static string[] Lines(string text, bool complete)
    {
        string[] lines = [.. text.ReplaceLineEndings("\n").Split('\n', ArrangedLines + 1).Take(ArrangedLines)];
        return complete || lines.Length < 2 || lines.Length == ArrangedLines ? lines : lines[..^1];
    }

    private static IEnumerable<string> Filled(IEnumerable<string> lines, char? comment) =>
        lines.Where(line => line.Trim().Length > 0 && !(comment is { } c && line.StartsWith(c)));

    private static string[]? Divide(string line, char delimiter, char quote)
    {
        List<string> cells = [];
        int start = 0;
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == quote && quote != '\0')
            {
                quoted = !quoted;
            }
            else if (line[i] == delimiter && !quoted)
            {
                cells.Add(line[start..i].Trim());
                start = i + 1;
            }
        }

        cells.Add(line[start..].Trim());
        return quoted ? null : [.. cells];
    }

    /// <summary>The character that begins lines to pass over: # or % where such lines stand above the first row and are divided otherwise.</summary>
    private static char? DetectComment(string text, char delimiter)
    {
        string[] lines = [.. text.Split('\n').Where(static line => !string.IsNullOrWhiteSpace(line)).Take(1000)];
        char mark = Mark(lines.Length > 0 ? lines[0] : "");
        string? row = Array.Find(lines, line => !line.StartsWith(mark));
        bool isMarked = lines.Length > 1 && lines[0].StartsWith(mark) && row is not null;
        return isMarked && (lines[1].StartsWith(mark) || lines[0].Count(c => c == delimiter) != row!.Count(c => c == delimiter)) ? mark : null;
    }

    /// <summary>The delimiter that divides the first lines most evenly; a comma when there is one column only.</summary>
    /// <param name="text">The first lines.</param>
    /// <param name="complete">Whether they are the whole file.</param>
    /// <param name="quote">The quote.</param>
    /// <param name="comment">The character that begins lines to pass over, if it is known.</param>
    private static char DetectDelimiter(string text, bool complete, char quote, char? comment)
    {
        text = WithoutComments(text, comment ?? Mark(text));

        // A tab or semicolon on every line is rarely anything but a delimiter, whereas commas occur in numbers; a space is
        // one only when nothing else is.
        char best = ',';
        double bestShare = 0;
        foreach (char candidate in "\t;|,^~ ")
        {
            if (candidate is ' ' or '^' or '~' && bestShare > 0)
            {
                break;
            }

            double share = Evenness(CountPerLine(text, candidate, quote, complete));
            if (share > bestShare)
            {
                (best, bestShare) = (candidate, share);
            }
        }

        string[] lines = [.. Filled(Lines(text, complete), null).Take(MaximumLines)];
        if (best == ' ' || bestShare == 0)
        {
            // One column of words that have spaces in them, below its name.
            return best == ' ' && lines.All(static line => !line.Any(char.IsAsciiDigit)) && !lines[0].Trim().Contains(' ') ? ',' : best;
        }

        // Numbers with commas, or a tab before the last word, in columns that spaces align.
        int cells = lines.Length > 0 && bestShare == 1 ? Divide(lines[^1], best, quote)?.Length ?? 0 : 0;
        return best is ',' or '\t' && SpacedText.IsAligned(lines, best, cells, quote) ? ' ' : best;
    }

    private static char Mark(string text) => text.StartsWith('%') ? '%' : '#';

    // The share of the lines that hold the most usual number of delimiters, titles above them left out; 0 when that number is 0.
    private static double Evenness(List<int> counts)
    {
        int leading = counts.TakeWhile(static n => n == 0).Count();
        if (leading is > 0 and <= MostLeadingLines && counts.Count - leading > 1)
        {
            return Math.Max(0, Evenness(counts[leading..]) - (CostOfALine * leading));
        }

        if (counts.Count == 0)
        {
            return 0;
        }

        IGrouping<int, int> usual = counts.GroupBy(static n => n).OrderByDescending(static g => g.Count()).ThenByDescending(static g => g.Key).First();
        return usual.Key == 0 ? 0 : (double)usual.Count() / counts.Count;
    }

    private static List<int> CountPerLine(string text, char delimiter, char quote, bool complete)
    {
        List<int> counts = [];
        int count = 0, lineStart = 0;
        bool quoted = false;
        for (int i = 0; i < text.Length && counts.Count < MaximumLines; i++)
        {
            if (text[i] == quote && quote != '\0')
            {
                quoted = !quoted;
            }
            else if (quoted)
            {
            }
            else if (text[i] is '\n' or '\r')
            {
                if (!string.IsNullOrWhiteSpace(text[lineStart..i]))
                {
                    counts.Add(count);
                }

                count = 0;
                lineStart = i + 1;
            }
            else if (text[i] == delimiter)
            {
                count++;
            }
        }

        if ((complete || counts.Count == 0) && counts.Count < MaximumLines && !string.IsNullOrWhiteSpace(text[lineStart..]))
        {
            counts.Add(count);
        }

        return counts;
    }

    // Lines above the first row that begin like a comment say nothing of the delimiter.
    private static string WithoutComments(string text, char comment)
    {
        int start = 0;
        while (start < text.Length && text[start] == comment && text.IndexOf('\n', start) is > 0 and var end && end + 1 < text.Length)
        {
            start = end + 1;
        }

        return text[start..];
    }
}
