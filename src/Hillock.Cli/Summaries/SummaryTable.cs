using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Modules;
using Spectre.Console;

namespace Hillock.Cli.Summaries;

/// <summary>A network layer by layer on the console, no wider than the console.</summary>
internal static class SummaryTable
{
    private static readonly string[] Headings = ["layer", "output", "parameters", "multiply-adds", "activations"];

    // What is left out of a narrow console, the first first.
    private static readonly int[] DropOrder = [4, 3, 1];

    /// <summary>Writes the table, and the totals below it.</summary>
    public static void Write(IAnsiConsole console, ModelSummary summary)
    {
        IReadOnlyList<string[]> rows = [Headings, .. summary.Layers.Select(Cells)];
        IReadOnlyList<int> dropped = TextGrid.Write(
            console, rows, leftColumn: 0, DropOrder, row => row == 0 ? new Style(decoration: Decoration.Underline) : Style.Plain);
        console.WriteLine();
        if (dropped.Count > 0)
        {
            Prose.Write(
                console,
                $"Left out, as {(dropped.Count == 1 ? "it does" : "they do")} not fit: {Sequence.And(dropped.Select(column => Headings[column]))}.");
        }

        Prose.Write(console, summary.Totals);
    }

    private static string[] Cells(LayerSummary layer) =>
    [
        ModelSummary.Label(layer), layer.Output is null ? "–" : $"{layer.Output}", ModelSummary.Number(layer.Parameters),
        ModelSummary.Number(layer.MultiplyAdds), ModelSummary.Bytes(layer.ActivationBytes),
    ];
}
