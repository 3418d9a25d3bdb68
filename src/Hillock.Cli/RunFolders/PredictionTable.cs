using System.Buffers;
using System.Globalization;
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

    private static void WriteClasses(TextWriter output, ModelDescription description, Tensor logits)
    {
        IReadOnlyList<string> names = description.ClassNames;
        string name = description.Preprocessing?.TargetName is { Length: > 0 } target ? target : "class";
        output.Write($"row,{Cell(name)},probability,{string.Join(',', names.Select(static one => Cell($"p({one})")))}\n");
        double[] probabilities = RunPredictor.Probabilities(logits);
        for (int row = 0; row < logits.Shape[0]; row++)
        {
            ReadOnlySpan<double> own = probabilities.AsSpan(row * names.Count, names.Count);
            int best = PredictedClasses.Largest(own);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{row + 1},{Cell(names[best])},{own[best]:0.######}"));
            foreach (double probability in own)
            {
                output.Write(string.Create(CultureInfo.InvariantCulture, $",{probability:0.######}"));
            }

            output.Write('\n');
        }
    }

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
