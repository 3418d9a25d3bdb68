using Hillock.Activations;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tests.Kernels;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

[Trait("Speed", "slow")]
[Collection(ParallelismCollection.Name)]
public class CrossValidationTests
{
    private static readonly ActivationChoice[] Choices = [ActivationChoice.Of("relu", new Relu()), ActivationChoice.Of("tanh", new Tanh())];

    [Fact]
    public void Compare_WithOneOrTwoThreads_GivesTheSameScores()
    {
        int threads = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            TrainingComparison one = Moons(Choices);
            Parallelism.Threads = 2;
            TrainingComparison two = Moons(Choices);
            for (int i = 0; i < Choices.Length; i++)
            {
                Assert.Equal(one.Runs[i].Select(Essence), two.Runs[i].Select(Essence));
            }
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    [Fact]
    public void Compare_OfTheSameActivationTwice_GivesTheSameRuns()
    {
        // Paired: the same folds, the same initial numbers, the same minibatches.
        TrainingComparison result = Moons([Choices[0], Choices[0] with { Name = "again" }]);
        Assert.Equal(result.Runs[0].Select(Essence), result.Runs[1].Select(Essence));
        Assert.NotEqual(Essence(result.Runs[0][0]), Essence(result.Runs[0][1]));
    }

    [Fact]
    public void Compare_OfMoons_LearnsThemAndFillsEveryRun()
    {
        TrainingComparison result = Moons(Choices);
        Assert.False(result.Interrupted);
        Assert.Equal(2, result.Features);
        for (int i = 0; i < Choices.Length; i++)
        {
            Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], result.Runs[i].Select(run => (run.Repeat, run.Fold)));
            Assert.All(result.Runs[i], run =>
            {
                Assert.Equal(i, run.Candidate);
                Assert.Equal(20, run.Epochs.Count);
                Assert.Equal(run.Score, run.Epochs[^1].HeldOutScore);
                Assert.Equal(["layer 1", "layer 2", "output"], run.Layers.Select(layer => layer.Name));
                Assert.All(run.Layers, layer => Assert.True(layer.GradientNorm > 0));
                Assert.False(run.Diverged);
                Assert.True(run.SecondsPerEpoch > 0);
            });
            Assert.True(result.Scores(i).Average() > 0.8);
        }
    }

    [Fact]
    public void Compare_OfARealTarget_ScoresRSquared()
    {
        Philox random = new(2);
        float[] features = new float[600];
        random.FillNormal(features);
        double[] targets = [.. Enumerable.Range(0, 200).Select(i => 1000 + (50 * features[3 * i]) - (20 * features[(3 * i) + 1]))];
        TabularData data = TabularData.Regression(features, TabularColumn.Numbered(3), targets);
        TrainingComparison result = Compare(data, Choices, new ComparisonOptions { Folds = 4, Epochs = 40, Hidden = [16], LearningRate = 0.02 });
        Assert.All(result.Scores(0), score => Assert.InRange(score, 0.9, 1));
    }

    [Fact]
    public void Compare_ThatDiverges_SaysSo()
    {
        ActivationChoice[] choices = [Choices[0] with { Name = "wild", Gain = 1e30 }];
        TrainingComparison result = Moons(choices);
        Assert.All(result.Runs[0], run =>
        {
            Assert.True(run.Diverged);
            Assert.Null(run.Score);
        });
        Assert.False(result.Interrupted);
    }

    [Fact]
    public void Compare_Cancelled_ReturnsWhatIsFinished()
    {
        int threads = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            using CancellationTokenSource source = new CancellationTokenSource();
            TrainingComparison result = Moons(Choices, new Progress(progress =>
            {
                if (progress.FinishedRuns == 3)
                {
                    source.Cancel();
                }
            }), source);
            Assert.True(result.Interrupted);
            Assert.Equal([2, 1], result.Runs.Select(list => list.Count));
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    [Fact]
    public void Compare_WithProgress_ReachesTheEnd()
    {
        List<double> fractions = new();
        int finished = 0;
        Moons(Choices, new Progress(progress =>
        {
            lock (fractions)
            {
                fractions.Add(progress.Fraction);
                finished = Math.Max(finished, progress.FinishedRuns);
            }
        }));
        Assert.Equal(2 * 6 * 20, fractions.Count);
        Assert.Equal(1, fractions.Max());
        Assert.Equal(12, finished);
    }

    [Fact]
    public void Compare_OfBadArguments_SaysWhatIsExpected()
    {
        TabularData data = SyntheticData.Moons(30);
        Assert.Contains("at least one activation", Assert.Throws<ArgumentException>(() => Compare(data, [])).Message, StringComparison.Ordinal);
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => Compare(data, [Choices[0], Choices[0]])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Folds", Assert.Throws<ArgumentException>(() => Compare(data, Choices, new ComparisonOptions { Folds = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Hidden", Assert.Throws<ArgumentException>(() => Compare(data, Choices, new ComparisonOptions { Hidden = [0] })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "LearningRate", Assert.Throws<ArgumentException>(() => Compare(data, Choices, new ComparisonOptions { LearningRate = double.NaN })).Message,
            StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => Compare(data, Choices, new ComparisonOptions { Folds = 16 }));
    }

    [Fact]
    public void Compare_WithoutRateAndEpochs_FindsThemOnTheTrainingPartWithAnyThreads()
    {
        int threads = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            TrainingComparison one = Search(Choices, measureCosts: true);
            Parallelism.Threads = 2;
            TrainingComparison two = Search(Choices);
            Assert.Equal(one.Runs.SelectMany(runs => runs).Select(Essence), two.Runs.SelectMany(runs => runs).Select(Essence));
            Assert.All(one.Runs.SelectMany(runs => runs), run =>
            {
                TrainingSettings settings = run.Settings!;
                Assert.Equal([0.0003, 0.001, 0.003, 0.01, 0.03], settings.Tried.Select(trial => trial.LearningRate));
                Assert.Equal(settings.Epochs, run.Epochs.Count);
                Assert.InRange(settings.Epochs, 10, 1000);

                // The rate with the smallest loss where all were tried for as long.
                Assert.Equal(settings.Tried.MinBy(trial => trial.Loss ?? double.PositiveInfinity)!.LearningRate, settings.LearningRate);
                Assert.Equal(run.Repeat == 1 ? 3 : 0, settings.Redrawn.Count);
                Assert.InRange(run.TrainingScore!.Value, 0.8, 1);
            });
            Assert.Empty(two.Costs);
            Assert.Equal(2, one.Costs.Count);
            Assert.All(one.Costs, cost => Assert.True(cost is { SecondsPerEpoch: > 0, SecondsPerRow: > 0, SecondsPerBatch: > 0 }));
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    [Fact]
    public void Compare_SearchWithOtherHeldOutRows_FindsTheSame()
    {
        // The held-out rows of the first fold become nonsense; what is found for this fold must not change, because nobody looked at them.
        TabularData data = SyntheticData.Moons(60, seed: 3);
        ComparisonOptions options = new() { Folds = 3, Hidden = [8] };
        TrainingSettings before = Compare(data, [Choices[0]], options).Runs[0][0].Settings!;
        ulong seed = new Philox(options.Seed, 0x52657074_00000000).Bits64(0);
        int[] heldOut = StratifiedKFold.Split(data, 3, seed)[0].HeldOut.ToArray();
        float[] features = data.Features.ToArray();
        foreach (int row in heldOut)
        {
            (features[2 * row], features[(2 * row) + 1]) = (1000 * features[(2 * row) + 1], -7);
        }

        TabularData changed = TabularData.Classification(features, TabularColumn.Numbered(2), data.Classes.ToArray(), [.. data.ClassNames]);
        TrainingSettings after = Compare(changed, [Choices[0]], options).Runs[0][0].Settings!;
        Assert.Equal((before.LearningRate, before.Epochs), (after.LearningRate, after.Epochs));
        Assert.Equal(before.Tried, after.Tried);
    }

    [Fact]
    public void Compare_OfHugeTargets_ScoresThem()
    {
        double[] targets = [.. Enumerable.Range(0, 60).Select(i => i * 1e200)];
        float[] features = [.. Enumerable.Range(0, 60).Select(i => (float)i)];
        TrainingComparison result = Compare(
            TabularData.Regression(features, TabularColumn.Numbered(1), targets), [Choices[0]],
            new ComparisonOptions { Folds = 3, Hidden = [16], Epochs = 100, LearningRate = 0.01 });
        Assert.All(result.Scores(0), score => Assert.InRange(score, 0.95, 1));
    }

    [Fact]
    public void From_OfTheCatalogue_MakesEveryKindOfModule()
    {
        Module Make(string name) => ActivationChoices.From(ActivationCatalog.Create(name)).Create(5, new RandomSource(0));
        Assert.IsType<Activation<Elu>>(Make("elu"));
        Assert.IsType<LearnableActivation<PRelu>>(Make("prelu"));
        Assert.IsType<RandomActivation<RRelu>>(Make("rrelu"));
        Assert.Equal(Math.Sqrt(2 / (1 + (0.25 * 0.25))), ActivationChoices.From(ActivationCatalog.Create("prelu")).Gain, 1e-12);
        Assert.Equal("mine", ActivationChoices.From(ActivationCatalog.Create("elu"), "mine").Name);
    }

    [Fact]
    public void Compare_CancelledWhileCostsAreMeasured_KeepsTheRunsAndSaysSo()
    {
        using CancellationTokenSource source = new();
        List<double> fractions = [];
        Progress progress = new(news =>
        {
            if (news.Fold == 0)
            {
                fractions.Add(news.Fraction);
                source.Cancel();
            }
        });
        TrainingComparison result = CrossValidation.Compare(
            SyntheticData.Moons(60, seed: 3), Choices,
            new ComparisonOptions { Folds = 2, Hidden = [8], Epochs = 2, LearningRate = 0.01, MeasureCosts = true }, progress, source.Token);
        Assert.True(result.Interrupted);
        Assert.Empty(result.Costs);
        Assert.All(result.Runs, runs => Assert.Equal(2, runs.Count));
        Assert.Equal([0.95], fractions);
    }

    private static TrainingComparison Moons(
        IReadOnlyList<ActivationChoice> choices, IProgress<ComparisonProgress>? progress = null, CancellationTokenSource? source = null) =>
        CrossValidation.Compare(
            SyntheticData.Moons(90, seed: 3), choices,
            new ComparisonOptions { Folds = 3, Repeats = 2, Epochs = 20, Hidden = [16, 16], LearningRate = 0.02, BatchSize = 16 }, progress,
            source?.Token ?? TestContext.Current.CancellationToken);

    private static TrainingComparison Search(IReadOnlyList<ActivationChoice> choices, bool measureCosts = false) => CrossValidation.Compare(
        SyntheticData.Moons(90, seed: 3), choices,
        new ComparisonOptions { Folds = 2, Repeats = 2, Hidden = [8], BatchSize = 16, MeasureCosts = measureCosts }, null,
        TestContext.Current.CancellationToken);

    private static TrainingComparison Compare(TabularData data, IReadOnlyList<ActivationChoice> choices, ComparisonOptions? options = null) =>
        CrossValidation.Compare(data, choices, options, null, TestContext.Current.CancellationToken);

    // Everything but the times.
    private static string Essence(ComparisonRun run) =>
        $"{run.Score:R} {run.HeldOutLoss:R} {string.Join(" ", run.Epochs.Select(epoch => $"{epoch.TrainingLoss:R}"))} " +
        $"{string.Join(" ", run.Layers.Select(layer => layer.ToString()))}";

    private sealed class Progress(Action<ComparisonProgress> report) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value) => report(value);
    }
}
