using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Metrics by name, and what a patience looks at.</summary>
public class MonitorTests
{
    [Fact]
    public void Metrics_AreMeasuredOfAllHeldOutRowsAfterEachEpoch()
    {
        Trainer trainer = FitParts.Noisy();
        IReadOnlyList<EpochReport> reports = trainer.Fit(Options() with
        {
            Epochs = 2,
            Metrics = new Dictionary<string, Func<Tensor, Tensor, double>>
            {
                ["rows"] = (predictions, targets) => predictions.Shape[0] + (1000 * targets.Shape[0]),
                ["accuracy"] = (predictions, targets) => Metrics.Accuracy(predictions, targets),
            }
        });
        Assert.All(reports, report => Assert.Equal(40040, report.Metrics["rows"]));
        Assert.Equal(reports[1].HeldOutScore, reports[1].Metrics["accuracy"]);
        Assert.Equal(trainer.Evaluate(FitParts.Inputs, FitParts.Targets).Score, reports[1].Value("accuracy"));
        Assert.Equal((reports[0].TrainingLoss, reports[0].HeldOutLoss, reports[0].HeldOutScore), (
            reports[0].Value("trainingLoss"), reports[0].Value("heldOutLoss"), reports[0].Value("heldOutScore")));
        Assert.Null(reports[0].Value("recall"));
        Assert.EndsWith($", rows = 40040, accuracy = {reports[0].HeldOutScore} }}", reports[0].ToString(), StringComparison.Ordinal);
    }

