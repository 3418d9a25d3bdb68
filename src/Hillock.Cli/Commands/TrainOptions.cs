using System.CommandLine;
using System.CommandLine.Parsing;
using Hillock.Charts.CommandLine;
using Hillock.Cli.PictureFiles;
using Hillock.Cli.RunFolders;
using Hillock.Kernels;
using Hillock.Training;

namespace Hillock.Cli.Commands;

/// <summary>The options that say how a network is trained.</summary>
internal sealed class TrainOptions
{
    private const double UsualShare = 0.2;
    private const int LongestPiece = 4096, LargestPicture = 4096;

    private static readonly ComparisonOptions Defaults = new();

    private readonly Option<string?> _model =
        new("--model")
        {
            Description = "The network: mlp, cnn (pictures), rnn or transformer (a text); a model.json; or its layers, such as \"linear 64, relu, linear\". " +
                "[default: mlp, cnn or rnn, as the data is]",
            HelpName = "MODEL",
        };
    private readonly Option<string?> _activation =
        new("--activation")
        {
            Description = "The activation of mlp, cnn or transformer, such as gelu or elu:alpha=0.5. [default: relu, or gelu]",
            HelpName = "NAME",
        };
    private readonly Option<int[]> _hidden =
        ToolOption.WholeList("--hidden", "Widths of the hidden layers of an mlp.", "A,B", [.. Defaults.Hidden], CompareCommand.WidestLayer);
    private readonly Option<string?> _loss =
        new("--loss") { Description = "The loss, such as focal:gamma=1. [default: cross-entropy, or mean-squared-error]", HelpName = "NAME" };
    private readonly Option<string> _optimizer =
        ToolOption.Choice("--optimizer", "The optimizer; sgd has a momentum of 0.9.", "adam", [.. CompareCommand.Optimizers.Keys]);
    private readonly Option<double?> _learningRate =
        ToolOption.OptionalPositive("--learning-rate", "The learning rate at its highest. [default: 0.003, or 0.02 for sgd]", "RATE");
    private readonly Option<double> _weightDecay = ToolOption.NonNegative("--weight-decay", "The weight decay.", "W", 0);
    private readonly Option<string> _schedule = ToolOption.Choice(
        "--schedule", "How the rate changes: falls like a cosine, stays, or rises for a twentieth of the epochs first.", "cosine", TrainSettings.Schedules);
    private readonly Option<int?> _epochs =
        ToolOption.OptionalWhole("--epochs", "Passes over the training part. [default: as many as make about 1500 steps, 10 to 200]", 1, 1_000_000);
    private readonly Option<int> _batchSize = ToolOption.Whole("--batch-size", "Rows of a step.", Defaults.BatchSize, 1, 1_000_000);
    private readonly Option<bool> _balance =
        new("--balance")
        {
            Description = "Fill each step equally from every class, and score by balanced accuracy: for classes of very different frequencies.",
        };
    private readonly Option<int> _naturalEpochs = ToolOption.Whole(
        "--natural-epochs", "With --balance, the last epochs at the natural frequencies, so that probabilities are those of the data.", 0, 0, 1_000_000);
    private readonly Option<double> _validation =
        ToolOption.NonNegative("--validation", "The share of the rows that is held out to measure on; 0 to train on all.", "SHARE", UsualShare);
    private readonly Option<int?> _earlyStopping = ToolOption.OptionalWhole(
        "--early-stopping", "End after so many epochs without a smaller held-out loss, and keep the best epoch. [default: train all epochs]", 1, 1_000_000);
    private readonly Option<int> _steps = ToolOption.Whole("--steps", "Characters of a text that the network sees at a time.", 64, 1, LongestPiece);
    private readonly Option<string[]> _augment = ToolOption.WordList(
        "--augment", "Show changed examples in each epoch: flip (left and right), vertical-flip, crop; mixtures of two: mixup, cutmix.", "A,B");
    private readonly Option<int?> _size = ToolOption.OptionalWhole(
        "--size", $"The height and width, in pixels, of the pictures of a folder. [default: their own where all are alike, otherwise {PictureSet.UsualSize}]",
        1, LargestPicture);
    private readonly Option<ulong> _seed =
        ToolOption.Whole<ulong>(
            "--seed", "Makes the held-out part, initial weights and batches; the same seed gives the same weights.", 0, 0, ulong.MaxValue);

    public TrainOptions()
    {
        _batchSize.Aliases.Add("--batch");
        _augment.Validators.Add(CheckWords);
        _validation.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out double share) && share >= 1)
            {
                result.AddError($"--validation expects a share from 0 to below 1, such as 0.2, but got '{token.Value}'.");
            }
        });
    }

    private static void CheckWords(OptionResult result)
    {
        const StringSplitOptions Words = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string word in result.Tokens.SelectMany(static token => token.Value.Split(',', Words)))
        {
            if (!Augmentation.Names.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                result.AddError(
                    $"--augment expects words among {Sequence.And(Augmentation.Names)} but got '{word}'{Suggestion.Hint(word, Augmentation.Names)}");
            }
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All =>
    [
        _model, _activation, _hidden, _loss, _optimizer, _learningRate, _weightDecay, _schedule, _epochs, _batchSize, _balance, _naturalEpochs, _validation,
        _earlyStopping, _steps, _size, _augment, _seed,
    ];

    /// <summary>The option that may be greater where a run goes on.</summary>
    public Option Epochs => _epochs;

    /// <summary>The other one.</summary>
    public Option EarlyStopping => _earlyStopping;

    /// <summary>The epochs of it; null for none.</summary>
    public int? Patience(ParseResult result) => result.GetValue(_earlyStopping);

    /// <summary>Whether classes count alike.</summary>
    public bool Balance(ParseResult result) => result.GetValue(_balance);

    /// <summary>What they say.</summary>
    public TrainSettings Values(ParseResult result) => new()
    {
        Model = result.GetValue(_model),
        Activation = result.GetValue(_activation),
        Hidden = result.GetValue(_hidden) ?? [],
        Loss = result.GetValue(_loss),
        Optimizer = CompareCommand.Optimizers[result.GetValue(_optimizer)!],
        LearningRate = result.GetValue(_learningRate),
        WeightDecay = result.GetValue(_weightDecay),
        Schedule = result.GetValue(_schedule)!,
        Epochs = result.GetValue(_epochs),
        BatchSize = result.GetValue(_batchSize),
        Balance = result.GetValue(_balance),
        NaturalEpochs = result.GetValue(_naturalEpochs),
        Validation = result.GetValue(_validation),
        EarlyStopping = result.GetValue(_earlyStopping),
        Steps = result.GetValue(_steps),
        Size = result.GetValue(_size),
        Augment = [.. result.GetValue(_augment)!.Select(static word => word.ToLowerInvariant())],
        Seed = result.GetValue(_seed),
    };
}
