using System.Text;
using Hillock.Data;

namespace Hillock.Csv;

/// <summary>What the first bytes of a file tell: that it is text at all, and its delimiter.</summary>
internal static class CsvDialect
{
    private const int MaximumLines = 20;

    /// <summary>Refuses what the first bytes show to be another kind of file.</summary>
    public static void RequireNoOtherFile(ReadOnlySpan<byte> start, string source)
    {
        if (start.IsEmpty)
        {
            throw new DataFormatException(source, null, "the file is empty", "name a file with at least two rows");
        }

        string? looksLike = start.StartsWith("PK\x03\x04"u8) ? "a ZIP archive or an Excel workbook: save the sheet as CSV"
            : start.StartsWith("%PDF"u8) ? "a PDF document: name a CSV file"
            : start is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', ..] ? "an .npy file: read it as such, or name a CSV file"
            : start is [0, 0, >= 8 and <= 14, >= 1 and <= 8, ..] ? "an IDX file: read it as such, or name a CSV file"
            : start is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] ? "a picture: name a CSV file"
            : null;
        if (looksLike is not null)
        {
            throw new DataFormatException(source, "offset 0", "this is not a CSV file", "it looks like " + looksLike);
        }
    }

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

    /// <summary>The character that begins lines to pass over: # or % where such lines stand above the first row and are divided otherwise.</summary>
    public static char? DetectComment(ReadOnlySpan<byte> start, char delimiter)
    {
        string[] lines = [.. Encoding.UTF8.GetString(start).TrimStart('\uFEFF').Split('\n').Where(static line => !string.IsNullOrWhiteSpace(line)).Take(1000)];
        char mark = Mark(lines.Length > 0 ? lines[0] : "");
        string? row = Array.Find(lines, line => !line.StartsWith(mark));
        return lines.Length > 0 && lines[0].StartsWith(mark) && row is not null && lines[0].Count(c => c == delimiter) != row.Count(c => c == delimiter)
            ? mark : null;
    }

    /// <summary>The delimiter that divides the first lines most evenly; a comma when there is one column only.</summary>
    /// <param name="start">The first bytes.</param>
    /// <param name="complete">Whether they are the whole file.</param>
    /// <param name="quote">The quote.</param>
    /// <param name="comment">The character that begins lines to pass over, if it is known.</param>
    public static char DetectDelimiter(ReadOnlySpan<byte> start, bool complete, char quote, char? comment)
    {
        string text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF');
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

        return best;
    }

    private static char Mark(string text) => text.StartsWith('%') ? '%' : '#';

    // The share of the lines that hold the most usual number of delimiters; 0 when that number is 0.
    private static double Evenness(List<int> counts)
    {
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