    /// <summary>The values of the epochs are given: which one is the best is counted by hand.</summary>
    [Theory]
    [InlineData(false, 0, new double[] { 5, 4, 4, 3.9, 3.9, 3.9 }, 6, 4)]
    [InlineData(false, 0.5, new double[] { 5, 4.6, 4.55, 4.4, 4, 4 }, 6, 4)]
    [InlineData(false, 0.5, new double[] { 5, 4.6, 4.55, 4.5, 1, 1 }, 4, 1)]
    [InlineData(true, 0, new double[] { 1, 2, double.NaN, 2, 1, 9 }, 5, 2)]
    [InlineData(true, 0.1, new double[] { double.NaN, 0.2, 0.25, 0.31, 0.3, 0.35, 0.4 }, 7, 4)]
    public void Patience_LooksAtWhatItIsTold(bool greater, double change, double[] values, int epochs, int best)
    {
        int epoch = 0;
        List<float> weights = [];
        Linear model = new(3, 3);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new CrossEntropyLoss());
        IReadOnlyList<EpochReport> reports = trainer.Fit(Options() with
        {
            Epochs = values.Length,
            Patience = 3,
            Monitor = "given",
            GreaterIsBetter = greater,
            MinimumChange = change,
            Metrics = new Dictionary<string, Func<Tensor, Tensor, double>> { ["given"] = (_, _) => values[epoch++] },
            Callbacks = [new FitParts.Calls { EpochEnd = (_, _) => weights.Add(model.Weight.Detach().ToArray<float>()[0]) }],
        });
        Assert.Equal(epochs, reports.Count);
        Assert.Equal(weights[best - 1], model.Weight.Detach().ToArray<float>()[0]);
        Assert.Equal(weights.Count, weights.Distinct().Count());
    }

    /// <summary>Told once, at the end; the weights are the last epoch's, and every epoch was seen by the callbacks.</summary>
    [Theory]
    [InlineData(2, 9, double.NaN, "was NaN at last and never a finite number in 2 epochs")]
    [InlineData(9, 3, double.NaN, "was NaN at last and never a finite number in 3 epochs")]
    [InlineData(2, 9, double.PositiveInfinity, "was Infinity at last and never a finite number in 2 epochs")]
    public void Patience_OfWhatIsNeverANumber_IsTold(int patience, int epochs, double value, string expected)
    {
        Linear model = new(3, 3);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new CrossEntropyLoss());
        List<float> weights = [];
        string message = Assert.Throws<NothingMeasuredException>(() => trainer.Fit(Options() with
        {
            Epochs = epochs,
            Patience = patience,
            Monitor = "given",
            GreaterIsBetter = false,
            Metrics = new Dictionary<string, Func<Tensor, Tensor, double>> { ["given"] = (_, _) => value },
            Callbacks = [new FitParts.Calls { EpochEnd = (_, _) => weights.Add(model.Weight.Detach().ToArray<float>()[0]) }],
        })).Message;
        Assert.StartsWith($"A patience looks at \"given\", which {expected}, so that none of them is the best", message, StringComparison.Ordinal);
        Assert.Equal(Math.Min(patience, epochs), weights.Count);
        Assert.Equal(weights[^1], model.Weight.Detach().ToArray<float>()[0]);
    }

    [Fact]
    public void Patience_OfWhatIsNeverMeasured_IsTold()
    {
        Linear model = new(3, 3);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
        FitOptions options = new()
        {
            Epochs = 5,
            Patience = 2,
            Monitor = "heldOutScore",
            HeldOutInputs = FitParts.Inputs,
            HeldOutTargets = FitParts.Inputs,
            Score = (_, _) => double.NaN,
        };
        Assert.Contains(
            "looks at \"heldOutScore\", which was",
            Assert.Throws<NothingMeasuredException>(
                () => trainer.Fit(FitParts.Inputs, FitParts.Inputs, options, null, TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>What went on behind its last epoch has no report of it, and does not say that it was not measured.</summary>
    [Fact]
    public void Patience_OfWhatWasNoNumberBeforeGoingOn_IsTold()
    {
        FitOptions options = Options() with
        {
            Epochs = 2,
            Patience = 5,
            Monitor = "given",
            GreaterIsBetter = false,
            Metrics = new Dictionary<string, Func<Tensor, Tensor, double>> { ["given"] = (_, _) => double.NaN },
        };
        FitState? last = null;
        Trainer trainer = FitParts.Noisy();
        FitOptions first = options with { Callbacks = [new FitParts.Calls { EpochEnd = (context, _) => last = context.State() }] };
        Assert.Throws<NothingMeasuredException>(() => trainer.Fit(first));
        Assert.Contains(
            "\"given\", which was never a finite number in 2 epochs",
            Assert.Throws<NothingMeasuredException>(() => FitParts.Noisy().Fit(options with { ResumeFrom = last })).Message, StringComparison.Ordinal);
    }

    /// <summary>A fault of a callback stays what it is, though no epoch has been measured yet.</summary>
    [Fact]
    public void Patience_WithAnotherFaultInTheFirstEpoch_PassesItOn()
    {
        FitParts.Calls faulty = new() { StepEnd = _ => throw new InvalidOperationException("mine") };
        FitOptions options = Options() with { Epochs = 2, Patience = 5, Callbacks = [faulty] };
        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => FitParts.Noisy().Fit(options)).Message);
    }

    [Fact]
    public void Patience_OfTheTrainingLoss_NeedsNothingHeldOut() =>
        Assert.Equal(3, FitParts.Noisy().Fit(new FitOptions { Epochs = 9, Patience = 2, Monitor = "trainingLoss", MinimumChange = 1e9 }).Count);

    [Fact]
    public void HeldOutBatches_AreMeasuredAsOneTensor()
    {
        FitParts.RowsInOrder batches = new(FitParts.Inputs, FitParts.Targets, 7);
        FitOptions options = new() { Epochs = 2, BatchSize = 8, HeldOutBatches = batches };
        Dictionary<string, Func<Tensor, Tensor, double>> metrics = new() { ["rows"] = (predictions, _) => predictions.Shape[0] };
        IReadOnlyList<EpochReport> parts = FitParts.Noisy().Fit(options with { Metrics = metrics });
        IReadOnlyList<EpochReport> whole = FitParts.Noisy().Fit(Options() with { Epochs = 2, BatchSize = 8, Metrics = metrics });
        Assert.Equal(whole.Select(report => (report.HeldOutLoss, report.HeldOutScore)), parts.Select(report => (report.HeldOutLoss, report.HeldOutScore)));
        Assert.Equal(FitParts.Rows, parts[0].Metrics["rows"]);
        Assert.All(batches.Asked, asked => Assert.Equal(0, asked.Epoch));

        Trainer trainer = FitParts.Noisy();
        Assert.Equal(trainer.Evaluate(FitParts.Inputs, FitParts.Targets), trainer.Evaluate(batches));
    }

    [Fact]
    public void HeldOutBatches_OfANetworkThatPassesItsInputOn_AreAllSeen()
    {
        Linear other = new(1, 1);
        Trainer trainer = new(new Sequential(new Flatten()), new Sgd(other.Parameters(), 0.1), new MeanSquaredErrorLoss());
        Assert.Equal((1 + 4 + 9) / 3.0, trainer.Evaluate(new OneBuffer()).Loss, 1e-6);
    }

    [Fact]
    public void Options_ThatMakeNoSense_AreRefused()
    {
        Dictionary<string, Func<Tensor, Tensor, double>> metrics = new() { ["recall"] = (_, _) => 1 };
        Refused("Metrics expect held-out", new FitOptions { Metrics = metrics });
        Refused(
            "\"heldOutLoss\" is measured anyway",
            Options() with { Metrics = new Dictionary<string, Func<Tensor, Tensor, double>> { ["heldOutLoss"] = (_, _) => 1 } });
        Refused("\"recall\" has none", Options() with { Metrics = new Dictionary<string, Func<Tensor, Tensor, double>> { ["recall"] = null! } });
        Refused("Monitor expects trainingLoss, heldOutLoss, heldOutScore", Options() with { Monitor = "precision", Patience = 1, Metrics = metrics });
        Refused("MinimumChange expects a finite number of at least 0 but got -1", Options() with { MinimumChange = -1 });
        Refused("AccumulationSteps", new FitOptions { AccumulationSteps = 0 });
        Refused("ClipNorm expects a finite number above 0 but got 0", new FitOptions { ClipNorm = 0 });
        Refused("ClipValue expects a finite number above 0 but got NaN", new FitOptions { ClipValue = double.NaN });
        Refused("Callbacks", new FitOptions { Callbacks = [null!] });
        Refused("both set", Options() with { HeldOutBatches = new FitParts.RowsInOrder(FitParts.Inputs, FitParts.Targets, 8) });

        Linear model = new(3, 3);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new CrossEntropyLoss());
        FitParts.RowsInOrder source = new(FitParts.Inputs, FitParts.Targets, 8);
        Assert.Contains(
            "A source of batches decides",
            Assert.Throws<ArgumentException>(() => trainer.Fit(source, new FitOptions { Balance = true }, null, TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);

        static void Refused(string message, FitOptions options) =>
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => FitParts.Noisy().Fit(options)).Message, StringComparison.Ordinal);
    }

    private static FitOptions Options() => new() { HeldOutInputs = FitParts.Inputs, HeldOutTargets = FitParts.Targets };

    /// <summary>Three batches of one row in the same memory: 1, 2, 3, whose targets are 0.</summary>
    private sealed class OneBuffer : IBatchSource
    {
        private readonly Tensor _inputs = Tensor.Zeros([1, 1]);

        public int BatchCount => 3;

        public void StartEpoch(int epoch)
        {
        }

        public (Tensor Inputs, Tensor Targets) Batch(int index) => (_inputs.Fill(index + 1), Tensor.Zeros([1, 1]));
    }
}
