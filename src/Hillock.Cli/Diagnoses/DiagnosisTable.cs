using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Spectre.Console;

namespace Hillock.Cli.Diagnoses;

/// <summary>The diagnosis on the console, no wider than 80 columns or than the console itself.</summary>
internal static class DiagnosisTable
{
    private static readonly string[] Headings = ["layer", "mean", "variance", "dead %", "sat. %", "≥ 0 %", "gradient"];

    // What is left out of a narrow console, the first first.
    private static readonly int[] DropOrder = [5, 2, 4, 1, 3];

    /// <summary>Writes the whole.</summary>
    public static void Write(IAnsiConsole console, DiagnosisReport report)
    {
        Prose.Write(console, Head(report));
        if (report.Interrupted)
        {
            Prose.Write(console, $"Interrupted after {report.Network.Curve.Count} of {Plural.Of(report.Network.Epochs, "epoch")}.");
        }

        console.WriteLine();
        WriteNetwork(console, report.Network);
        Prose.Write(console, report.Verdict);
        WriteFindings(console, report.Network);
        if (report.Proposal is { } proposal)
        {
            console.WriteLine();
            Prose.Write(console, $"Proposal: {proposal}.");
            if (report.Proposed is { } proposed)
            {
                console.WriteLine();
                WriteNetwork(console, proposed);
                Prose.Write(console, report.Outcome!);
                WriteFindings(console, proposed);
            }

            if (report.ProposalCommandLine is { } command)
            {
                console.WriteLine();
                WriteCommand(console, command);
            }
        }
    }

    /// <summary>The cells of the layers; before and after, divided by an arrow.</summary>
    public static IReadOnlyList<string[]> Rows(DiagnosedNetwork network) =>
    [
        .. network.Before.Zip(network.After, (before, after) => (string[])
        [
            before.Name,
            Pair(before.MeanActivation, after.MeanActivation, value => Math.Abs(value) < 1000 ? Label.Number(value, 2) : Short(value)),
            Pair(before.Variance, after.Variance, Short),
            Pair(before.DeadShare, after.DeadShare, Percent),
            Pair(before.Saturation, after.Saturation, Percent),
            Pair(before.NonNegativeRows, after.NonNegativeRows, Percent),
            Pair(before.GradientNorm, after.GradientNorm, Short),
        ]),
    ];

    /// <summary>The network in a line.</summary>
    public static string Describe(DiagnosedNetwork network) => FormattableString.Invariant(
        $"{network.Depth} hidden {(network.Depth == 1 ? "layer" : "layers")} of {network.Width} {network.Activation} units, ") +
        $"{network.Initialization} initialisation" +
        (network.WeightScale == 1 ? "" : $" times {Label.Plain(network.WeightScale)}") +
        (network.InputScale == 1 ? "" : $", inputs times {Label.Plain(network.InputScale)}") +
        FormattableString.Invariant($", {network.Optimizer} at {network.LearningRate}, {network.Epochs} {(network.Epochs == 1 ? "epoch" : "epochs")}");

    private static string Head(DiagnosisReport report)
    {
        DataDescription data = report.Data;
        return FormattableString.Invariant(
            $"{data.Name}: {data.Rows} rows, {data.Features} {(data.Features == 1 ? "feature" : "features")}, {data.Kind}. Before → after training:");
    }

    private static void WriteNetwork(IAnsiConsole console, DiagnosedNetwork network)
    {
        Prose.Write(console, Describe(network) + ".");
        console.WriteLine();
        IReadOnlyList<string[]> rows = [Headings, .. Rows(network)];
        IReadOnlyList<int> dropped = TextGrid.Write(
            console, rows, leftColumn: 0, DropOrder, row => row == 0 ? new Style(decoration: Decoration.Underline) : Style.Plain);
        console.WriteLine();
        if (dropped.Count > 0)
        {
            Prose.Write(
                console,
                $"Left out, as {(dropped.Count == 1 ? "it does" : "they do")} not fit: {Sequence.And(dropped.Select(column => Headings[column]))}.");
        }

        Prose.Write(console, Summary(network));
        console.WriteLine();
    }

    private static string Summary(DiagnosedNetwork network)
    {
        string ratio = network.GradientRatioBefore is { } before
            ? $"Gradient of the first layer over the last one's: {Label.Significant(before, 2)} → " +
                $"{(network.GradientRatioAfter is { } after ? Label.Significant(after, 2) : "–")}. "
            : "";
        string[] scales = network.Scales.Where(scale => double.IsFinite(scale.RelativeChange))
            .Select(
                scale =>
                    $"× {Label.Plain(scale.Factor)} changes it by " +
                    $"{(scale.RelativeChange < 0.001 ? "nothing but rounding" : Label.Percent(scale.RelativeChange, 1) + " %")}")
            .ToArray();
        return ratio + (scales.Length == 0 ? "" : $"Scale of inputs and biases: {string.Join(", ", scales)}.");
    }

    private static void WriteFindings(IAnsiConsole console, DiagnosedNetwork network)
    {
        foreach (DiagnosedFinding finding in network.Findings)
        {
            Prose.Write(
                console,
                $"{(finding.IsNote ? "note" : "-")} " +
                $"{(finding.IsNote ? char.ToLower(finding.Title[0], CultureInfo.InvariantCulture) + finding.Title[1..] : finding.Title)}: {finding.Sentence}",
                "  ");
        }
    }

    // Two digits in at most seven characters.
    private static string Short(double value) => value != 0 && Math.Abs(value) is < 0.001 or >= 1000
        ? value.ToString("0.0e+0", CultureInfo.InvariantCulture).Replace('-', '−')
        : Label.Significant(value, 2);

    private static string Percent(double value) => Label.Percent(value, 0);

    private static string Pair(double? before, double? after, Func<double, string> format) =>
        Finite.OrNull(before) is null && Finite.OrNull(after) is null ? "" : $"{Shown(before, format)} → {Shown(after, format)}";

    private static string Shown(double? value, Func<double, string> format) => Finite.OrNull(value) is { } number ? format(number) : "–";

    // Continued lines end as a shell wants them, so that the command can be copied.
    private static void WriteCommand(IAnsiConsole console, string command)
    {
        string[] lines = [.. Typography.Wrap(command, console.Profile.Width - 2, "  ")];
        for (int i = 0; i < lines.Length; i++)
        {
            console.WriteLine(lines[i] + (i + 1 < lines.Length ? " \\" : ""));
        }
    }
}
