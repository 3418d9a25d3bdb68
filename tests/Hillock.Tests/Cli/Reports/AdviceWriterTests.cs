using Hillock.Cli.Reports;
using Xunit;

namespace Hillock.Tests.Cli.Reports;

public class AdviceWriterTests
{
    [Fact]
    public void Write_NoSignificantDifference_KeepsRelu()
    {
        var advice = SampleReports.Classification([new("relu", 0.970), new("gelu", 0.972)]).Advice;
        Assert.Equal("relu", advice.Recommended);
        Assert.StartsWith("No significant difference, keep ReLU: gelu scores ", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ReluIsBest_KeepsIt()
    {
        var advice = SampleReports.Classification([new("relu", 0.980), new("sigmoid", 0.80)]).Advice;
        Assert.Equal("relu", advice.Recommended);
        Assert.Contains("significantly better than sigmoid", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ReluIsWorse_NamesTheBestAndTheReason()
    {
        var advice = SampleReports.Classification([new("relu", 0.90, Dead: 0.4), new("gelu", 0.97), new("silu", 0.969)]).Advice;
        Assert.Equal("gelu", advice.Recommended);
        Assert.StartsWith("Use gelu instead of ReLU: ", advice.Sentence, StringComparison.Ordinal);
        Assert.Contains("% of ReLU's units were dead", advice.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("silu is not significantly worse than it.", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WithoutRelu_NamesAllThatAreAsGood()
    {
        var advice = SampleReports.Classification([new("tanh", 0.970), new("gelu", 0.971), new("sigmoid", 0.7)]).Advice;
        Assert.Matches("^Use (tanh|gelu), or any of (tanh|gelu): ", advice.Sentence);
    }

    [Fact]
    public void Write_ReluDiverges_IsNotKept()
    {
        var advice = SampleReports.Classification([new("relu", 0.97, Diverges: true), new("gelu", 0.97)]).Advice;
        Assert.Equal("gelu", advice.Recommended);
        Assert.Contains("ReLU, which diverged in 2 of 5 runs", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NothingBeatsAGuess_SaysSo()
    {
        var advice = SampleReports.Classification([new("relu", 0.10), new("gelu", 0.101)]).Advice;
        Assert.Null(advice.Recommended);
        Assert.StartsWith("No activation is clearly better than a guess (10.1 %)", advice.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Write_InterruptedEarly_ClaimsNothing(int runs)
    {
        var advice = SampleReports.Classification(interrupted: true, keepRun: run => run < runs).Advice;
        Assert.Null(advice.Recommended);
    }

    [Fact]
    public void Write_Weaknesses_BecomeNotes()
    {
        var advice = SampleReports.Classification(
            [new("relu", 0.9, Dead: 0.3), new("sigmoid", 0.8, Gradient: 0.01), new("tanh", 0.9, Saturation: 0.9), new("softplus", 0.9, Mean: 1.5), new("identity", 0.09)]).Advice;
        Assert.Contains(advice.Notes, note => note.StartsWith("relu: 25.5 % of the units are dead", StringComparison.Ordinal));
        Assert.Contains(advice.Notes, note => note.StartsWith("sigmoid: the gradient of the first layer is 0.0100 times", StringComparison.Ordinal));
        Assert.Contains(advice.Notes, note => note.StartsWith("tanh is saturated", StringComparison.Ordinal));
        Assert.Contains(advice.Notes, note => note.StartsWith("softplus has a mean output of 1.35", StringComparison.Ordinal));
        Assert.Contains(advice.Notes, note => note.StartsWith("identity did not learn", StringComparison.Ordinal));
    }
}
