namespace Hillock.Csv;

/// <summary>What stands between the text of a file and rows whose cells one character divides.</summary>
/// <param name="SkippedLines">How many lines at the beginning are no rows.</param>
/// <param name="LeastSpaces">How many spaces in a row divide cells, or a tab; 0 where another character does.</param>
/// <param name="HasOuterBars">Whether rows begin and end with a bar, as in Markdown.</param>
/// <param name="Gaps">Between columns of fixed widths, the places that no cell takes; none where spaces divide wherever they are.</param>
/// <param name="Quote">The character around cells that hold delimiters; <c>'\0'</c> for none.</param>
internal sealed record CsvArrangement(int SkippedLines, int LeastSpaces, bool HasOuterBars, (int Start, int End)[] Gaps, char Quote)
{
    /// <summary>What stands in place of spaces that divide; no text holds it.</summary>
    public const char Divider = '\u001F';

    /// <summary>The text as rows.</summary>
    public Stream Arrange(Stream text) => SkippedLines == 0 && LeastSpaces == 0 && !HasOuterBars ? text : new ArrangedStream(text, this);

    /// <summary>The character between cells.</summary>
    public char Separator(char delimiter) => LeastSpaces > 0 ? Divider : delimiter;

    /// <summary>Whether a row only rules a line, as below the header in Markdown: all its cells are hyphens, equals signs, plus signs or colons.</summary>
    /// <param name="cells">How many cells there are.</param>
    /// <param name="cellAt">Each of them.</param>
    /// <param name="delimiter">The delimiter.</param>
    public bool IsRule(int cells, Func<int, ReadOnlySpan<byte>> cellAt, char delimiter)
    {
        // A dash alone is a missing value, unless it is as wide as its column.
        int least = HasOuterBars || LeastSpaces > 0 ? 1 : delimiter == '|' ? 2 : 3;
        bool isWide = HasOuterBars;
        for (int i = 0; i < cells; i++)
        {
            ReadOnlySpan<byte> cell = cellAt(i);
            bool isLine = cell.Length >= least && cell.IndexOfAnyExcept("-=+:"u8) < 0 && cell.IndexOfAny("-="u8) >= 0;
            if (!isLine)
            {
                return false;
            }

            isWide |= cell.Length > 1;
        }

        return cells > 0 && isWide;
    }
}
