using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Training;
using Spectre.Console;

namespace Hillock.Charts;

/// <content>Reliability diagrams, a line for each bin.</content>
public static partial class ConsoleChart
{
    private const int LeastBar = 8, MostBar = 50;

    /// <summary>Draws a reliability diagram: a bar to what came true, and a mark at what was predicted.</summary>
    /// <param name="output">
    /// Receives the drawing: <see cref="Console.Out"/> in its colours and width where it is a terminal, any other writer in 80 columns of plain text.
    /// </param>
    /// <param name="chart">The diagram.</param>
    public static void Write(TextWriter output, ReliabilityChart chart)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(chart);
        IAnsiConsole console = Terminal.ForOutput(output);
        console.WriteLine(chart.Title, new Style(decoration: Decoration.Bold));
        console.WriteLine(chart.Summary);
        ReliabilityBin[] bins = chart.Shown;
        if (bins.Length == 0)
        {
            return;
        }

        string[] ranges = [.. bins.Select(bin => $"{Label.Percent(bin.Low)} to {Label.Percent(bin.High)} %")];
        string[] rows = [.. bins.Select(bin => bin.Count.ToString(CultureInfo.InvariantCulture))];
        int rangeWidth = ranges.Max(text => text.Length), rowWidth = Math.Max(4, rows.Max(text => text.Length));
        int width = Math.Clamp(console.Profile.Width - rangeWidth - rowWidth - 7, LeastBar, MostBar);
        console.WriteLine($"{"probability".PadRight(rangeWidth)}  {"rows".PadLeft(rowWidth)}  █ came true  ┃ predicted");
        for (int i = 0; i < bins.Length; i++)
        {
            Paragraph line = new($"{ranges[i].PadLeft(rangeWidth)}  {rows[i].PadLeft(rowWidth)}  ");
            int filled = (int)Math.Round(bins[i].Frequency * width), mark = Math.Min(width - 1, (int)Math.Round(bins[i].MeanProbability * width));
            string bar = new string('█', filled).PadRight(width);
            line.Append(bar[..mark], new Style(Colors[0])).Append("┃", new Style(Colors[1])).Append(bar[(mark + 1)..].TrimEnd(), new Style(Colors[0]));
            console.Write(line);
            console.WriteLine();
        }

        console.WriteLine();
    }
}
