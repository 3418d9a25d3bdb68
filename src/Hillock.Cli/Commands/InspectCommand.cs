using System.CommandLine;
using System.Text.Json;
using Hillock.Charts.CommandLine;
using Hillock.Cli.States;
using Hillock.Data;
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
        List<TensorStatistics> statistics = new(tensors.Names.Count);
        List<DataFormatException> faults = [];
        ProgressBar.Run(result.InvocationConfiguration.Error, $"Reading {path}", bar =>
        {
            foreach (string name in tensors.Names)
            {
                bar?.Report((double)(statistics.Count + faults.Count) / tensors.Names.Count);
                try
                {
                    statistics.Add(TensorStatistics.Of(name, tensors[name], cancellationToken));
                }
                catch (DataFormatException exception) when (format == StateFileFormat.Npz)
                {
                    faults.Add(exception); // arrays of words beside those of numbers are no reason to show none
                }
            }
        });
        if (statistics.Count == 0 && faults.Count > 0)
        {
            throw faults[0];
        }

        StateReport report = new(path, StateArguments.Name(format), statistics, StateFile.Metadata(path));
        if (result.GetValue(_json))
        {
            result.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(report, StateJson.Readable.StateReport));
        }
        else
        {
            StateText.Write(Terminal.ForOutput(result.InvocationConfiguration.Output), report);
        }

        foreach (DataFormatException fault in faults)
        {
            result.InvocationConfiguration.Error.WriteLine($"hillock: {ErrorLine.Of(fault)}");
        }

        return faults.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
