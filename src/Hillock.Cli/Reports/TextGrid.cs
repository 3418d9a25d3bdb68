using System.Text;
using Spectre.Console;

namespace Hillock.Cli.Reports;

/// <summary>Columns of text without lines between them: those alone would take a quarter of 80 columns.</summary>
/// <remarks>
/// Where the console is too narrow, columns come closer, then whole columns are left out in the order that the caller states, and at last names are
/// divided behind a hyphen. A number is never divided.
/// </remarks>
internal static class TextGrid
{
    private const int NarrowestName = 6;

    /// <summary>Writes rows, their columns two spaces apart, or one where the console is too narrow.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="rows">
    /// The cells, the same number in each row; the first row has the headings. The cells of <paramref name="leftColumn"/> may have more lines, which run on
    /// below the other columns.
    /// </param>
    /// <param name="leftColumn">The column whose cells begin at the left; the others end at the right.</param>
    /// <param name="dropOrder">The columns that may be left out, the first to go first.</param>
    /// <param name="styleOfRow">How a row is written.</param>
    /// <returns>The columns that were left out, in the order in which they went.</returns>
    internal static IReadOnlyList<int> Write(
        IAnsiConsole console, IReadOnlyList<string[]> rows, int leftColumn, IReadOnlyList<int> dropOrder, Func<int, Style> styleOfRow)
    {
        string[][] names = [.. rows.Select(row => row[leftColumn].Split('\n'))];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => column == leftColumn
            ? names.Max(lines => lines[0].Length)
            : rows.Max(row => row[column].Length))];
        List<int> shown = [.. Enumerable.Range(0, widths.Length)];
        int dropped = 0;
        while (Width(widths, shown, 1) > console.Profile.Width && dropped < dropOrder.Count)
        {
            shown.Remove(dropOrder[dropped++]);
        }

        int gap = Width(widths, shown, 2) <= console.Profile.Width ? 2 : 1;
        widths[leftColumn] -= Math.Clamp(Width(widths, shown, gap) - console.Profile.Width, 0, Math.Max(0, widths[leftColumn] - NarrowestName));
        int indent = shown.TakeWhile(column => column != leftColumn).Sum(column => widths[column] + gap);
        for (int row = 0; row < rows.Count; row++)
        {
            string[] name = [.. Divide(names[row][0], widths[leftColumn])];
            WriteLine(console, rows[row], name[0], shown, widths, leftColumn, gap, styleOfRow(row));
            foreach (string line in name[1..].Concat(names[row][1..].SelectMany(line => Divide(line, console.Profile.Width - indent))))
            {
                console.WriteLine(new string(' ', indent) + line, styleOfRow(row));
            }
        }

        return [.. dropOrder.Take(dropped)];
    }

    private static int Width(int[] widths, List<int> shown, int gap) => shown.Sum(column => widths[column]) + gap * (shown.Count - 1);

    private static void WriteLine(
        IAnsiConsole console, string[] cells, string name, List<int> shown, int[] widths, int leftColumn, int gap, Style style)
    {
        int end = shown.FindLastIndex(column => (column == leftColumn ? name : cells[column]).Length > 0);
        Paragraph line = new();
        for (int i = 0; i <= end; i++)
        {
            int column = shown[i];
            string cell = column == leftColumn ? name : cells[column];
            cell = i == end ? cell.TrimEnd() : cell;
            string blank = new(' ', Math.Max(0, widths[column] - (column == leftColumn ? name : cells[column]).Length));
            line.Append(column == leftColumn ? "" : blank).Append(cell, style);
            line.Append((column == leftColumn && i < end ? blank : "") + (i < end ? new string(' ', gap) : ""));
        }

        console.Write(line);
        console.WriteLine();
    }

    /// <summary>Divides a name that is too long behind hyphens, a parameter behind its equals sign; other text is left whole.</summary>
    private static IEnumerable<string> Divide(string text, int width)
    {
        StringBuilder line = new();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool mayDivide = text[i] == '=' || (text[i] == '-' && i + 1 < text.Length && char.IsLetter(text[i + 1]));
            if (!mayDivide && i + 1 < text.Length)
            {
                continue;
            }

            string piece = text[start..(i + 1)];
            if (line.Length > 0 && line.Length + piece.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append("  ");
            }

            line.Append(piece);
            start = i + 1;
        }

        yield return line.ToString();
    }
}
