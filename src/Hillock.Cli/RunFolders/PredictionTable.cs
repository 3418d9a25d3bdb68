using System.Buffers;
using System.Globalization;
using System.Text;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>Predictions as a CSV table: for classes the most probable one and the probabilities of all, or numbers in the target's unit.</summary>
internal static class PredictionTable
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>Writes a header and a line for each row, in their order.</summary>
    public static void Write(TextWriter output, ModelDescription description, Tensor outputs)
    {
        if (description.Output == ModelOutput.Classes)
        {
            WriteClasses(output, description, outputs);
            return;
        }

        string name = description.Preprocessing?.TargetName is { Length: > 0 } target ? target : "prediction";
        output.Write($"row,{Cell(name)}\n");
        double[] numbers = RunPredictor.Numbers(outputs, description.TargetScaling);
        for (int row = 0; row < numbers.Length; row++)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{row + 1},{numbers[row]:R}\n"));
        }
    }

    /// <summary>Writes a header and a line for each picture, in their order; those that could not be read have the error in the last cell alone.</summary>
    public static void Write(TextWriter output, ModelDescription description, PicturePredictions asked)
    {
        IReadOnlyList<string> names = description.ClassNames;
        bool areProbabilities = RunPredictor.GivesProbabilities(description);
        output.Write($"file,class{Headings(names, areProbabilities)},error\n");
        double[] scores = asked.Outputs is null ? [] : Scores(asked.Outputs, areProbabilities);
        int row = 0;
        for (int i = 0; i < asked.List.Files.Count; i++)
        {
            string cells = asked.Faults.TryGetValue(i, out Exception? fault)
                ? $"{new string(',', names.Count + (areProbabilities ? 3 : 2))}{Cell(LibraryAdvice.Of(ErrorLine.Of(fault)))}"
                : $"{Cells(names, scores.AsSpan(row++ * names.Count, names.Count), areProbabilities)},";
            output.Write($"{Cell(asked.List.NameOf(i))}{cells}\n");
        }
    }

    private static void WriteClasses(TextWriter output, ModelDescription description, Tensor logits)
    {
        IReadOnlyList<string> names = description.ClassNames;
        string name = description.Preprocessing?.TargetName is { Length: > 0 } target ? target : "class";
        bool areProbabilities = RunPredictor.GivesProbabilities(description);
        output.Write($"row,{Cell(name)}{Headings(names, areProbabilities)}\n");
        double[] scores = Scores(logits, areProbabilities);
        for (int row = 0; row < logits.Shape[0]; row++)
        {
            output.Write(string.Create(
                CultureInfo.InvariantCulture, $"{row + 1}{Cells(names, scores.AsSpan(row * names.Count, names.Count), areProbabilities)}\n"));
        }
    }

    private static double[] Scores(Tensor outputs, bool areProbabilities) =>
        areProbabilities ? RunPredictor.Probabilities(outputs) : RunPredictor.Scores(outputs);

    private static string Headings(IReadOnlyList<string> names, bool areProbabilities) =>
        (areProbabilities ? ",probability" : "") +
        string.Concat(names.Select(one => $",{Cell(areProbabilities ? $"p({one})" : $"output({one})")}"));

    // The most probable class, its probability, and those of all; or the outputs of all where they are no probabilities.
    private static string Cells(IReadOnlyList<string> names, ReadOnlySpan<double> scores, bool areProbabilities)
    {
        if (scores.ContainsAny(double.NaN, double.NaN))
        {
            // No class is the most probable one.
            return $",{(areProbabilities ? "," : "")}{string.Concat(Enumerable.Repeat(",NaN", names.Count))}";
        }

        int best = PredictedClasses.Largest(scores);
        StringBuilder cells = new($",{Cell(names[best])}{(areProbabilities ? $",{Number(scores[best])}" : "")}");
        foreach (double score in scores)
        {
            cells.Append(',').Append(Number(score));
        }

        return cells.ToString();
    }

    // As exact as the network computes: what is small is not rounded away.
    private static string Number(double score) => score.ToString("G9", CultureInfo.InvariantCulture);

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
