using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>How a network is trained, as the command line says.</summary>
internal sealed record TrainSettings
{
    private const int WarmupParts = 20;

    /// <summary>The network: a preset, a file or a text; null for the preset that suits the data.</summary>
    public string? Model { get; init; }

    /// <summary>The activation of a preset; null for the preset's own.</summary>
    public string? Activation { get; init; }

    /// <summary>The widths of the hidden layers of an mlp; empty for the usual ones.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [];

    /// <summary>The loss; null for the one that suits the target.</summary>
    public string? Loss { get; init; }

    /// <summary>The optimizer.</summary>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>The learning rate; null for the optimizer's usual one.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate changes: a name of <see cref="Schedules"/>.</summary>
    public string Schedule { get; init; } = "cosine";

    /// <summary>The epochs; null for as many as are usual.</summary>
    public int? Epochs { get; init; }

    /// <summary>The rows of a step.</summary>
    public int BatchSize { get; init; }

    /// <summary>Whether each step has equally many rows of every class.</summary>
    public bool Balance { get; init; }

    /// <summary>The last epochs, of those that are balanced, in which classes have their own frequencies.</summary>
    public int NaturalEpochs { get; init; }

    /// <summary>The share of the rows that is held out.</summary>
    public double Validation { get; init; }

    /// <summary>The epochs without a smaller held-out loss after which training ends; null to train all.</summary>
    public int? EarlyStopping { get; init; }

    /// <summary>The characters that a model of a text sees at a time.</summary>
    public int Steps { get; init; }

    /// <summary>The height and width of a folder's pictures; null for their own, or the usual ones.</summary>
    public int? Size { get; init; }

    /// <summary>How examples are changed as they are shown, of <see cref="Augmentation.Names"/>; empty for not at all.</summary>
    public IReadOnlyList<string> Augment { get; init; } = [];

    /// <summary>The seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>The names of the schedules.</summary>
    public static IReadOnlyList<string> Schedules { get; } = ["cosine", "constant", "warmup"];

    /// <summary>The epochs, where none are given as many as make about 1500 steps.</summary>
    public int EpochsFor(int rows) => Epochs ?? ComparisonOptions.UsualEpochs(rows, BatchSize);

    /// <summary>Makes the schedule.</summary>
    /// <param name="epochs">The epochs in all.</param>
    public LearningRateSchedule CreateSchedule(int epochs) => Schedule switch
    {
        "constant" => new ConstantSchedule(),
        "warmup" => new WarmupSchedule(Math.Max(1, epochs / WarmupParts), new CosineSchedule(Math.Max(1, epochs - Math.Max(1, epochs / WarmupParts)))),
        _ => new CosineSchedule(epochs),
    };

    /// <summary>Makes the optimizer.</summary>
    public Optimizer CreateOptimizer(Modules.Module network) =>
        Optimizer.Create(ParameterGroup.Split(network), LearningRate ?? Optimizer.UsualRate(), WeightDecay);
}
