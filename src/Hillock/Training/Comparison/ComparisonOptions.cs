using System.Text.Json.Serialization;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training.Search;

namespace Hillock.Training;

/// <summary>How <see cref="CrossValidation.Compare"/> trains and tests.</summary>
public sealed record ComparisonOptions
{
    // Steps after which small networks on the data sets that come with scikit-learn, and on MNIST, have learned what they will.
    private const int TargetSteps = 1500;

    /// <summary>The folds, at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How often the cross-validation is repeated with other splits, at least 1.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>
    /// Splits of your own, instead of those that are drawn, such as one into two files; <see cref="Folds"/> and <see cref="Repeats"/> do not count then.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<Fold>? Splits { get; init; }

    /// <summary>Whether classes may have fewer rows than there are folds; some folds then hold out none of such a class.</summary>
    public bool SpreadRareClasses { get; init; }

    /// <summary>The widths of the hidden layers, from the input on.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <summary>
    /// The epochs; null for as many as suit each run: until the loss on a fifth of its training part stops falling, at most 1000 and at most about 15,000 steps
    /// (but 10 epochs in any case).
    /// </summary>
    public int? Epochs { get; init; }

    /// <summary>The rows of a minibatch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The optimizer.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>
    /// The learning rate; null for each run's own: the one of 0.0003, 0.001, 0.003, 0.01 and 0.03 (0.002, 0.006, 0.02, 0.06 and 0.2 for SGD) with the smallest
    /// loss on a fifth of its training part.
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>The weight decay of weights and biases; slopes never decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Whether each minibatch holds equally many rows of every class (<see cref="Data.BalancedBatchSampler"/>); the score is the balanced accuracy then. Only
    /// for classes.
    /// </summary>
    public bool Balance { get; init; }

    /// <summary>With <see cref="Balance"/>, the number of last epochs at the natural frequencies.</summary>
    public int NaturalEpochs { get; init; }

    /// <summary>
    /// Makes the optimizer of each run from groups of parameters, the learning rate and the weight decay: an optimizer of your own, instead of
    /// <see cref="Optimizer"/>. Null for that.
    /// </summary>
    public Func<IReadOnlyList<ParameterGroup>, double, double, Optimizers.Optimizer>? CreateOptimizer { get; init; }

    /// <summary>
    /// The score of held-out predictions and targets, larger for the better: a metric of your own. When null the accuracy for classes (the balanced one with
    /// <see cref="Balance"/>), R² for real numbers.
    /// </summary>
    public Func<Tensor, Tensor, double>? Score { get; init; }

    /// <summary><see cref="Score"/>, or what takes its place; null for the trainer's own.</summary>
    internal Func<Tensor, Tensor, double>? ScoreInUse => Score ?? (Balance ? Metrics.BalancedAccuracy : null);

    /// <summary>
    /// Whether to measure what each candidate costs (<see cref="TrainingComparison.Costs"/>) after the runs: a fifth of a second each, and a second once in a
    /// process that has trained little yet.
    /// </summary>
    [JsonIgnore]
    public bool MeasureCosts { get; init; }

    /// <summary>The seed of splits, initial weights and the order of minibatches.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether missing features are replaced by the training part's mean.</summary>
    public bool ImputeMissing { get; init; }

    /// <summary>
    /// What is done with the columns, fitted on the training part of each fold; null to standardise numbers and make columns of 0 and 1 of categories. Missing
    /// features are allowed where this or <see cref="ImputeMissing"/> says so.
    /// </summary>
    [JsonIgnore]
    public PreprocessingOptions? Preprocessing { get; init; }

    /// <summary><see cref="Preprocessing"/>, or what takes its place.</summary>
    internal PreprocessingOptions PreprocessingInUse
    {
        get
        {
            PreprocessingOptions own = Preprocessing ?? new();
            return own with { ImputeMissing = own.ImputeMissing || ImputeMissing };
        }
    }

    /// <summary>The options, checked for some data. What each run is to find for itself stays null.</summary>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">A number is out of range; the message says which.</exception>
    public ComparisonOptions Resolve(TabularData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Require(Folds >= 2 || Splits is { Count: 1 }, nameof(Folds), Folds, "at least 2; 5 is usual");
        Require(Repeats >= 1, nameof(Repeats), Repeats, "at least 1");
        if (Splits is not { Count: > 0 })
        {
            // What a repetition would divide once more, these divide in one way: it would count the same rows again.
            Require(Repeats == 1 || data.Times.IsEmpty, nameof(Repeats), Repeats, "1 where rows are ordered by time, which divides them in one way,");
            Require(
                Repeats == 1 || data.Groups.IsEmpty || new HashSet<int>(data.Groups.ToArray()).Count != Folds, nameof(Repeats), Repeats,
                "1 where there are as many groups as folds, which divides them in one way,");
            if (!data.Times.IsEmpty && !data.Groups.IsEmpty)
            {
                throw new ArgumentException("The rows have both groups and times, and folds can follow one of them; leave the other out.", nameof(data));
            }
        }

        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1; 32 is usual");
        Require(Epochs is null or >= 1, nameof(Epochs), Epochs ?? 0, "at least 1");
        Require(LearningRate is null or > 0 && double.IsFinite(LearningRate ?? 0), nameof(LearningRate), LearningRate ?? 0, "above 0 and finite");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "at least 0 and finite");
        if (Balance && !data.IsClassification)
        {
            throw new ArgumentException($"Balance expects classes but the target {data.TargetName} is a real number; leave it out.", nameof(data));
        }

        Require(NaturalEpochs >= 0, nameof(NaturalEpochs), NaturalEpochs, "at least 0");
        Require(Balance || NaturalEpochs == 0, nameof(NaturalEpochs), NaturalEpochs, "Balance");
        foreach (int width in Hidden)
        {
            Require(width >= 1, nameof(Hidden), width, "widths of at least 1");
        }

        int most = Epochs ?? TrainingSearch.LongestEpochs(Math.Max(1, data.RowCount - (data.RowCount / Folds)), BatchSize);
        Require(NaturalEpochs <= most, nameof(NaturalEpochs), NaturalEpochs, $"at most the {most} epochs");
        return this;
    }

    /// <summary>The epochs that make about 1500 steps, at least 10 and at most 200: what a single training has where nothing is searched for.</summary>
    internal static int UsualEpochs(int rows, int batchSize) =>
        Math.Clamp(Partition.Count(TargetSteps, Partition.Count(Math.Max(1, rows), batchSize)), 10, 200);

    private static void Require(bool condition, string name, double value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} expects {expected} but got {value}."), name);
        }
    }
}
