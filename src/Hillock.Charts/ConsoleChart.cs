using System.Text;
using Hillock.Charts.CommandLine;
using Spectre.Console;

namespace Hillock.Charts;

/// <summary>Draws a line chart with Braille characters, each of which holds 2 × 4 dots.</summary>
public static partial class ConsoleChart
{
    private const int Rows = 17, MaximumColumns = 100;
    private static readonly Color[] Colors =
        [Color.DodgerBlue1, Color.Orange1, Color.SpringGreen3, Color.Violet, Color.Yellow3, Color.MediumPurple1, Color.SkyBlue1, Color.Grey70];

    /// <summary>Draws charts below each other. Without colours every line gets a chart of its own, because nothing else could tell them apart.</summary>
    /// <param name="output">
    /// Receives the drawing: <see cref="Console.Out"/> in its colours and width where it is a terminal, any other writer in 80 columns of plain text.
    /// </param>
    /// <param name="charts">The charts.</param>
    public static void Write(TextWriter output, IReadOnlyList<LineChart> charts)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(charts);
        Write(Terminal.ForOutput(output), charts);
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<LineChart> charts)
    {
        bool separate = console.Profile.Capabilities.ColorSystem == ColorSystem.NoColors;
        foreach (LineChart chart in charts)
        {
            if (!separate || chart.Series.Count == 1)
            {
                WriteOne(console, chart.Title, chart.Series);
                continue;
            }

            foreach (Series series in chart.Series)
            {
                WriteOne(
                    console, charts.Count == 1 && chart.Title != series.Name ? $"{series.Name} ({chart.Title})" : $"{series.Name}: {chart.YTitle}", [series]);
            }
        }
    }

    private static void WriteOne(IAnsiConsole console, string title, IReadOnlyList<Series> series)
    {
        Point[] points = [.. series.SelectMany(line => line.Points).Where(point => point.IsFinite)];
        console.WriteLine(title, new Style(decoration: Decoration.Bold));
        if (points.Length == 0)
        {
            console.WriteLine("no finite value in this range");
            return;
        }

        Scale y = Scale.Linear(points.Min(point => point.Y), points.Max(point => point.Y), 4 * Rows - 1, 0, 5, round: true);
        int labelWidth = y.Ticks.Max(tick => tick.Label.Length);
        int columns = Math.Min(console.Profile.Width - labelWidth - 2, MaximumColumns);
        Scale x = Scale.Linear(points.Min(point => point.X), points.Max(point => point.X), 0, 2 * columns - 1, 7);
        (int Dots, int Style)[,] cells = Draw(series, x, y, columns);
        ILookup<int, string> labels = y.Ticks.ToLookup(tick => (int)Math.Round(y.Position(tick.Value)) / 4, tick => tick.Label);
        for (int row = 0; row < Rows; row++)
        {
            string label = labels[row].FirstOrDefault() ?? "";
            console.Write(new Text($"{label.PadLeft(labelWidth)} {(label.Length > 0 ? '┤' : '│')}"));
            WriteRow(console, cells, row, columns);
        }

        console.WriteLine(new string(' ', labelWidth + 1) + "└" + new string('─', columns));
        console.WriteLine(TickLine(x, labelWidth + 2, columns));
        if (series.Count > 1)
        {
            WriteLegend(console, series);
        }

        console.WriteLine();
    }

    private static (int Dots, int Style)[,] Draw(IReadOnlyList<Series> series, Scale x, Scale y, int columns)
    {
        (int Dots, int Style)[,] cells = new (int Dots, int Style)[Rows, columns];
        for (int i = 0; i < series.Count; i++)
        {
            foreach (IReadOnlyList<Point> part in series[i].Parts)
            {
                for (int k = 1; k < part.Count; k++)
                {
                    Line(cells, x.Position(part[k - 1].X), y.Clamped(part[k - 1].Y), x.Position(part[k].X), y.Clamped(part[k].Y), i);
                }
            }
        }

        return cells;
    }

    private static void Line((int Dots, int Style)[,] cells, double x0, double y0, double x1, double y1, int style)
    {
        // The dots of the eight places of a Braille character: left column, right column.
        ReadOnlySpan<int> dots = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80];
        int steps = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(x1 - x0), Math.Abs(y1 - y0))));
        for (int i = 0; i <= steps; i++)
        {
            int column = (int)Math.Round(x0 + (x1 - x0) * i / steps);
            int row = (int)Math.Round(y0 + (y1 - y0) * i / steps);
            ref (int Dots, int Style) cell = ref cells[row / 4, column / 2];
            cell = (cell.Dots | dots[column % 2 * 4 + row % 4], style);
        }
    }

    private static void WriteRow(IAnsiConsole console, (int Dots, int Style)[,] cells, int row, int columns)
    {
        Paragraph line = new();
        StringBuilder run = new();
        int style = 0;
        for (int column = 0; column < columns; column++)
        {
            (int Dots, int Style) cell = cells[row, column];
            if (cell.Dots != 0 && cell.Style != style)
            {
                line.Append(run.ToString(), new Style(Colors[style % Colors.Length]));
                run.Clear();
                style = cell.Style;
            }

            run.Append(cell.Dots == 0 ? ' ' : (char)(0x2800 + cell.Dots));
        }

        line.Append(run.ToString().TrimEnd(), new Style(Colors[style % Colors.Length]));
        console.Write(line);
        console.WriteLine();
    }

    private static string TickLine(Scale x, int offset, int columns)
    {
        char[] line = new string(' ', offset + columns + 4).ToCharArray();
        int free = 0;
        foreach (Tick tick in x.Ticks)
        {
            int start = Math.Clamp(offset + (int)Math.Round(x.Position(tick.Value)) / 2 - tick.Label.Length / 2, 0, offset + columns - tick.Label.Length);
            if (start < free)
            {
                continue;
            }

            tick.Label.CopyTo(line.AsSpan(start));
            free = start + tick.Label.Length + 1;
        }

        return new string(line).TrimEnd();
    }

    private static void WriteLegend(IAnsiConsole console, IReadOnlyList<Series> series)
    {
        Paragraph legend = new();
        for (int i = 0; i < series.Count; i++)
        {
            legend.Append($"{(i == 0 ? "" : "   ")}━━ {series[i].Name}", new Style(Colors[i % Colors.Length]));
        }

        console.Write(legend);
        console.WriteLine();
    }
}
