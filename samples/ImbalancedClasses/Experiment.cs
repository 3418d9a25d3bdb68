using Hillock.Activations;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Samples.ImbalancedClasses;

/// <summary>What a method achieves on rows at the natural frequencies that it has not seen.</summary>
internal sealed record Scores(double BalancedAccuracy, double Accuracy, double LogLoss, double RarestPredicted, double RarestTrue);

/// <summary>How the rare classes are dealt with.</summary>
internal enum Method
{
    Plain,
    ClassWeights,
    Balanced,
    BalancedThenNatural,
}

/// <summary>Three spirals, of which one has every twentieth and one every hundredth of its rows left, and the same network for all methods.</summary>
internal sealed class Experiment
{
    private const int Classes = 3, TrainingRows = 6000, TestRows = 60000, Epochs = 40, BatchSize = 32;
    private const double Noise = 0.04, LearningRate = 0.003;
    private static readonly double[] Kept = [1, 0.05, 0.01];

    private readonly ulong _seed;
    private readonly Tensor _inputs, _targets, _testInputs, _testTargets;
    private readonly int[] _counts = new int[Classes];

    internal Experiment(ulong seed)
    {
        _seed = seed;
        (_inputs, _targets) = Draw(TrainingRows, 2 * seed);
        (_testInputs, _testTargets) = Draw(TestRows, (2 * seed) + 1);
        foreach (int target in _targets.ToArray<int>())
        {
            _counts[target]++;
        }
    }

    internal static string Describe() => string.Join(", ", Kept.Select(share => $"about {TrainingRows / Classes * share:F0}"));

    internal static string Name(Method method) => method switch
    {
        Method.Plain => "as it comes",
        Method.ClassWeights => "class weights in the loss",
        Method.Balanced => "balanced batches",
        _ => "balanced batches, last fifth at natural frequencies",
    };

    internal Scores Run(Method method)
    {
        bool balance = method is Method.Balanced or Method.BalancedThenNatural;
        Tensor? weight = method == Method.ClassWeights
            ? Tensor.From([.. _counts.Select(count => (float)_targets.Length / (Classes * count))])
            : null;

        // A balanced epoch is longer; all methods take about as many steps.
        int epochs = balance ? Math.Max(5, (int)Math.Round((double)Epochs * _targets.Length / (Classes * _counts.Max()))) : Epochs;
        RandomSource random = new(_seed);
        Sequential network = new(
            new Linear(2, 64, random: random), new Activation<Relu>(new()), new Linear(64, 64, random: random), new Activation<Relu>(new()),
            new Linear(64, Classes, random: random));
        Trainer trainer = new(network, new Adam(network.Parameters(), LearningRate), new CrossEntropyLoss(weight: weight));
        trainer.Fit(_inputs, _targets, new FitOptions
        {
            Epochs = epochs,
            BatchSize = BatchSize,
            Seed = _seed,
            Balance = balance,
            NaturalEpochs = method == Method.BalancedThenNatural ? epochs / 5 : 0,
            Schedule = new CosineSchedule(epochs),
        });
        return Score(trainer.Predict(_testInputs));
    }

    private static (Tensor Inputs, Tensor Targets) Draw(int rows, ulong seed)
    {
        TabularData all = SyntheticData.Spirals(rows, Noise, seed);
        Philox random = new(seed, 1);
        int[] kept = [.. Enumerable.Range(0, all.RowCount).Where(row => random.UniformDouble((ulong)row) < Kept[all.Classes[row]])];
        TabularData data = all.Select(kept);
        return (Tensor.From(data.Features.ToArray(), [data.RowCount, data.ColumnCount]), Tensor.From([.. data.Classes.ToArray().Select(c => (long)c)]));
    }

    private Scores Score(Tensor logits)
    {
        double[] probabilities = F.Softmax(logits, 1).ToArray<double>();
        int[] targets = _testTargets.ToArray<int>();
        const int rarest = Classes - 1;
        return new Scores(
            Metrics.BalancedAccuracy(logits, _testTargets),
            Metrics.Accuracy(logits, _testTargets),
            F.CrossEntropy(logits, _testTargets).ToArray<double>()[0],
            Enumerable.Range(0, targets.Length).Average(row => probabilities[(row * Classes) + rarest]),
            targets.Average(target => target == rarest ? 1.0 : 0));
    }
}
