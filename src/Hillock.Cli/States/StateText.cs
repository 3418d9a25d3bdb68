using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Modules;
using Spectre.Console;

namespace Hillock.Cli.States;

/// <summary>Reports of files on the console.</summary>
internal static class StateText
{
    private const int MostTexts = 40, LongestText = 60;
    private const string Indent = "  ";
    private const string Bars = "·▁▂▃▄▅▆▇█"; // the first for none

    /// <summary>Writes what is in a file: two lines a tensor, then the texts.</summary>
    public static void Write(IAnsiConsole console, StateReport report)
    {
        Prose.Write(
            console,
            $"{report.File}: {report.Format}, {Count(report.Tensors.Count, "tensor")}, {Count(report.Tensors.Sum(tensor => tensor.Elements), "element")}, " +
            $"{ModelSummary.Bytes(report.Tensors.Sum(tensor => tensor.Bytes))}");
        foreach (TensorStatistics tensor in report.Tensors)
        {
            Prose.Write(console, $"{tensor.Name}  {tensor.Type} {Shape(tensor.Shape)}");
            Indented(console, Numbers(tensor));
        }

        if (report.Metadata.Count > 0)
        {
            Prose.Write(console, $"{Count(report.Metadata.Count, "text")} beside the tensors:");
            foreach ((string name, string text) in report.Metadata.Take(MostTexts))
            {
                Indented(console, $"{name} = {(text.Length <= LongestText ? text : text[..LongestText] + "...")}");
            }

            if (report.Metadata.Count > MostTexts)
            {
                Indented(console, $"... and {Number(report.Metadata.Count - MostTexts)} more, which --json writes");
            }
        }
    }

    /// <summary>Writes how two files differ: a line for each tensor that does, then a summary.</summary>
    public static void Write(IAnsiConsole console, StateDifference difference)
    {
        foreach (string name in difference.OnlyInFirst)
        {
            Prose.Write(console, $"{name}: only in {difference.First}", "  ");
        }

        foreach (string name in difference.OnlyInSecond)
        {
            Prose.Write(console, $"{name}: only in {difference.Second}", "  ");
        }

        foreach (TensorDifference tensor in difference.Tensors.Where(tensor => !tensor.IsEqual))
        {
            Prose.Write(console, $"{tensor.Name}: {Told(tensor)}", "  ");
        }

        int equal = difference.Tensors.Count(tensor => tensor.IsEqual), missing = difference.OnlyInFirst.Count + difference.OnlyInSecond.Count;
        Prose.Write(
            console, $"{Count(equal, "tensor")} equal, {Number(difference.Tensors.Count - equal)} different, {Number(missing)} in one file only");
    }

    private static void Indented(IAnsiConsole console, string text)
    {
        foreach (string line in Typography.Wrap(Legible.Text(text), Math.Min(console.Profile.Width, 100) - Indent.Length, Indent, divideNames: true))
        {
            console.WriteLine(Indent + line);
        }
    }

    private static string Numbers(TensorStatistics tensor)
    {
        List<string> parts = [];
        if (tensor.NotANumber > 0)
        {
            parts.Add($"{Number(tensor.NotANumber)} NaN");
        }

        if (tensor.Infinite > 0)
        {
            parts.Add($"{Number(tensor.Infinite)} infinite");
        }

        if (tensor.Minimum is { } minimum && tensor.Maximum is { } maximum)
        {
            parts.Add($"mean {Value(tensor.Mean)}");
            parts.Add($"deviation {Value(tensor.Deviation)}");
            parts.Add($"from {Value(minimum)} to {Value(maximum)}");
        }

        string text = parts.Count == 0 ? "no elements" : string.Join(", ", parts);
        long most = tensor.Histogram.DefaultIfEmpty().Max();
        return tensor.Minimum == tensor.Maximum
            ? text
            : $"{text} {string.Concat(tensor.Histogram.Select(count => Bars[count == 0 ? 0 : 1 + (int)(count * 7 / most)]))}";
    }

    private static string Told(TensorDifference tensor)
    {
        if (tensor.Differing is not { } differing)
        {
            return $"{tensor.FirstType} {Shape(tensor.FirstShape)} and {tensor.SecondType} {Shape(tensor.SecondShape)}";
        }

        string types = tensor.FirstType == tensor.SecondType ? "" : $"{tensor.FirstType} and {tensor.SecondType}, ";
        long elements = tensor.FirstShape.Aggregate(1L, static (product, length) => product * length);
        string by = differing == tensor.Unlike
            ? ""
            : $", by at most {Value(tensor.Absolute)}, {Value(tensor.Relative)} of the larger{(tensor.Ulps is { } ulps ? $", {Whole(ulps)} ULP" : "")}";
        return differing == 0
            ? $"{types}all {Number(elements)} elements equal"
            : $"{types}{Number(differing)} of {Number(elements)} elements differ{by}{(tensor.Unlike > 0 ? $"; {Number(tensor.Unlike)} NaN or infinite" : "")}";
    }

    private static string Shape(IEnumerable<int> shape) => $"[{string.Join(", ", shape)}]";

    private static string Count(long count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Whole(double count) => count < 1e6 ? count.ToString("N0", CultureInfo.InvariantCulture) : Value(count);

    private static string Value(double? value) => (value + 0.0)?.ToString("g4", CultureInfo.InvariantCulture) ?? "beyond all numbers"; // no -0
}
