using System.CommandLine;
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Kernels;
using Hillock.Samples.Text;

namespace Hillock.Samples.WordLanguageModel;

/// <summary>The sample's command line.</summary>
public sealed class WordCommand : RootCommand, IHasExamples
{
    private static readonly WordSettings Defaults = new();

    private readonly Argument<string?> _text = new("FILE") { Description = "The text to train on: UTF-8, words between spaces. A small one when left out.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _test = ToolOption.Path("--test", "The text to test on; the part kept for validation when left out.", "FILE");
    private readonly Option<string> _softmax = ToolOption.Choice("--softmax", "Which softmax chooses among the words.", "adaptive", "adaptive", "full", "both");
    private readonly Option<int> _epochs = ToolOption.Integer("--epochs", "Passes over the text.", Defaults.Epochs, 1, 1000);
    private readonly Option<int> _context = ToolOption.Integer("--context", "Words that the model sees.", Defaults.Context, 1, 100);
    private readonly Option<int> _embedding = ToolOption.Integer("--embedding", "Numbers that stand for a word.", Defaults.Embedding, 1, 4096);
    private readonly Option<int> _hidden = ToolOption.Integer("--hidden", "Width of the hidden layer.", Defaults.Hidden, 1, 16384);
    private readonly Option<double> _dropout = ToolOption.NonNegative("--dropout", "Probability of a number to be dropped in training, below 1.", "P", Defaults.Dropout);
    private readonly Option<int> _batch = ToolOption.Integer("--batch-size", "Words predicted in a step.", Defaults.BatchSize, 1, 1 << 16);
    private readonly Option<double> _rate = ToolOption.Positive("--learning-rate", "AdamW's learning rate at the start.", "RATE", Defaults.LearningRate);
    private readonly Option<double> _decay = ToolOption.NonNegative("--weight-decay", "AdamW's weight decay.", "DECAY", Defaults.WeightDecay);
    private readonly Option<int[]> _cutoffs = new("--cutoffs") { Description = "The first word of each cluster of the adaptive softmax. [default: a 14th and a 4th of the words]", HelpName = "A,B" };
    private readonly Option<double> _div = ToolOption.Positive("--div-value", "How much narrower each cluster is than the one before.", "D", Defaults.DivValue);
    private readonly Option<int> _minimum = ToolOption.Integer("--minimum-count", "A word that occurs less often is unknown.", 1, 1, 1000);
    private readonly Option<double> _validation = ToolOption.Positive("--validation", "Share of the text kept back to choose the epoch, below 1.", "SHARE", 0.1);
    private readonly Option<string?> _curve = ToolOption.Path("--curve", "Write the loss curve as an SVG picture.", "FILE.svg");
    private readonly Option<int> _words = ToolOption.Integer("--words", "Words to generate at the end.", 40, 0, 100_000);
    private readonly Option<string> _prompt = new("--prompt") { Description = "The beginning of the generated text.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private readonly Option<double> _temperature = ToolOption.NonNegative("--temperature", "0 always takes the most probable word, more gives more varied text.", "T", 0.8);
    private readonly Option<int> _seed = ToolOption.Integer("--seed", "Decides everything that is random.", 0, 0, int.MaxValue);
    private readonly Option<int> _threads = ToolOption.Integer("--threads", "Threads to use.", Environment.ProcessorCount, 1, Parallelism.MaxThreads);

    public WordCommand()
        : base("Trains a language model of words and compares an adaptive softmax with a full one.")
    {
        _cutoffs.CustomParser = ToolOption.IntegerList("--cutoffs", "", "A,B", [], int.MaxValue).CustomParser;
        HelpName = "WordLanguageModel";
        Add(_text);
        foreach (Option option in (Option[])[_test, _softmax, _epochs, _context, _embedding, _hidden, _dropout, _batch, _rate, _decay, _cutoffs, _div, _minimum, _validation, _curve, _words, _prompt, _temperature, _seed, _threads])
        {
            Add(option);
        }

        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public IReadOnlyList<Example> Examples =>
    [
        new("WordLanguageModel", "Trains on the small text that comes with it, in a second."),
        new("WordLanguageModel wikitext-2/valid.txt --test wikitext-2/test.txt --softmax both --curve loss.svg", "Compares the two softmaxes on a real text."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        double dropout = result.GetValue(_dropout), validation = result.GetValue(_validation);
        if (dropout >= 1 || validation >= 1)
        {
            throw new CommandException($"{(dropout >= 1 ? "--dropout" : "--validation")} expects a number below 1.", ExitCode.Usage);
        }

        Parallelism.Threads = result.GetValue(_threads);
        OutputFile.CheckWritable(result.GetValue(_curve));
        WordCorpus corpus = WordCorpus.Read(result.GetValue(_text), result.GetValue(_test), validation, result.GetValue(_minimum));
        WordSettings settings = new()
        {
            Context = result.GetValue(_context),
            Embedding = result.GetValue(_embedding),
            Hidden = result.GetValue(_hidden),
            Dropout = dropout,
            Epochs = result.GetValue(_epochs),
            BatchSize = result.GetValue(_batch),
            LearningRate = result.GetValue(_rate),
            WeightDecay = result.GetValue(_decay),
            Cutoffs = result.GetValue(_cutoffs) ?? [],
            DivValue = result.GetValue(_div),
            Seed = (ulong)result.GetValue(_seed),
        };
        TextWriter output = result.InvocationConfiguration.Output;
        output.WriteLine(Describe(corpus, settings));

        SoftmaxKind[] kinds = result.GetValue(_softmax) switch { "full" => [SoftmaxKind.Full], "both" => [SoftmaxKind.Full, SoftmaxKind.Adaptive], _ => [SoftmaxKind.Adaptive] };
        LossCurve curve = new("Loss while training");
        WordRun[] runs = [.. kinds.Select(kind => new WordRun(corpus, kind, settings))];
        foreach (WordRun run in runs)
        {
            run.Train(curve, result.InvocationConfiguration.Error, cancellationToken);
        }

        if (result.GetValue(_curve) is { } path)
        {
            curve.WriteSvg(path);
        }

        cancellationToken.ThrowIfCancellationRequested();
        WordTable.Write(output, [.. runs.Select(run => run.Test())]);
        curve.WriteTo(output);
        int words = result.GetValue(_words);
        if (words > 0)
        {
            output.WriteLine($"{runs[^1].Name} continues \"{result.GetValue(_prompt)}\":");
            output.WriteLine(runs[^1].Generate(result.GetValue(_prompt)!, words, new TextSampler(settings.Seed, result.GetValue(_temperature))));
        }

        return ExitCode.Success;
    }

    private static string Describe(WordCorpus corpus, WordSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{corpus.Training.Length} words to train on, {corpus.Validation.Length} to choose the epoch, {corpus.Test.Length} to test on; {corpus.Vocabulary.Count} different ones, clusters from {string.Join(" and ", settings.CutoffsFor(corpus.Vocabulary.Count))} on. {Parallelism.Threads} threads of {Processor.Name}.");
}
