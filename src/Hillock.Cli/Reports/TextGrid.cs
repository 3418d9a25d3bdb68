using Spectre.Console;

namespace Hillock.Cli.Reports;

/// <summary>Columns of text without lines between them: those alone would take a quarter of 80 columns.</summary>
internal static class TextGrid
{
    /// <summary>Writes rows, their columns two spaces apart, or one where the console is too narrow.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="rows">The cells, the same number in each row, of one or more lines.</param>
    /// <param name="leftColumn">The column whose cells begin at the left; the others end at the right.</param>
    /// <param name="styleOfRow">How a row is written.</param>
    internal static void Write(IAnsiConsole console, IReadOnlyList<string[]> rows, int leftColumn, Func<int, Style> styleOfRow)
    {
        int[] widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Split('\n').Max(line => line.Length))).ToArray();
        int gap = widths.Sum() + 2 * (widths.Length - 1) <= console.Profile.Width ? 2 : 1;
        Grid grid = new();
        for (int column = 0; column < widths.Length; column++)
        {
            grid.AddColumn(new GridColumn
            {
                NoWrap = true,
                Width = widths[column],
                Alignment = column == leftColumn ? Justify.Left : Justify.Right,
                Padding = new Padding(0, 0, column == widths.Length - 1 ? 0 : gap, 0),
            });
        }

        for (int row = 0; row < rows.Count; row++)
        {
            Style style = styleOfRow(row);
            grid.AddRow([.. rows[row].Select(cell => new Text(cell, style))]);
        }

        console.Write(grid);
    }
}
