using System.CommandLine;
using System.Text.Json;
using Hillock.Charts.CommandLine;
using Hillock.Cli.States;
using Hillock.Serialization;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock inspect</c>: what is in a file of tensors.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly Argument<string> _file =
        StateArguments.File("FILE", "A safetensors file or index of shards, a checkpoint of PyTorch, or an .npz or .npy file.");
    private readonly Option<string?> _key = StateArguments.Key();
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON instead of text." };

    public InspectCommand()
        : base("inspect", "Shows what is in a file of tensors: names, types, shapes, what the numbers are like, and what is NaN.")
    {
        Add(_file);
        Add(_key);
        Add(_json);
        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock inspect model.safetensors", "Every tensor with its mean, its deviation, its ends and a histogram."),
        new("hillock inspect checkpoint.pt --key model_state_dict --json", "One entry of a checkpoint of PyTorch, for programs."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        string path = result.GetRequiredValue(_file);
        StateFileFormat format = StateFile.FormatOf(path);
        using StoredTensors tensors = StateArguments.Open(path, result.GetValue(_key));
        TensorStatistics[] statistics = new TensorStatistics[tensors.Names.Count];
        ProgressBar.Run(result.InvocationConfiguration.Error, $"Reading {path}", bar =>
        {
            for (int i = 0; i < statistics.Length; i++)
            {
                bar?.Report((double)i / statistics.Length);
                statistics[i] = TensorStatistics.Of(tensors.Names[i], tensors[tensors.Names[i]], cancellationToken);
            }
        });
        StateReport report = new(path, StateArguments.Name(format), statistics, StateFile.Metadata(path));
        if (result.GetValue(_json))
        {
            result.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(report, StateJson.Readable.StateReport));
        }
        else
        {
            StateText.Write(Terminal.ForOutput(result.InvocationConfiguration.Output), report);
        }

        return ExitCode.Success;
    }
}
