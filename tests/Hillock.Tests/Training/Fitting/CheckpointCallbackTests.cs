using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Checkpoints that training writes, and training that goes on from them with the bits of training that was never interrupted.</summary>
public class CheckpointCallbackTests
{
    private static readonly FitOptions Options = new()
    {
        Epochs = 4,
        BatchSize = 7,
        Seed = 3,
        Schedule = new CosineSchedule(24),
        ScheduleUnit = ScheduleUnit.Step,
        HeldOutInputs = FitParts.Inputs,
        HeldOutTargets = FitParts.Targets,
        Patience = 4,
        ClipNorm = 0.5,
    };

    /// <summary>40 rows in batches of 7 are 6 steps an epoch.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(13)]
    [InlineData(23)]
    public void Fit_StoppedOrCancelledAndResumed_HasTheBitsOfTheWhole(int end)
    {
        using TemporaryFolder folder = new();
        Trainer whole = FitParts.Noisy();
        ExponentialMovingAverage wholeAverage = new(whole.Model, 0.9);
        IReadOnlyList<EpochReport> reports = whole.Fit(Options with { Callbacks = [new AveragingCallback(wholeAverage)] });
        foreach (bool cancels in new[] { false, true })
        {
            using CancellationTokenSource source = new();
            string path = folder.Path($"run {cancels}");
            FitParts.Calls ending = new() { StepEnd = context => End(context, source, cancels) };
            using (CheckpointFolder checkpoints = new(path))
            {
                Trainer first = FitParts.Noisy();
                ExponentialMovingAverage average = new(first.Model, 0.9);
                CheckpointCallback saving = new(checkpoints, 4) { Average = average };
                Assert.Null(saving.Resume(first));
                first.Fit(Options with { Callbacks = [new AveragingCallback(average), saving, ending] }, source.Token);
                Assert.Equal(end, Checkpoint.Read(checkpoints.Latest!).Steps);
            }

            using CheckpointFolder again = new(path);
            Trainer second = FitParts.Noisy();
            ExponentialMovingAverage its = new(second.Model, 0.9);
            CheckpointCallback rest = new(again, 4) { Average = its };
            FitState? state = rest.Resume(second);
            Assert.Equal((end / 6, end % 6, end), (state!.Epoch, state.Batch, (int)state.Steps));
            IReadOnlyList<EpochReport> later = second.Fit(Options with { Callbacks = [new AveragingCallback(its), rest], ResumeFrom = state });
            Assert.Equal(whole.Bits(), second.Bits());
            Assert.Equal(Bits(wholeAverage), Bits(its));
            Assert.Equal(reports.Skip(end / 6).Select(Plain), later.Select(Plain));
        }

        void End(FitContext context, CancellationTokenSource source, bool cancels)
        {
            if (context.Step == end && cancels)
            {
                source.Cancel();
            }
            else if (context.Step == end)
            {
                context.Stop();
            }
        }
    }

    [Fact]
    public void Fit_WritesEveryFewStepsAndAfterEpochs_WithTheMonitorAsScore()
    {
        using TemporaryFolder folder = new();
        using CheckpointFolder checkpoints = new(folder.Path("run"), keep: 100, greaterIsBetter: true);
        CheckpointCallback saving = new(checkpoints, 4) { Preprocessing = "none", Settings = new Dictionary<string, string> { ["a"] = "b" } };
        IReadOnlyList<EpochReport> reports = FitParts.Noisy().Fit(
            Options with { Monitor = "heldOutScore", GreaterIsBetter = true, Callbacks = [saving] });
        Checkpoint[] written =
            [.. Directory.GetFiles(checkpoints.FullName, "checkpoint-*").Order(StringComparer.Ordinal).Select(Checkpoint.Read)];
        Assert.Equal([4, 6, 8, 12, 16, 18, 20, 24], written.Select(checkpoint => checkpoint.Steps));
        Assert.Equal(
            [null, reports[0].HeldOutScore, null, reports[1].HeldOutScore, null, reports[2].HeldOutScore, null, reports[3].HeldOutScore],
            written.Select(checkpoint => checkpoint.Score));
        Assert.All(written, checkpoint => Assert.Equal(("none", "b"), (checkpoint.Preprocessing, checkpoint.Settings["a"])));
        Assert.Equal(reports.Max(report => report.HeldOutScore), Checkpoint.Read(checkpoints.Best!).Score);
    }

