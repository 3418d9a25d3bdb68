using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Spectre.Console;

namespace Hillock.Cli.RunFolders;

/// <summary>What a network is worth, as the console shows it.</summary>
internal static class EvaluationText
{
    private const int MostClassesOfAMatrix = 12, LongestName = 24;

    private static readonly Dictionary<string, (string Name, double Factor, string Format)> Words = new(StringComparer.Ordinal)
    {
        ["accuracy"] = ("accuracy", 100, "0.0 %"),
        ["balancedAccuracy"] = ("balanced accuracy", 100, "0.0 %"),
        ["macroF1"] = ("macro F1", 1, "0.000"),
        ["matthewsCorrelation"] = ("Matthews correlation", 1, "0.000"),
        ["logLoss"] = ("log loss", 1, "0.0000"),
        ["brierScore"] = ("Brier score", 1, "0.0000"),
        ["expectedCalibrationError"] = ("calibration error", 1, "0.0000"),
        ["rocAuc"] = ("ROC AUC", 1, "0.000"),
        ["rSquared"] = ("R²", 1, "0.000"),
        ["meanAbsoluteError"] = ("mean absolute error", 1, "0.####"),
        ["rootMeanSquaredError"] = ("root mean squared error", 1, "0.####"),
        ["medianAbsoluteError"] = ("median absolute error", 1, "0.####"),
        ["perplexity"] = ("perplexity", 1, "0.00"),
    };

    /// <summary>The metrics in one sentence.</summary>
    public static void WriteMetrics(TextWriter output, EvaluationReport report) => Prose.Write(
        Terminal.ForOutput(output),
        $"On {Plural.Of(report.Rows, report.Metrics.ContainsKey("perplexity") ? "character" : "row")}: " +
            string.Join(", ", Shown(report).Select(static pair => $"{pair.Name} {pair.Value}")) + "." + (report.Note is null ? "" : $" {report.Note}"), "  ");

    /// <summary>The metrics as they are shown, by their names for people.</summary>
    public static IEnumerable<(string Name, string Value)> Shown(EvaluationReport report) => report.Metrics.Select(static pair =>
        (Words[pair.Key].Name, pair.Value is { } value
            ? Number(value * Words[pair.Key].Factor, Words[pair.Key].Format) : "none"));

    /// <summary>Metrics, the scores of classes, and which was taken for which.</summary>
    public static void Write(TextWriter output, EvaluationReport report)
    {
        WriteMetrics(output, report);
        if (report.Classes.Count == 0)
        {
            return;
        }

        IAnsiConsole console = Terminal.ForOutput(output);
        output.WriteLine();
        bool hasMatrix = report.Confusion.Count is > 0 and <= MostClassesOfAMatrix;
        List<string[]> rows = [["class", "rows", "precision", "recall", "F1", .. hasMatrix ? report.Classes.Select((_, i) => Number(i + 1)) : []]];
        for (int i = 0; i < report.Classes.Count; i++)
        {
            ClassResult one = report.Classes[i];
            rows.Add(
            [
                (hasMatrix ? $"{Number(i + 1)} " : "") + Short(one.Name), Number(one.Rows), Score(one.Precision), Score(one.Recall), Score(one.F1),
                .. hasMatrix ? report.Confusion[i].Select(Number) : [],
            ]);
        }

        TextGrid.Write(console, rows, 0, [], static _ => Style.Plain);
        if (hasMatrix)
        {
            output.WriteLine();
            Prose.Write(console, "On the right: how many rows of a class (line) were taken for a class (column).");
        }
    }

    private static string Number(double value, string format)
    {
        bool isShare = format.EndsWith('%');
        string digits = value.ToString(isShare ? format[..^2] : format, CultureInfo.InvariantCulture).Replace('-', '−');
        return isShare ? $"{digits} %" : digits;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Score(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";

    private static string Short(string name) => name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "…");
}
