using Hillock.Activations;
using Hillock.Data;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>A learning rate that fails late, in the search or only in the training itself, gives way to the next best.</summary>
public class LateDivergenceTests
{
    private const int Epochs = 40;
    private const double Doomed = 0.01;

    [Fact]
    public void Search_OfARateThatFailsWhenItGoesOn_TakesTheNextBest()
    {
        // The rates are tried for 20 epochs of 3 steps, the best goes on to 40.
        TrainingSettings settings = Compare(lastStep: 75)[0].Settings!;
        Assert.All(settings.Tried.Where(trial => trial.LearningRate == settings.LearningRate), trial => Assert.NotNull(trial.Loss));
        Assert.Contains(settings.Tried, trial => trial is { LearningRate: >= Doomed, Loss: null, Score: null });
        Assert.Empty(settings.Redrawn);
    }

    [Theory]
    [InlineData(75)]
    [InlineData(130)]
    public void Runs_OfARateThatFails_AreTrainedWithASmallerOne(int lastStep)
    {
        // A training of all 40 epochs has 160 steps, one of the search at most 120.
        IReadOnlyList<ComparisonRun> healthy = Compare(lastStep: int.MaxValue);
        Assert.All(healthy, run => Assert.InRange(run.Settings!.LearningRate, Doomed, 1));
        IReadOnlyList<ComparisonRun> runs = Compare(lastStep);
        Assert.All(runs, run => Assert.False(run.Diverged));
        Assert.All(runs, run => Assert.InRange(run.Settings!.LearningRate, 0.0003, 0.003));
        Assert.All(runs, run => Assert.InRange(run.Score!.Value, 0.7, 1));
    }

    [Fact]
    public void Progress_OfATrainingThatBeginsAnew_CountsEachRunOnce()
    {
        List<ComparisonProgress> seen = [];
        Compare(lastStep: 130, new Recorder(seen));
        Assert.Equal(2, seen.Max(news => news.FinishedRuns));
        Assert.Equal(1, seen[^1].Fraction, 1e-9);
        Assert.All(seen, news => Assert.InRange(news.Fraction, 0, 1));
    }

    [Fact]
    public void Runs_WhereEveryRateFails_Diverge() => Assert.All(Compare(lastStep: 3, doomed: 0), run => Assert.True(run.Diverged));

    private static IReadOnlyList<ComparisonRun> Compare(int lastStep, IProgress<ComparisonProgress>? progress = null, double doomed = Doomed) =>
        CrossValidation.Compare(
            SyntheticData.Moons(120, seed: 3), [ActivationChoice.Of("relu", default(Relu))],
            new ComparisonOptions
            {
                Folds = 2,
                Hidden = [8],
                BatchSize = 16,
                Epochs = Epochs,
                CreateOptimizer = (groups, rate, decay) => new FailingAdam(groups, rate, decay, rate >= doomed ? lastStep : int.MaxValue),
            },
            progress, TestContext.Current.CancellationToken).Runs[0];

    /// <summary>Adam that breaks the weights after so many steps.</summary>
    private sealed class FailingAdam(IEnumerable<ParameterGroup> groups, double rate, double decay, int lastStep) : Adam(groups, rate, weightDecay: decay)
    {
        private int _updates;

        protected override void Update(ParameterState state, Tensor gradient)
        {
            base.Update(state, gradient);
            int parameters = Groups.Sum(static group => group.Parameters.Count);
            if (_updates++ / parameters >= lastStep)
            {
                Tensor weights = Groups[0].Parameters[0];
                weights.AsSpan<float>().Fill(float.NaN);
                GC.KeepAlive(weights);
            }
        }
    }

    private sealed class Recorder(List<ComparisonProgress> seen) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value)
        {
            lock (seen)
            {
                seen.Add(value);
            }
        }
    }
}
