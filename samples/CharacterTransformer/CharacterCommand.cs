using System.CommandLine;
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Samples.Text;

namespace Hillock.Samples.CharacterTransformer;

/// <summary>The sample's command line.</summary>
public sealed class CharacterCommand : RootCommand, IHasExamples
{
    private static readonly CharacterSettings Defaults = new(), Small = CharacterSettings.Small;

    private readonly Argument<string?> _text =
        new("FILE") { Description = "The text to learn: UTF-8, compressed by gzip or not. A small one when left out.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> _steps = Size("--steps", "Steps of training.", Defaults.Steps, Small.Steps, 1_000_000);
    private readonly Option<double?> _minutes = ToolOption.OptionalPositive("--minutes", "End after this time although steps are left.", "M");
    private readonly Option<int?> _context = Size("--context", "Characters that the model sees.", Defaults.Context, Small.Context, 4096);
    private readonly Option<int?> _width = Size("--width", "Numbers that stand for a character.", Defaults.Width, Small.Width, 8192);
    private readonly Option<int?> _layers = Size("--layers", "Layers of attention.", Defaults.Layers, Small.Layers, 100);
    private readonly Option<int> _heads = ToolOption.Whole("--heads", "Heads of an attention; they divide the width.", Defaults.Heads, 1, 1024);
    private readonly Option<double> _dropout =
        ToolOption.NonNegative("--dropout", "Probability of a number to be dropped in training, below 1.", "P", Defaults.Dropout);
    private readonly Option<bool> _tie = new("--tie") { Description = "Use the same vectors for characters at the input and at the output." };
    private readonly Option<int?> _batch = Size("--batch-size", "Windows of the text in a step.", Defaults.BatchSize, Small.BatchSize, 4096);
    private readonly Option<double> _rate =
        ToolOption.Positive("--learning-rate", "AdamW's largest learning rate; it falls along a cosine.", "RATE", Defaults.LearningRate);
    private readonly Option<int?> _warmUp =
        ToolOption.OptionalWhole(
            "--warm-up", $"Steps in which the learning rate rises. [default: {Defaults.WarmUp}, without a file {Small.WarmUp}]", 0, 1_000_000);
    private readonly Option<double> _decay = ToolOption.NonNegative("--weight-decay", "AdamW's weight decay of matrices.", "DECAY", Defaults.WeightDecay);
    private readonly Option<double> _clip = ToolOption.NonNegative("--clip", "Largest norm of the gradient; 0 for no limit.", "NORM", Defaults.Clip);
    private readonly Option<double> _validation =
        ToolOption.Positive("--validation", "Share of the text, its end, kept back to validate on, below 1.", "SHARE", 0.1);
    private readonly Option<int?> _every = Size("--validate-every", "Steps between validations.", Defaults.ValidateEvery, Small.ValidateEvery, 1_000_000);
    private readonly Option<string?> _curve = ToolOption.Path("--curve", "Write the loss curve as an SVG picture.", "FILE.svg");
    private readonly Option<int> _characters = ToolOption.Whole("--characters", "Characters to write at the end.", 500, 0, 10_000_000);
    private readonly Option<string> _prompt =
        new("--prompt")
        {
            Description = "The beginning of the written text; the end of a line when left out.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
    private readonly Option<double> _temperature =
        ToolOption.NonNegative("--temperature", "0 always takes the most probable character, more gives more varied text.", "T", 0.8);
    private readonly Option<int> _seed = ToolOption.Whole("--seed", "Decides everything that is random.", 0, 0, int.MaxValue);
    private readonly Option<int> _threads = ToolOption.Whole("--threads", "Threads to use.", Environment.ProcessorCount, 1, Parallelism.MaxThreads);

    public CharacterCommand()
        : base("Trains a small transformer to write like a text, character by character.")
    {
        HelpName = "CharacterTransformer";
        Add(_text);
        foreach (Option option in (Option[])[
            _steps, _minutes, _context, _width, _layers, _heads, _dropout, _tie, _batch, _rate, _warmUp, _decay, _clip, _validation, _every, _curve,
            _characters, _prompt, _temperature, _seed, _threads,
        ])
        {
            Add(option);
        }

        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public IReadOnlyList<Example> Examples =>
    [
        new("CharacterTransformer", "Learns the small text that comes with it, in seconds."),
        new(
            "CharacterTransformer shakespeare.txt --minutes 15 --curve loss.svg --prompt ROMEO:",
            "Learns a text for at most a quarter of an hour, and writes on."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        CharacterSettings settings = Settings(result);
        double validation = result.GetValue(_validation);
        if (settings.Dropout >= 1 || validation >= 1)
        {
            throw new CommandException($"{(validation >= 1 ? "--validation" : "--dropout")} expects a number below 1.", ExitCode.Usage);
        }

        if (settings.Width % settings.Heads != 0)
        {
            throw new CommandException(
                FormattableString.Invariant($"--heads expects a divisor of the width {settings.Width} but got '{settings.Heads}'."), ExitCode.Usage);
        }

        Parallelism.Threads = result.GetValue(_threads);
        OutputFile.CheckWritable(result.GetValue(_curve));
        string text = result.GetValue(_text) is { } path ? TextFile.Read(path, cancellationToken: cancellationToken) : SmallText.Read();
        CharacterVocabulary vocabulary = new(text);
        string prompt = Prompt(result.GetValue(_prompt)!, text, vocabulary);
        CharacterRun run = new(vocabulary.Encode(text), vocabulary.Count, validation, settings);
        TextWriter output = result.InvocationConfiguration.Output;
        output.WriteLine(
            FormattableString.Invariant($"{text.Length:N0} characters, {vocabulary.Count} different ones; {run.Model.Size:N0} parameters. ") +
            FormattableString.Invariant($"{Parallelism.Threads} threads of {Processor.Name}."));

        LossCurve curve = new("Loss while training");
        run.Train(curve, result.InvocationConfiguration.Error, cancellationToken);
        bool interrupted = cancellationToken.IsCancellationRequested;
        if (result.GetValue(_curve) is { } picture)
        {
            curve.WriteSvg(picture);
        }

        WriteTable(output, run.Result);
        curve.WriteTo(output);
        int count = result.GetValue(_characters);
        if (count > 0)
        {
            // An interruption of the training does not take away the text that it has been for; a second one ends the process.
            output.Write(prompt.TrimStart('\n'));
            CharacterWriter.Write(
                run.Model, vocabulary, prompt, count, new TextSampler(settings.Seed, result.GetValue(_temperature)), output,
                interrupted ? default : cancellationToken);
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private CharacterSettings Settings(ParseResult result)
    {
        CharacterSettings defaults = result.GetValue(_text) is null ? Small : Defaults;
        return defaults with
        {
            Steps = result.GetValue(_steps) ?? defaults.Steps,
            Context = result.GetValue(_context) ?? defaults.Context,
            Width = result.GetValue(_width) ?? defaults.Width,
            Layers = result.GetValue(_layers) ?? defaults.Layers,
            Heads = result.GetValue(_heads),
            Dropout = result.GetValue(_dropout),
            BatchSize = result.GetValue(_batch) ?? defaults.BatchSize,
            LearningRate = result.GetValue(_rate),
            WarmUp = result.GetValue(_warmUp) ?? defaults.WarmUp,
            WeightDecay = result.GetValue(_decay),
            Clip = result.GetValue(_clip),
            Tie = result.GetValue(_tie),
            ValidateEvery = result.GetValue(_every) ?? defaults.ValidateEvery,
            TimeLimit = result.GetValue(_minutes) is { } minutes && minutes < TimeSpan.MaxValue.TotalMinutes / 2
                ? TimeSpan.FromMinutes(minutes)
                : TimeSpan.MaxValue,
            Seed = (ulong)result.GetValue(_seed),
        };
    }

    private static string Prompt(string prompt, string text, CharacterVocabulary vocabulary)
    {
        if (prompt.Length == 0)
        {
            return text.Contains('\n', StringComparison.Ordinal) ? "\n" : vocabulary.Decode(vocabulary.Encode(text)[..1]);
        }

        try
        {
            vocabulary.Encode(prompt);
            return prompt;
        }
        catch (FormatException exception)
        {
            throw new CommandException($"--prompt: {exception.Message}", ExitCode.Failure);
        }
    }

    private static void WriteTable(TextWriter output, CharacterResult result)
    {
        output.WriteLine();
        output.WriteLine("| parameters | steps | training, characters/s | time, s | best step | training loss | validation loss, nats a character |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {result.Parameters:N0} | {result.Steps} | {result.CharactersPerSecond:N0} | {result.Seconds:F1} | {result.BestStep} | {result.Training:F3} " +
            $"| {result.Validation:F3} |"));
        output.WriteLine();
    }

    private static Option<int?> Size(string name, string description, int defaultValue, int small, int maximum) =>
        ToolOption.OptionalWhole(name, FormattableString.Invariant($"{description} [default: {defaultValue}, without a file {small}]"), 1, maximum);
}
