using Hillock.Data;
using Hillock.Functional;

namespace Hillock.Training;

/// <summary>The network that <see cref="NetworkDiagnosis.Run"/> trains, and how.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>The activation of every hidden layer.</summary>
    public ActivationChoice Activation { get; init; } = ActivationChoices.From(ActivationCatalog.Create("relu"), "relu");

    /// <summary>The number of hidden layers, at least 1.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>The units of each.</summary>
    public int Width { get; init; } = 64;

    /// <summary>How weights are drawn; biases start at 0.</summary>
    public InitializationKind Initialization { get; init; } = InitializationKind.Fitting;

    /// <summary>What every drawn weight is multiplied by, above 0.</summary>
    public double WeightScale { get; init; } = 1;

    /// <summary>What the standardised inputs are multiplied by, above 0: anything but 1 stands for data that nobody standardised.</summary>
    public double InputScale { get; init; } = 1;

    /// <summary>The epochs; null for as many as make about 1500 steps, at least 10 and at most 200.</summary>
    public int? Epochs { get; init; }

    /// <summary>The rows of a minibatch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The optimizer.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate; null for 0.003 (0.02 for SGD).</summary>
    public double? LearningRate { get; init; }

    /// <summary>The seed of the split, the initial weights and the order of minibatches.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether missing features are replaced by the training part's mean.</summary>
    public bool ImputeMissing { get; init; }

    /// <summary>The options with every default filled in for some data.</summary>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">A number is out of range; the message says which.</exception>
    public DiagnosisOptions Resolve(TabularData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(Activation, nameof(Activation));
        Require(Depth >= 1, nameof(Depth), Depth, "at least one hidden layer");
        Require(WeightScale > 0 && double.IsFinite(WeightScale), nameof(WeightScale), WeightScale, "a number above 0");
        Require(InputScale > 0 && double.IsFinite(InputScale), nameof(InputScale), InputScale, "a number above 0");
        Training().Resolve(data);
        return this with
        {
            Epochs = Epochs ?? ComparisonOptions.UsualEpochs(data.RowCount - (data.RowCount / DiagnosisRun.Folds), BatchSize),
            LearningRate = LearningRate ?? Optimizer.UsualRate(),
        };
    }

    /// <summary>The same as the options of a comparison, which has checks and defaults for what both know.</summary>
    internal ComparisonOptions Training() => new()
    {
        Hidden = [Width],
        Epochs = Epochs,
        BatchSize = BatchSize,
        Optimizer = Optimizer,
        LearningRate = LearningRate,
        Seed = Seed,
        ImputeMissing = ImputeMissing,
    };

    private static void Require(bool condition, string name, double value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} expects {expected} but got {value}."), name);
        }
    }
}
