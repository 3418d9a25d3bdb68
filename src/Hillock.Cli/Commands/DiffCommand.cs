using System.CommandLine;
using System.Text.Json;
using Hillock.Charts.CommandLine;
using Hillock.Cli.States;
using Hillock.Data;

namespace Hillock.Cli.Commands;

/// <summary>
/// <c>hillock diff</c>: how two files of tensors differ. As of <c>diff</c>, 0 means equal, 1 different, and 2 that they could not be compared.
/// </summary>
internal sealed class DiffCommand : ToolCommand
{
    private const int Different = 1;

    private readonly Argument<string> _first = StateArguments.File("A", "The first file, of any kind that 'hillock inspect' reads.");
    private readonly Argument<string> _second = StateArguments.File("B", "The second file, which may be of another kind.");
    private readonly Option<string?> _key = StateArguments.Key();
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON instead of text." };

    public DiffCommand()
        : base("diff", "Says how the tensors of two files differ: names, types, shapes, and the largest differences. Exits with 0 if they are equal, 1 if not.")
    {
        Add(_first);
        Add(_second);
        Add(_key);
        Add(_json);
        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock diff before.safetensors after.safetensors", "What training changed."),
        new("hillock diff checkpoint.pt model.safetensors --key model_state_dict", "Whether a converted file has the numbers of PyTorch's."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        string firstPath = result.GetRequiredValue(_first), secondPath = result.GetRequiredValue(_second);
        (string[] onlyFirst, string[] onlySecond, TensorDifference[] tensors) = Compared(
            firstPath, secondPath, result.GetValue(_key), result.InvocationConfiguration.Error, cancellationToken);
        bool isEqual = onlyFirst.Length == 0 && onlySecond.Length == 0 && Array.TrueForAll(tensors, tensor => tensor.IsEqual);
        StateDifference difference = new(firstPath, secondPath, isEqual, onlyFirst, onlySecond, tensors);
        if (result.GetValue(_json))
        {
            result.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(difference, StateJson.Readable.StateDifference));
        }
        else
        {
            StateText.Write(Terminal.ForOutput(result.InvocationConfiguration.Output), difference);
        }

        return isEqual ? ExitCode.Success : Different;
    }

    /// <summary>Compares what both have, one tensor at a time.</summary>
    private static (string[] OnlyFirst, string[] OnlySecond, TensorDifference[] Tensors) Compared(
        string firstPath, string secondPath, string? key, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            using StoredTensors first = StateArguments.Open(firstPath, key), second = StateArguments.Open(secondPath, key);
            HashSet<string> ofFirst = [.. first.Names], ofSecond = [.. second.Names];
            string[] both = [.. first.Names.Where(ofSecond.Contains)];
            TensorDifference[] differences = new TensorDifference[both.Length];
            ProgressBar.Run(error, "Comparing", bar =>
            {
                for (int i = 0; i < both.Length; i++)
                {
                    bar?.Report((double)i / both.Length);
                    differences[i] = TensorDifference.Of(both[i], first[both[i]], second[both[i]], cancellationToken);
                }
            });
            return ([.. first.Names.Where(name => !ofSecond.Contains(name))], [.. second.Names.Where(name => !ofFirst.Contains(name))], differences);
        }
        catch (Exception exception) when (exception is DataFormatException or IOException or UnauthorizedAccessException)
        {
            // 1 would say that the files differ.
            throw new CommandException(exception.Message, ExitCode.Usage, exception);
        }
    }
}
