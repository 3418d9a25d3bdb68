using Extending;
using Hillock.Activations;
using Hillock.Data;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Outside.Tests;

/// <summary>Parts from outside in a trainer and in a comparison.</summary>
public class TrainingTests
{
    [Fact]
    public void Fit_TakesTheSamplersRowsAndTheMetric()
    {
        // One weight, learned by plain gradient descent: after each step it is known which rows were shown.
        Tensor inputs = Tensor.From([1f, 2, 3, 4, 5], [5, 1]), targets = Tensor.Zeros([5, 1]);
        Linear model = new Linear(1, 1, bias: false);
        model.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([1, 1]) });
        Trainer trainer = new Trainer(model, new Sgd(model.Parameters(), 0.01), new MeanSquaredErrorLoss());
        IReadOnlyList<EpochReport> reports = trainer.Fit(inputs, targets, new FitOptions
        {
            Epochs = 2,
            Sampler = new Rows([[4], [0, 1], [4]]),
            HeldOutInputs = inputs,
            HeldOutTargets = targets,
            Score = static (predictions,
                _) => predictions.ToArray<double>()[1],
        }, cancellationToken: TestContext.Current.CancellationToken);
        double w = 1;
        foreach (double meanSquare in new[] { 25, 2.5, 25, 25, 2.5, 25 })
        {
            w -= 0.01 * 2 * w * meanSquare;
        }

        Assert.Equal(w, model.Weight.Detach().Item<float>(), 1e-6);
        Assert.Equal(2 * w, reports[^1].HeldOutScore!.Value, 1e-6);
    }

    [Fact]
    public void SortedSampler_ShowsEveryRowOnceInADifferentOrder()
    {
        int[] lengths = [5, 1, 4, 2, 3, 9, 7, 8, 6];
        SortedSampler sampler = new SortedSampler(lengths, 2, seed: 3);
        string[] epochs = [.. Enumerable.Range(0, 6).Select(epoch => string.Join(";", Batches(sampler, epoch).Select(batch => string.Join(",", batch))))];
        Assert.True(epochs.Distinct().Count() > 3);
        Assert.Equal(epochs[2], string.Join(";", Batches(sampler, 2).Select(batch => string.Join(",", batch))));
        Assert.Equal(Enumerable.Range(0, 9), Batches(sampler, 4).SelectMany(batch => batch).Order());
        Assert.All(Batches(sampler, 1), batch => Assert.True(batch.Max(row => lengths[row]) - batch.Min(row => lengths[row]) <= 1));
    }

    /// <summary>A loss of one's own says which rows count: batches of other sizes come to the same loss, and collected gradients to the same step.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void RowsThatCount_OfALossOfOnesOwn_WeighBatches(int batch)
    {
        // Rows with a target below 0 count for nothing: w = 1, and of 1, 4, 9, 25 the mean is 9.75, its slope 2·9.75.
        Tensor inputs = Tensor.From([1f, 2, 3, 4, 5, 6], [6, 1]), targets = Tensor.From([0f, 0, 0, -1, 0, -1], [6, 1]);
        Linear model = new Linear(1, 1, bias: false);
        model.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([1, 1]) });
        EpochReport report = new Trainer(model, new Sgd(model.Parameters(), 0.01), new MaskedLoss()).Fit(
            new SixRows(inputs, targets, batch), new FitOptions { Epochs = 1, AccumulationSteps = 6 }, null, TestContext.Current.CancellationToken)[0];
        Assert.Equal(9.75, report.TrainingLoss, 1e-6);
        Assert.Equal(1 - (0.01 * 2 * 9.75), model.Weight.Detach().Item<float>(), 1e-6);
    }

    /// <summary>The same score by default, loss and step as with the library's own loss: what that overrides, one's own can.</summary>
    [Fact]
    public void ALossOfOnesOwn_HasTheScoreOfTheLibrarys()
    {
        Tensor inputs = Tensor.From([2f, -1, 0.5f, -3, 1, 4], [6, 1]), binary = Tensor.From([1f, 0, 0, 0, 1, 0], [6, 1]);
        Linear model = new Linear(1, 1, bias: false);
        model.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([1, 1]) });
        Trainer own = new Trainer(model, new Sgd(model.Parameters(), 0.01), new OwnLoss(new BinaryCrossEntropyWithLogitsLoss(), null, 0));

        // Of the six logits those of the rows 2 and 5 are on the wrong side.
        Assert.Equal(4.0 / 6, own.Evaluate(inputs, binary).Score, 1e-12);

        Tensor logits = Tensor.From([3f, 1, 0, 2, 5, 1, 1, 0], [4, 2]), classes = Tensor.From([0L, -7, 1, 1]);
        Sequential passOn = new Sequential(new Activation<Identity>());
        Sgd sgd = new Sgd(new Linear(1, 1).Parameters(), 0.01);
        Trainer ignoring = new Trainer(passOn, sgd, new OwnLoss(new CrossEntropyLoss(ignoreIndex: -7), -7, null));

        // Rows 0 and the second, which is ignored, and two whose first class is the larger but whose target is the second.
        Assert.Equal(1.0 / 3, ignoring.Evaluate(logits, classes).Score, 1e-12);
        Assert.Equal(-7, new CrossEntropyLoss(ignoreIndex: -7).IgnoredTarget);
        Assert.Equal(0.5, new BinaryCrossEntropyLoss().Boundary);
    }

    /// <summary>A random module and a random loss of one's own: a training that goes on from any step gives the bits of one that went through.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void RandomPartsOfOnesOwn_GoOnWithTheSameBits(int stop)
    {
        Tensor inputs = Tensor.Arange(0, 24).Reshape(12, 2) / 24, targets = Tensor.Ones([12, 1]);
        float[] whole = Weights(Fit(Made(), int.MaxValue, null).Trainer);
        (Trainer first, FitState? state) = Fit(Made(), stop, null);
        Dictionary<string, Tensor> weights = first.Model.StateDict().ToDictionary(pair => pair.Key, pair => pair.Value.Clone());
        Assert.Equal(["0", "loss:"], state!.RandomPasses.Keys);
        Trainer second = Made();
        second.Model.LoadStateDict(weights);
        Assert.Equal(whole, Weights(Fit(second, int.MaxValue, state).Trainer));
        Assert.NotEqual(whole, Weights(first));

        static Trainer Made()
        {
            RandomSource random = new RandomSource(3);
            Sequential model = new Sequential(new GaussianNoise(0.5, random), new Linear(2, 1, random: random));
            return new Trainer(model, new Sgd(model.Parameters(), 0.1), new NoisyLoss(random));
        }

        (Trainer Trainer, FitState? State) Fit(Trainer trainer, int steps, FitState? from)
        {
            StopAfter stopping = new StopAfter(steps);
            trainer.Fit(
                inputs, targets, new FitOptions { Epochs = 3, BatchSize = 4, ResumeFrom = from, Callbacks = [stopping] }, null,
                TestContext.Current.CancellationToken);
            return (trainer, stopping.State);
        }

        static float[] Weights(Trainer trainer) => [.. trainer.Model.Parameters().SelectMany(parameter => parameter.Detach().ToArray<float>())];
    }

    [Fact]
    public void Sampler_ThatIsWrong_IsNamedInTheMessage()
    {
        Linear model = new Linear(1, 1);
        Trainer trainer = new Trainer(model, new Sgd(model.Parameters(), 0.01), new MeanSquaredErrorLoss());
        string Fault(FitOptions options) => Assert.ThrowsAny<Exception>(() => trainer.Fit(Tensor.Ones([3, 1]), Tensor.Ones([3, 1]), options)).Message;
        Assert.Contains(
            "Rows gave row 3 for batch 1 but there are 3 rows", Fault(new FitOptions { Sampler = new Rows([[0], [1, 3]]) }), StringComparison.Ordinal);
        Assert.Contains("Rows gave row -1", Fault(new FitOptions { Sampler = new Rows([[-1]]) }), StringComparison.Ordinal);
        Assert.Contains("Rows gave no rows for batch 0 of 1", Fault(new FitOptions { Sampler = new Rows([[]]) }), StringComparison.Ordinal);
        Assert.Contains("exclude each other", Fault(new FitOptions { Sampler = new Rows([[0]]), Balance = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void MacroF1_IsTheMeanOfTheClasses()
    {
        // Class 0: one of two found, none wrong; class 1: found, one wrong; class 2 does not occur.
        Tensor logits = Tensor.From([2f, 0, -9, 0, 1, -9, 0, 1, -9], [3, 3]);
        Assert.Equal(((2.0 / 3) + (2.0 / 3)) / 2, MacroF1.Score(logits, Tensor.From([0L, 0, 1])), 1e-15);
    }

    [Fact]
    public void Comparison_TakesActivationsLossesOptimizersAndMetrics()
    {
        TabularData data = SyntheticData.Moons();
        int made = 0;
        ComparisonOptions options = new ComparisonOptions
        {
            Folds = 2,
            Epochs = 20,
            LearningRate = 1e-2,
            Hidden = [16],
            CreateOptimizer = (groups, rate, decay) =>
            {
                Interlocked.Increment(ref made);
                return new Lion(groups, rate, weightDecay: decay);
            },
            Score = MacroF1.Score,
        };
        TrainingComparison ofActivations =
            CrossValidation.Compare(data, [ActivationChoice.Of("lisht", new Lisht())], options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(ofActivations.Scores(0), score => Assert.InRange(score, 0.7, 1));
        Assert.True(made >= 2, $"Made {made}: one for each fold, and those that costs are measured with.");
        TabularData regression = SyntheticRegression();
        TrainingComparison ofLosses = CrossValidation.CompareLosses(
            regression, ActivationChoice.Of("lisht", new Lisht()), [new LossChoice("log-cosh", _ => new ElementwiseLoss<LogCosh>(new LogCosh(2)))],
            options with { Score = (x, t) => -Distance(x, t), Epochs = 200 },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(ofLosses.Scores(0), score => Assert.InRange(score, -0.5, 0));
    }

    private static TabularData SyntheticRegression()
    {
        float[] x = [.. Enumerable.Range(0, 60).Select(i => (i - 30) / 10f)];
        return TabularData.Regression(x, TabularColumn.Numbered(1), [.. x.Select(value => (double)value * value)]);
    }

    private static double Distance(Tensor x, Tensor t) => x.ToArray<double>().Zip(t.ToArray<double>(), (a, b) => Math.Abs(a - b)).Average();

    private static List<int[]> Batches(SortedSampler sampler, int epoch)
    {
        sampler.StartEpoch(epoch);
        List<int[]> batches = [];
        for (int i = 0; i < sampler.BatchCount; i++)
        {
            batches.Add(sampler.Batch(i).ToArray());
        }

        return batches;
    }

    private sealed class Rows(int[][] batches) : IBatchSampler
    {
        public int BatchSize => batches.Max(batch => batch.Length);

        public int BatchCount => batches.Length;

        public void StartEpoch(int epoch)
        {
        }

        public ReadOnlySpan<int> Batch(int index) => batches[index];
    }

    /// <summary>The mean of the squares where the target is not negative.</summary>
    private sealed class MaskedLoss() : Loss(Reduction.Mean)
    {
        protected override double? RowsThatCount(Tensor targets) => targets.ToArray<double>().Count(target => target >= 0);

        protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
            (predictions * predictions * (targets >= 0).To(predictions.DataType)).Sum() / RowsThatCount(targets)!.Value;
    }

    /// <summary>Another loss, with what it tells the trainer said anew.</summary>
    private sealed class OwnLoss(Loss inner, long? ignored, double? boundary) : Loss(Reduction.Mean)
    {
        public override long? IgnoredTarget => ignored;

        public override double? Boundary => boundary;

        protected override Tensor ForwardCore(Tensor predictions, Tensor targets) => inner.Forward(predictions, targets);
    }

    /// <summary>Squares of the distance from targets that are moved at random.</summary>
    private sealed class NoisyLoss(RandomSource random) : Loss(Reduction.Mean), IRandomModule
    {
        private readonly Philox _random = random.Next();

        public RandomPasses Passes { get; } = new RandomPasses();

        protected override Tensor ForwardCore(Tensor predictions, Tensor targets)
        {
            float[] noise = new float[targets.Length];
            _random.FillNormal(noise, Passes.Next());
            Tensor distance = predictions - targets - Tensor.From(noise, targets.Shape);
            return Reduce(distance * distance);
        }
    }

    private sealed class StopAfter(int steps) : FitCallback
    {
        public FitState? State { get; private set; }

        public override void OnStepEnd(FitContext context)
        {
            if (context.Step == steps)
            {
                State = context.State();
                context.Stop();
            }
        }
    }

    private sealed class SixRows(Tensor inputs, Tensor targets, int size) : IBatchSource
    {
        public int BatchCount => 6 / size;

        public void StartEpoch(int epoch)
        {
        }

        public (Tensor Inputs, Tensor Targets) Batch(int index) =>
            (inputs.Slice(0, index * size, (index + 1) * size), targets.Slice(0, index * size, (index + 1) * size));
    }
}
