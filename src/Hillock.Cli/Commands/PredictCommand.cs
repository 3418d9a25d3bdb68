using System.CommandLine;
using System.Globalization;
using System.Text;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.PictureFiles;
using Hillock.Cli.RunFolders;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Modules;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock predict</c>: asks a trained network about rows, pictures or the beginning of a text.</summary>
internal sealed class PredictCommand : ToolCommand
{
    private const int LongestText = 100_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly RunArgument _run = new();
    private readonly Argument<string> _input = new("INPUT")
    {
        Description = "Rows as the network was trained on: a CSV, Parquet or Arrow file, - for standard input, IDX images, a PNG or JPEG picture, a " +
            "folder of them, or an " +
            "embedded data set; the beginning of a text, or - for it, where the model is one of a text.",
    };

    private readonly Option<string?> _output = ToolOption.Path("--output", "Write the predictions to a file instead of the console.", "FILE.csv");
    private readonly Option<bool> _strict =
        new("--strict")
        {
            Description = "End at the first picture of a folder that cannot be read, and write nothing, instead of giving it a row with the error.",
        };
    private readonly Option<int> _length = ToolOption.Whole("--length", "The characters that a model of a text writes.", 200, 1, LongestText);
    private readonly Option<double> _temperature =
        ToolOption.NonNegative("--temperature", "How freely it chooses among characters: 0 takes the most probable.", "T", 0.8);
    private readonly Option<ulong> _seed =
        ToolOption.Whole<ulong>("--seed", "Makes that choice; the same seed gives the same text.", 0, 0, ulong.MaxValue);
    private readonly Option<int?> _threads =
        ToolOption.OptionalWhole("--threads", "Threads to use; changes the time, never a number. [default: all processors]", 1, Parallelism.MaxThreads);

    public PredictCommand()
        : base("predict", "Asks a trained network about new rows, pictures or the beginning of a text.")
    {
        _run.AddTo(this);
        Add(_input);
        foreach (Option option in (Option[])[_output, _strict, _length, _temperature, _seed, _threads])
        {
            Add(option);
        }

        _run.AddOptionsTo(this);
        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock predict flowers new.csv --output predictions.csv", "The class of each row, and the probabilities of all."),
        new("hillock predict flowers -", "Rows from standard input; without names, in the order of the training data."),
        new("hillock predict zoo cat.jpg", "The class of a picture, whatever its size."),
        new("hillock predict zoo holidays/ --output predictions.csv", "Every picture in a folder and the folders below it."),
        new("hillock predict poet \"Once upon a time\" --length 300", "A text goes on."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_threads) is { } threads)
        {
            Parallelism.Threads = threads;
        }

        (RunRecord record, ModelDescription description, Module network) = _run.Load(result);
        (string input, string? path) = (result.GetValue(_input)!, result.GetValue(_output));
        if (path is not null)
        {
            OutputFile.RequireDifferent("INPUT", input, "--output", path);
            RequireOutside(_run.Paths(result), path);
            OutputFile.CheckWritable(path);
        }

        if (record.Kind == RunKind.Text)
        {
            string prompt = input == "-" ? Console.In.ReadToEnd() : input;
            Write(result, path, target => TextContinuation.Write(
                target, network, description, record.Steps, prompt, result.GetValue(_length), result.GetValue(_temperature), result.GetValue(_seed),
                cancellationToken));
            return ExitCode.Success;
        }

        if (record.Kind == RunKind.Pictures && PicturePredictions.AreFiles(input))
        {
            return OfPictures(result, network, description, input, path, cancellationToken);
        }

        NamedPictures.Fetch(input, result.InvocationConfiguration.Error, cancellationToken);
        RunInputs rows = RunInputs.Read(input, record, description, _run.Reading(result, record), needsTargets: false, cancellationToken);
        RunTable.WriteUnseen(rows.Table, description, result.InvocationConfiguration.Error);
        Tensor outputs = RunPredictor.Outputs(network, rows.Inputs, cancellationToken);
        Write(result, path, target => PredictionTable.Write(target, description, outputs));
        RequireFinite(outputs);
        return ExitCode.Success;
    }

    /// <summary>Refuses to replace what the run consists of; a table may lie beside it.</summary>
    private static void RequireOutside(RunPaths paths, string path)
    {
        string target = RealPath.Of(path), folder = RealPath.Of(paths.Folder) + Path.DirectorySeparatorChar;
        if (target.StartsWith(folder, StringComparison.Ordinal) && !Path.GetExtension(target).Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException($"--output {path} lies in the run {paths.Folder}, whose files it might replace; name a file elsewhere.", ExitCode.Usage);
        }
    }

    /// <summary>Writes to a file, as a whole or not at all, or to the console as it comes.</summary>
    private static void Write(ParseResult result, string? path, Action<TextWriter> write)
    {
        if (path is null)
        {
            write(result.InvocationConfiguration.Output);
            return;
        }

        OutputFile.Write(path, stream =>
        {
            using StreamWriter text = new(stream, Utf8, 1 << 16, leaveOpen: true) { NewLine = "\n" };
            write(text);
        });
    }

    /// <summary>Says, when all is written, for how many rows the network has no answer.</summary>
    private static void RequireFinite(Tensor outputs)
    {
        bool[] finite = F.IsFinite(outputs).ToArray<bool>();
        int each = Math.Max(1, finite.Length / Math.Max(1, outputs.Shape[0]));
        int rows = finite.Chunk(each).Count(static row => row.Contains(false));
        if (rows > 0)
        {
            throw new CommandException(string.Create(
                CultureInfo.InvariantCulture,
                $"the network's outputs are no finite numbers for {rows} of {Plural.Of(outputs.Shape[0], "row")}; hillock inspect shows whether its " +
                $"weights are."));
        }
    }

    private int OfPictures(
        ParseResult result, Module network, ModelDescription description, string input, string? path, CancellationToken cancellationToken)
    {
        PictureList list = PictureList.ToAskAbout(input, cancellationToken);
        if (path is not null && list.Files.FirstOrDefault(file => RealPath.AreSame(file, path)) is { } asks)
        {
            throw new CommandException($"--output {path} is one of the pictures that are asked about, {asks}; name another file.", ExitCode.Usage);
        }

        list.WriteNote(result.InvocationConfiguration.Error);
        bool isStrict = result.GetValue(_strict) || !Directory.Exists(input);
        PicturePredictions asked = ProgressBar.Run(result.InvocationConfiguration.Error, "reading", bar => PicturePredictions.Of(
            network, description, list, isStrict, bar is null ? null : share => bar.Report(share), cancellationToken));
        Write(result, path, target => PredictionTable.Write(target, description, asked));
        asked.RequireAll();
        if (asked.Outputs is not null)
        {
            RequireFinite(asked.Outputs);
        }

        return ExitCode.Success;
    }
}
