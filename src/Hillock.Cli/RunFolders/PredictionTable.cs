using System.Buffers;
using System.Globalization;
using System.Text;
using Hillock.Charts.CommandLine;
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
        output.Write($"file,class,probability,{string.Join(',', names.Select(static one => Cell($"p({one})")))},error\n");
        double[] probabilities = asked.Outputs is null ? [] : RunPredictor.Probabilities(asked.Outputs);
        int row = 0;
        for (int i = 0; i < asked.List.Files.Count; i++)
        {
            string cells = asked.Faults.TryGetValue(i, out Exception? fault) ? $"{new string(',', names.Count + 3)}{Cell(ErrorLine.Of(fault))}"
                : $"{Cells(names, probabilities.AsSpan(row++ * names.Count, names.Count))},";
            output.Write($"{Cell(asked.List.NameOf(i))}{cells}\n");
        }
    }

    private static void WriteClasses(TextWriter output, ModelDescription description, Tensor logits)
    {
        IReadOnlyList<string> names = description.ClassNames;
        string name = description.Preprocessing?.TargetName is { Length: > 0 } target ? target : "class";
        output.Write($"row,{Cell(name)},probability,{string.Join(',', names.Select(static one => Cell($"p({one})")))}\n");
        double[] probabilities = RunPredictor.Probabilities(logits);
        for (int row = 0; row < logits.Shape[0]; row++)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{row + 1}{Cells(names, probabilities.AsSpan(row * names.Count, names.Count))}\n"));
        }
    }

    // The most probable class, its probability, and those of all.
    private static string Cells(IReadOnlyList<string> names, ReadOnlySpan<double> probabilities)
    {
        if (probabilities.ContainsAny(double.NaN, double.NaN))
        {
            // No class is the most probable one.
            return $",,{string.Concat(Enumerable.Repeat(",NaN", names.Count))}";
        }

        int best = PredictedClasses.Largest(probabilities);
        StringBuilder cells = new(string.Create(CultureInfo.InvariantCulture, $",{Cell(names[best])},{probabilities[best]:0.######}"));
        foreach (double probability in probabilities)
        {
            cells.Append(CultureInfo.InvariantCulture, $",{probability:0.######}");
        }

        return cells.ToString();
    }

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
