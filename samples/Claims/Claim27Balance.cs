using Hillock.Activations;
using Hillock.Charts;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Samples.Claims;

/// <summary>Equal class frequencies in training, then the real ones.</summary>
public sealed class Claim27Balance() : Claim(27, "balance")
{
    private const int Rows = 2000;
    private const double RareShare = 0.03;
    private static readonly Dictionary<string, (double Balanced, double Predicted)> Done = [];

    /// <summary>The ways to train.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["as it comes", "class weights", "balanced batches", "balanced, last epochs natural"];

    /// <summary>How often the rows of each class, 1000, 100 and 10, are used in an epoch: the least and the greatest.</summary>
    public static (int Least, int Greatest)[] Uses()
    {
        int[] classes = [.. Enumerable.Repeat(0, 1000), .. Enumerable.Repeat(1, 100), .. Enumerable.Repeat(2, 10)];
        var sampler = new BalancedBatchSampler(classes, 30, 0);
        var uses = new int[classes.Length];
        sampler.StartEpoch(0);
        for (int i = 0; i < sampler.BatchCount; i++)
        {
            foreach (int row in sampler.Batch(i))
            {
                uses[row]++;
            }
        }

        return [.. Enumerable.Range(0, 3).Select(c => uses.Where((_, row) => classes[row] == c).ToArray()).Select(own => (own.Min(), own.Max()))];
    }

    /// <summary>The balanced accuracy on new rows, and the mean probability that is given to the rare class; 3 % is true.</summary>
    public static (double Balanced, double Predicted) Train(string method)
    {
        lock (Done)
        {
            return Done.TryGetValue(method, out (double, double) done) ? done : Done[method] = Measure(method);
        }
    }

    private static (double Balanced, double Predicted) Measure(string method)
    {
        (Tensor inputs, Tensor targets) = Draw(Rows, 27);
        (Tensor testInputs, Tensor testTargets) = Draw(20_000, 28);
        bool balance = method.StartsWith("balanced", StringComparison.Ordinal);

        // An epoch of balanced batches is twice as long, because the frequent class is the only one that passes once.
        int epochs = balance ? 12 : 24;
        var random = new RandomSource(27);
        var network = new Sequential(new Linear(2, 16, random: random), new Activation<Relu>(new()), new Linear(16, 2, random: random));
        Tensor? weight = method == "class weights" ? Tensor.From([0.5f / (1 - (float)RareShare), 0.5f / (float)RareShare]) : null;
        var trainer = new Trainer(network, new Adam(network.Parameters(), 0.01), new CrossEntropyLoss(weight: weight));
        trainer.Fit(inputs, targets, new FitOptions { Epochs = epochs, BatchSize = 32, Balance = balance, NaturalEpochs = method.EndsWith("natural", StringComparison.Ordinal) ? 4 : 0, Schedule = new CosineSchedule(epochs) });
        Tensor logits = trainer.Predict(testInputs);
        double[] probabilities = F.Softmax(logits, 1).ToArray<double>();
        return (Metrics.BalancedAccuracy(logits, testTargets), probabilities.Where((_, i) => i % 2 == 1).Average());
    }

    private static (Tensor Inputs, Tensor Targets) Draw(int rows, ulong seed)
    {
        var random = new Philox(seed);
        var inputs = new float[rows * 2];
        var targets = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            targets[i] = random.UniformDouble((ulong)i) < RareShare ? 1 : 0;
            inputs[2 * i] = (float)random.WithStream(1).Normal((ulong)i) + (2 * targets[i]);
            inputs[(2 * i) + 1] = (float)random.WithStream(2).Normal((ulong)i);
        }

        return (Tensor.From(inputs, [rows, 2]), Tensor.From(targets));
    }

    public override IEnumerable<string> Measured()
    {
        yield return $"uses of a row in a balanced epoch, classes of 1000, 100, 10 rows: {string.Join(", ", Uses().Select(use => use.Least == use.Greatest ? $"{use.Least}" : $"{use.Least} to {use.Greatest}"))}";
        yield return "";
        foreach (string line in Sheet.Table(
            ["training, 3 % of the rows rare", "balanced accuracy", "probability given to the rare class"],
            Methods.Select(method => (string[])[method, Sheet.P(Train(method).Balanced), Sheet.P(Train(method).Predicted)])))
        {
            yield return line;
        }
    }

    public override LineChart Picture() => Sheet.Categories(
        "Rare rows recognised, and the probability given to them", "way of training", "%", ["as it comes", "weights", "balanced", "then natural"],
        Sheet.Steps("balanced accuracy", 0, Methods.Select(method => Train(method).Balanced)), Sheet.Steps("probability", 1, Methods.Select(method => Train(method).Predicted)), Sheet.Steps("true share", 2, Methods.Select(_ => RareShare)))
        with
    { YFactor = 100 };
}