    [Fact]
    public void Fit_WithNothingHeldOut_ScoresByTheTrainingLoss()
    {
        using TemporaryFolder folder = new();
        using CheckpointFolder checkpoints = new(folder.Path("run"), keep: 1);
        IReadOnlyList<EpochReport> reports = FitParts.Noisy().Fit(new FitOptions { Epochs = 3, Callbacks = [new CheckpointCallback(checkpoints)] });
        Assert.Equal(reports.Min(report => report.TrainingLoss), Checkpoint.Read(checkpoints.Best!).Score);
        Assert.Equal(reports[^1].TrainingLoss, Checkpoint.Read(checkpoints.Latest!).Score);
    }

    [Fact]
    public void Fit_OfARunThatIsFinished_TrainsNothingAndKeepsItsCheckpoint()
    {
        using TemporaryFolder folder = new();
        using CheckpointFolder checkpoints = new(folder.Path("run"));
        Trainer whole = FitParts.Noisy(), again = FitParts.Noisy();
        CheckpointCallback saving = new(checkpoints);
        whole.Fit(Options with { Callbacks = [saving] });
        byte[] before = File.ReadAllBytes(checkpoints.Latest!);
        Assert.Empty(again.Fit(Options with { Callbacks = [saving], ResumeFrom = saving.Resume(again) }));
        Assert.Equal(whole.Bits(), again.Bits());
        Assert.Equal(before, File.ReadAllBytes(checkpoints.Latest!));

        // Cancelled before its first step, a run that goes on leaves the checkpoint, with its score, as it is.
        FitOptions longer = Options with { Epochs = 5, Callbacks = [saving], ResumeFrom = saving.Resume(again) };
        Assert.Empty(again.Fit(longer, new CancellationToken(true)));
        Assert.Equal(before, File.ReadAllBytes(checkpoints.Latest!));
    }

    [Fact]
    public void Fit_ThatDiverges_KeepsTheLastGoodCheckpoint()
    {
        using TemporaryFolder folder = new();
        using CheckpointFolder checkpoints = new(folder.Path("run"));
        Trainer trainer = FitParts.Noisy();
        FitParts.Calls spoiling = new()
        {
            StepEnd = context =>
            {
                if (context.Step == 9)
                {
                    context.Trainer.Model.StateDict()["0.weight"].Fill(double.NaN);
                }
            },
        };
        Assert.Throws<TrainingDivergedException>(() => trainer.Fit(Options with { Callbacks = [new CheckpointCallback(checkpoints, 4), spoiling] }));
        Checkpoint last = Checkpoint.Read(checkpoints.Latest!);
        Assert.Equal(8, last.Steps);
        Assert.All(last.Model.Values, tensor => Assert.All(tensor.ToArray<double>(), value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public void Faults_AreFoundBeforeTheFirstStep()
    {
        using TemporaryFolder folder = new();
        using CheckpointFolder checkpoints = new(folder.Path("run"));
        CheckpointCallback saving = new(checkpoints);
        FitParts.Noisy().Fit(Options with { Callbacks = [saving] });
        Refused<InvalidOperationException>("checkpoint of step 24", Options with { Callbacks = [saving] });
        Refused<ArgumentException>("greaterIsBetter: true", Options with { Monitor = "heldOutScore", GreaterIsBetter = true, Callbacks = [saving] });
        ExponentialMovingAverage average = new(FitParts.Noisy().Model);
        CheckpointCallback averaging = new(checkpoints) { Average = average };
        Refused<ArgumentException>("put it before", Options with { Callbacks = [averaging, new AveragingCallback(average)] });
        Linear other = new(2, 2);
        Assert.Contains(
            "missing: weight",
            Assert.Throws<ArgumentException>(() => saving.Resume(new Trainer(other, new Sgd(other.Parameters(), 0.1), new CrossEntropyLoss()))).Message,
            StringComparison.Ordinal);
        Trainer same = FitParts.Noisy();
        Assert.Contains(
            "averages do not fit",
            Assert.Throws<ArgumentException>(() => new CheckpointCallback(checkpoints) { Average = new(same.Model) }.Resume(same)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointCallback(checkpoints, -1));
        Assert.Throws<ArgumentNullException>(() => new AveragingCallback(null!));

        static void Refused<TException>(string message, FitOptions options)
            where TException : Exception
        {
            Trainer trainer = FitParts.Noisy();
            long[] before = trainer.Bits();
            Assert.Contains(message, Assert.Throws<TException>(() => trainer.Fit(options)).Message, StringComparison.Ordinal);
            Assert.Equal(before, trainer.Bits());
        }
    }

    private static (int Epoch, double Training, double? HeldOut) Plain(EpochReport report) => (report.Epoch, report.TrainingLoss, report.HeldOutLoss);

    private static float[] Bits(ExponentialMovingAverage average) =>
        [.. average.StateDict().Values.SelectMany(tensor => tensor.To(DataType.Float32).ToArray<float>())];
}
