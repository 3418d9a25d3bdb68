using Hillock.Activations;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

[Trait("Speed", "slow")]
[Collection(ParallelismCollection.Name)]
public class TrainerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_OverAThousandSteps_AllocatesLittleOnAllThreadsAndKeepsNothing(int threads)
    {
        using ThreadScope scope = new(threads);
        (Trainer trainer, Tensor x, Tensor t) = Mlp(64, 128, 128, adam: true);
        Steps(200);
        long pool = TensorPool.TotalBytes;
        long kept = GC.GetTotalMemory(forceFullCollection: true);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Steps(1000);
        long each = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1000;
        long more = GC.GetTotalMemory(forceFullCollection: true) - kept;
        Assert.True(each < 16 << 10, $"A step allocates {each} bytes.");

        // What one step forgot to let go would be here a thousand times.
        Assert.True(more < 64 << 10, $"After a thousand steps {more} bytes more are in use.");
        Assert.True(TensorPool.TotalBytes <= pool, $"The pool grew from {pool} to {TensorPool.TotalBytes} bytes.");

        void Steps(int count)
        {
            for (int i = 0; i < count; i++)
            {
                trainer.Step(x, t);
            }
        }
    }

    [Fact]
    public void Fit_OverAThousandSteps_AllocatesLittle()
    {
        using ThreadScope scope = new(1);
        (Trainer trainer, Tensor x, Tensor t) = Mlp(64 * 100, 128, 128, adam: true);
        Fit(2);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Fit(10);
        long each = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1000;
        Assert.True(each < 16 << 10, $"A step allocates {each} bytes.");

        void Fit(int epochs) => trainer.Fit(x, t, new FitOptions { Epochs = epochs }, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Step_WithOneTwoOrThreeThreads_GivesTheSameBits()
    {
        int threads = Parallelism.Threads;
        try
        {
            byte[][] weights = [.. new[] { 1, 2, 3 }.Select(count =>
            {
                Parallelism.Threads = count;
                return TrainedBits();
            })];
            Assert.Equal(weights[0], weights[1]);
            Assert.Equal(weights[0], weights[2]);
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    [Fact]
    public void Fit_OfSpirals_LearnsThemAndReportsEveryEpoch()
    {
        TabularData data = SyntheticData.Spirals(300, seed: 4);
        Tensor x = Tensor.From(data.Features, [data.RowCount, 2]);
        Tensor t = Tensor.From(data.Classes.ToArray().Select(c => (long)c).ToArray());
        RandomSource random = new(2);
        Sequential network =
            [
                new Linear(2, 32, random: random), new Activation<Tanh>(), new Linear(32, 32, random: random), new Activation<Tanh>(),
                new Linear(32, 3, random: random),
            ];
        Trainer trainer = new(network, new Adam(network.Parameters(), 0.01), new CrossEntropyLoss());
        List<EpochReport> seen = new();
        IReadOnlyList<EpochReport> reports =
            trainer.Fit(
                x, t, new FitOptions { Epochs = 60, BatchSize = 32, Schedule = new CosineSchedule(60) }, new Recorder(seen),
                TestContext.Current.CancellationToken);
        Assert.Equal(60, reports.Count);
        Assert.Equal(reports, seen);
        Assert.Equal(Enumerable.Range(1, 60), reports.Select(report => report.Epoch));
        Assert.True(trainer.Evaluate(x, t).Score > 0.95);
        Assert.True(reports[^1].TrainingLoss < 0.3 * reports[0].TrainingLoss);
        Assert.Null(reports[0].HeldOutLoss);
    }

    [Fact]
    public void Fit_WithPatience_StopsAndReturnsToTheBestEpoch()
    {
        // Random targets: what is learned of them does not carry over, so the held-out loss soon rises.
        Philox random = new(11);
        Tensor x = Tensor.From(Enumerable.Range(0, 400).Select(i => random.NormalSingle((ulong)i)).ToArray(), [40, 10]);
        Tensor t = Tensor.From(Enumerable.Range(0, 40).Select(i => random.NormalSingle((ulong)i + 1000)).ToArray(), [40, 1]);
        RandomSource source = new(1);
        Sequential network = [new Linear(10, 64, random: source), new Activation<Relu>(), new Linear(64, 1, random: source)];
        Trainer trainer = new(network, new Adam(network.Parameters(), 0.01), new MeanSquaredErrorLoss());
        (Tensor heldX, Tensor heldT) = (x.Slice(0, 30), t.Slice(0, 30));
        IReadOnlyList<EpochReport> reports = trainer.Fit(
            x.Slice(0, 0, 30), t.Slice(0, 0, 30), new FitOptions { Epochs = 500, BatchSize = 10, Patience = 5, HeldOutInputs = heldX, HeldOutTargets = heldT },
            null, TestContext.Current.CancellationToken);
        Assert.True(reports.Count < 500);
        double best = reports.Min(report => report.HeldOutLoss!.Value);
        Assert.Equal(reports.Count - 5, reports.First(report => report.HeldOutLoss == best).Epoch);
        Assert.Equal(best, trainer.Evaluate(heldX, heldT).Loss);
    }

    [Fact]
    public void Fit_Cancelled_ReturnsTheFinishedEpochs()
    {
        (Trainer trainer, Tensor x, Tensor t) = Mlp(64, 16, 16);
        using CancellationTokenSource source = new();
        IReadOnlyList<EpochReport> reports = trainer.Fit(x, t, new FitOptions { Epochs = 50, BatchSize = 16 }, new Canceller(source, 3), source.Token);
        Assert.Equal(3, reports.Count);
    }

    [Fact]
    public void Predict_OfManyRows_IsThatOfTheParts()
    {
        Sequential network = [new Linear(3, 4), new Dropout(), new Linear(4, 2)];
        Trainer trainer = new(network, new Sgd(network.Parameters(), 0.1), new CrossEntropyLoss());
        Tensor x = Tensor.Arange(0, 3 * 1300).Reshape(1300, 3) / 1000;
        float[] all = trainer.Predict(x).ToArray<float>();
        Assert.Equal(all[(700 * 2)..(703 * 2)], trainer.Predict(x.Slice(0, 700, 703)).ToArray<float>());
        Assert.True(network.IsTraining);
    }

    [Fact]
    public void Trainer_OfBadArguments_SaysWhatIsExpected()
    {
        Sequential network = [new Linear(2, 2)];
        Sgd optimizer = new(network.Parameters(), 0.1);
        Assert.Contains(
            "not reduced", Assert.Throws<ArgumentException>(() => new Trainer(network, optimizer, new CrossEntropyLoss(Reduction.None))).Message,
            StringComparison.Ordinal);
        Trainer trainer = new(network, optimizer, new CrossEntropyLoss());
        Assert.Contains(
            "[3, 2] and [4]",
            Assert.Throws<ArgumentException>(
                () => trainer.Fit(Tensor.Zeros([3, 2]), Tensor.Zeros(4, DataType.Int64), null, null, TestContext.Current.CancellationToken)).Message,
                StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => trainer.Fit(
                Tensor.Zeros([3, 2]), Tensor.Zeros(3, DataType.Int64), new FitOptions { Patience = 2 }, null, TestContext.Current.CancellationToken));
    }

    private static byte[] TrainedBits()
    {
        (Trainer trainer, Tensor x, Tensor t) = Mlp(96, 160, 160);
        for (int i = 0; i < 5; i++)
        {
            trainer.Step(x, t);
        }

        return [.. trainer.Model.Parameters().SelectMany(parameter => parameter.Detach().ToArray<float>()).SelectMany(BitConverter.GetBytes)];
    }

    private static (Trainer Trainer, Tensor X, Tensor T) Mlp(int batch, int hidden, int inputs, bool adam = false)
    {
        Sequential network = Network(inputs, hidden);
        Optimizer optimizer = adam ? new Adam(network.Parameters()) : new Sgd(network.Parameters(), 0.05, 0.9);
        Philox random = new(6);
        float[] x = new float[batch * inputs];
        random.FillNormal(x);
        Tensor t = Tensor.From(Enumerable.Range(0, batch).Select(i => (long)random.Below((ulong)i, 10)).ToArray());
        return (new Trainer(network, optimizer, new CrossEntropyLoss()), Tensor.From(x, [batch, inputs]), t);
    }

    private static Sequential Network(int inputs, int hidden)
    {
        RandomSource random = new(1);
        return
        [
            new Linear(inputs, hidden, random: random), new Activation<Gelu>(), new Dropout(0.1, random),
            new Linear(hidden, hidden, random: random), new LearnableActivation<PRelu>(), new Linear(hidden, 10, random: random),
        ];
    }

    private sealed class Recorder(List<EpochReport> seen) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => seen.Add(value);
    }

    private sealed class Canceller(CancellationTokenSource source, int epoch) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            if (value.Epoch == epoch)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void Trainer_OptimizerOfAnotherModel_IsRefused()
    {
        Linear model = new(2, 1), other = new(2, 1);
        ArgumentException error = Assert.Throws<ArgumentException>("optimizer", () =>
            new Trainer(model, new Sgd(other.Parameters(), 0.1), new MeanSquaredErrorLoss()));
        Assert.Contains("this one has none of them", error.Message, StringComparison.Ordinal);
    }
}
