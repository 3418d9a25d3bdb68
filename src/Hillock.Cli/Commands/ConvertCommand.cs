using System.CommandLine;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Data;
using Hillock.Serialization;
using Hillock.Tensors;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock convert</c>: the tensors of a file in a file of another kind.</summary>
internal sealed class ConvertCommand : ToolCommand
{
    private readonly Argument<string> _from = StateArguments.File("A", "The file to read, of any kind that 'hillock inspect' reads.");
    private readonly Argument<string> _to = StateArguments.File("B", "The file to write: its name ends in .safetensors, .npz or .npy.");
    private readonly Option<string?> _key = StateArguments.Key();
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace B if it is there." };

    public ConvertCommand()
        : base("convert", "Writes the tensors of a file to a file of another kind, and says what does not fit.")
    {
        Add(_from);
        Add(_to);
        Add(_key);
        Add(_overwrite);
        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock convert model.pt model.safetensors", "A state dict that PyTorch saved, for 'model.Load' and every other reader of safetensors."),
        new("hillock convert checkpoint.pt weights.npz --key model_state_dict", "The model of a checkpoint, for NumPy."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        string from = result.GetRequiredValue(_from), to = result.GetRequiredValue(_to);
        string extension = Path.GetExtension(to).ToLowerInvariant();
        if (extension is not (".safetensors" or ".npz" or ".npy"))
        {
            throw new CommandException(
                extension is ".pt" or ".pth" or ".ckpt" or ".bin"
                    ? $"PyTorch's pickles are not written, and {to} would be one; write .safetensors, which safetensors.torch.load_file reads in Python."
                    : $"The name {to} does not say what to write; end it in .safetensors, .npz or .npy.", ExitCode.Usage);
        }

        OutputFile.RequireDifferent("A", from, "B", to);
        if (OutputFile.IsThere(to) && !result.GetValue(_overwrite))
        {
            throw new CommandException($"{to} is there already; replace it by --overwrite, or name another file.");
        }

        OutputFile.CheckWritable(to);
        string? key = result.GetValue(_key);
        TextWriter error = result.InvocationConfiguration.Error;
        OrderedDictionary<string, Tensor> tensors =
            ProgressBar.Run(error, $"Reading {from}", _ => key is null ? StateFile.Read(from) : StateArguments.Read(from, key));
        OrderedDictionary<string, string> texts = StateFile.Metadata(from);
        IAnsiConsole console = Terminal.ForOutput(result.InvocationConfiguration.Output);
        if (extension == ".npy" && tensors.Count != 1)
        {
            throw new CommandException($"{from} has {tensors.Count} tensors, and an .npy file holds one; write .npz, or name one by --key.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        ProgressBar.Run(error, $"Writing {to}", bar => Write(to, extension, tensors, texts, bar is null ? null : new Progress(bar), cancellationToken));
        Prose.Write(
            console, $"{to}: {(tensors.Count == 1 ? "1 tensor" : $"{tensors.Count} tensors")} of {from} ({StateArguments.Name(StateFile.FormatOf(from))})");
        TellOfWidened(console, from);
        Tell(console, extension, tensors, texts);
        return ExitCode.Success;
    }

    private static void Write(
        string to, string extension, OrderedDictionary<string, Tensor> tensors, OrderedDictionary<string, string> texts, IProgress<SavingProgress>? progress,
        CancellationToken cancellationToken)
    {
        switch (extension)
        {
            case ".safetensors":
                // A text that is a tensor's name would be read as a further name of that tensor.
                SafeTensors.Write(to, tensors, texts.Where(item => !tensors.ContainsKey(item.Value)).ToDictionary(), progress, cancellationToken);
                break;
            case ".npz":
                NpzFile.Write(to, tensors, compress: false, progress, cancellationToken);
                break;
            default:
                NpzFile.WriteSingle(to, tensors.Values.Single(), progress, cancellationToken);
                break;
        }
    }

    private static void TellOfWidened(IAnsiConsole console, string from)
    {
        IEnumerable<NumericArray> arrays = StateFile.FormatOf(from) switch
        {
            StateFileFormat.Npz => NpzFile.Read(from).Values,
            StateFileFormat.Npy => [NpyFile.Read(from)],
            _ => [],
        };
        foreach (IGrouping<ElementType, NumericArray> same in arrays.GroupBy(array => array.ElementType).OrderBy(same => same.Key))
        {
            string? wider = same.Key switch
            {
                ElementType.Int8 or ElementType.Int16 or ElementType.UInt16 => "int32",
                ElementType.UInt32 or ElementType.UInt64 => "int64",
                _ => null,
            };
            if (wider is not null)
            {
                string what = Plural.Of(same.Count(), "array");
                Prose.Write(console, $"{what} of {same.Key.ToString().ToLowerInvariant()}, which no tensor stores, became {wider}, which has the same values.");
            }
        }
    }

    private static void Tell(IAnsiConsole console, string extension, OrderedDictionary<string, Tensor> tensors, OrderedDictionary<string, string> texts)
    {
        if (extension == ".safetensors")
        {
            return;
        }

        int brief = tensors.Values.Count(tensor => tensor.DataType == DataType.BFloat16);
        if (brief > 0)
        {
            Prose.Write(
                console,
                $"{Plural.Of(brief, "tensor")} of bfloat16, which NumPy does not have, became float32, which has the same values.", "  ");
        }

        if (texts.Count > 0)
        {
            Prose.Write(
                console,
                $"{Plural.Of(texts.Count, "text")} beside the tensors {Plural.Word(texts.Count, "was", "were")} left out: NumPy's files have no place " +
                $"for them.", "  ");
        }
    }

    /// <summary>Tells a bar at once, on the thread that writes.</summary>
    private sealed class Progress(ProgressBar bar) : IProgress<SavingProgress>
    {
        public void Report(SavingProgress value) => bar.Report((double)value.Written / Math.Max(1, value.Total));
    }
}
