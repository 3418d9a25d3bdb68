using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Serialization.Description;

namespace Hillock.Cli.RunFolders;

/// <summary>What a training says before and after.</summary>
internal static class TrainSummary
{
    /// <summary>The data and the network.</summary>
    public static void WriteBegin(TextWriter output, RunRecord record, TrainingRun run, ModelDescription description)
    {
        string row = record.Kind switch { RunKind.Text => "piece", RunKind.Pictures => "picture", _ => "row" };
        string target = description.Output switch
        {
            ModelOutput.Classes => $", {description.ClassNames.Count} classes",
            ModelOutput.Tokens => $" of {description.Vocabulary.Count} different characters",
            _ => "",
        };
        string size = description.PictureScaling is null ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $", of {description.InputShape[1]} × {description.InputShape[2]} pixels in {(description.InputShape[0] == 1 ? "grey" : "colours")}");
        long parameters = run.Network.Parameters().Sum(static parameter => (long)parameter.Length);
        Prose.Write(
            Terminal.ForOutput(output),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{record.Data}: {Plural.Of(record.TrainingRows, row)} to train on, {record.ValidationRows:N0} to measure on{size}{target}; ") +
                string.Create(CultureInfo.InvariantCulture, $"{Plural.Of(parameters, "parameter")}, {Plural.Of(run.Epochs, "epoch")}") +
                (run.JoinsLastRow ? ", whose last batch has one row more, as one alone cannot be normalised." : "."));
        Prose.Write(Terminal.ForOutput(output), $"network {description.Network.ToText()}", "  ");
        output.WriteLine();
    }

    /// <summary>What came of it, and where it is.</summary>
    public static void WriteEnd(TextWriter output, RunPaths paths, TrainingRun run, EvaluationReport? evaluation, RunKind kind)
    {
        output.WriteLine();
        if (RunProgress.Curve([.. run.Log.Select(static epoch => epoch.ValidationLoss ?? epoch.TrainingLoss ?? double.NaN)], 60) is { Length: > 0 } curve)
        {
            output.WriteLine($"{(evaluation is null ? "loss" : "validation loss")} {curve}");
        }

        if (evaluation is not null)
        {
            EvaluationText.WriteMetrics(output, evaluation);
        }

        if (run.BestEpoch > 0)
        {
            Prose.Write(
                Terminal.ForOutput(output),
                string.Create(CultureInfo.InvariantCulture, $"The validation loss is smallest in epoch {run.BestEpoch}, ") +
                    (run.KeepsBest ? "whose weights are kept." : "whose weights are in checkpoints/best.safetensors."), "  ");
        }

        string folder = ShellWord.Quote(paths.Folder);
        output.WriteLine(
            $"The run is in {paths.Folder}. hillock predict {folder} " +
            (kind == RunKind.Text ? "TEXT goes on from a text." : $"{(kind == RunKind.Pictures ? "PICTURE" : "FILE")} asks it."));
    }
}
