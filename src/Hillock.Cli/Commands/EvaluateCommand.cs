using System.CommandLine;
using System.Text.Json;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Reports;
using Hillock.Cli.RunFolders;
using Hillock.Kernels;
using Hillock.Modules;
using Hillock.Serialization.Description;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock evaluate</c>: what a trained network is worth on other rows.</summary>
internal sealed class EvaluateCommand : ToolCommand
{
    private readonly RunArgument _run = new();
    private readonly Argument<string> _data =
        new("DATA")
        {
            Description = "Rows with their target: a CSV, Parquet or Arrow file, - for standard input, IDX images, a folder with a folder of " +
                "pictures for each class, an " +
                "embedded data set, or a text for a model of a text.",
        };
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON instead of text." };
    private readonly Option<int?> _threads =
        ToolOption.OptionalWhole("--threads", "Threads to use; changes the time, never a number. [default: all processors]", 1, Parallelism.MaxThreads);

    public EvaluateCommand()
        : base("evaluate", "Measures a trained network on rows whose target is known.")
    {
        _run.AddTo(this);
        Add(_data);
        Add(_json);
        Add(_threads);
        _run.AddOptionsTo(this);
        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock evaluate houses new-houses.csv", "The errors on other rows."),
        new("hillock evaluate zoo other-animals", "Other pictures, in a folder for each class."),
        new("hillock evaluate digits t10k-images-idx3-ubyte.gz --json", "Accuracy and confusion matrix of pictures, for programs."),
    ];

    private EvaluationReport OfRows(
        ParseResult result, string path, RunRecord record, ModelDescription description, Module network, CancellationToken cancellationToken)
    {
        NamedPictures.Fetch(path, result.InvocationConfiguration.Error, cancellationToken);
        RunInputs rows = RunInputs.Read(path, record, description, _run.Reading(result, record), needsTargets: true, cancellationToken);
        RunTable.WriteUnseen(rows.Table, description, result.InvocationConfiguration.Error);
        return RunEvaluation.Of(
            description, path == "-" ? "standard input" : path, RunPredictor.Outputs(network, rows.Inputs, cancellationToken), rows.Targets!);
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_threads) is { } threads)
        {
            Parallelism.Threads = threads;
        }

        (RunRecord record, ModelDescription description, Module network) = _run.Load(result);
        string path = result.GetValue(_data)!;
        List<string> notes = [];
        EvaluationReport report = record.Kind == RunKind.Pictures && PicturePredictions.AreFiles(path)
            ? ProgressBar.Run(result.InvocationConfiguration.Error, "reading", bar => PicturePredictions.Evaluate(
                network, description, path, notes.Add, bar is null ? null : share => bar.Report(share), cancellationToken))
            : OfRows(result, path, record, description, network, cancellationToken);
        notes.ForEach(note => Prose.Write(Terminal.ForOutput(result.InvocationConfiguration.Error), $"note {note}", "  "));
        report = report with { Run = _run.Paths(result).Folder };
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
        {
            output.WriteLine(JsonSerializer.Serialize(report, RunJson.Readable.EvaluationReport));
        }
        else
        {
            EvaluationText.Write(output, report);
        }

        return ExitCode.Success;
    }
}
