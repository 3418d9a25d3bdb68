using Hillock.Cli.Trials;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Trials;

/// <summary>The advice on data whose truth is known; the page on the tool's statistics has the same with 1000 comparisons a line.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public sealed class AdviceTrialsTests : IDisposable
{
    private readonly ThreadScope _threads = new(2);

    public void Dispose() => _threads.Dispose();

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    [InlineData(5, 1)]
    [InlineData(5, 3)]
    [InlineData(10, 1)]
    [InlineData(10, 2)]
    public void Run_WithoutADifference_AdvisesFalselyInFewerThanFivePercent(int folds, int repeats)
    {
        TrialResult result = Run(new TrialSettings(120, 3, folds, repeats, 100, Seed: 7), []);

        // Were the rate 5 %, more than 10 of 100 would come in 1 % of all seeds.
        Assert.InRange(result.FalseAdvice, 0, 0.1);
        Assert.InRange(result.FalseMark, 0, 0.1);
        Assert.InRange(result.Accuracy, 0.7, 0.95);
    }

    [Fact]
    public void Run_WithALargeDifference_FindsIt()
    {
        TrialResult result = Run(new TrialSettings(500, 2, 10, 1, 60, Seed: 7), [0.01, 0.15]);
        Assert.InRange(result.Found[1], 0.9, 1);
        Assert.True(result.Found[0] < result.Found[1]);
    }

    [Fact]
    public void Run_TwoFolds_CarryNoAdvice() => Assert.Equal([0.0], Run(new TrialSettings(400, 2, 2, 1, 20, Seed: 7), [0.2]).Found);

    [Fact]
    public void Run_Twice_IsTheSame()
    {
        TrialSettings settings = new(60, 2, 3, 2, 20, Seed: 3);
        TrialResult first = Run(settings, [0.1]), second = Run(settings, [0.1]), other = Run(settings with { Seed = 4 }, [0.1]);
        Assert.Equal((first.Accuracy, first.Found[0]), (second.Accuracy, second.Found[0]));
        Assert.NotEqual(first.Accuracy, other.Accuracy);
    }

    private static TrialResult Run(TrialSettings settings, double[] differences) =>
        AdviceTrials.Run(settings, differences, null, TestContext.Current.CancellationToken);
}
