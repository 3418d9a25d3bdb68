using Hillock.Cli.Reports;
using Xunit;

namespace Hillock.Tests.Cli.Reports;

public class AdviceWriterTests
{
    [Fact]
    public void Headline_TellsHowManyAreWorse()
    {
        Assert.Equal(Headline.Decided, Headlines.Of(SampleReports.Classification([new("relu", 0.980), new("sigmoid", 0.80)])));
        Assert.Equal(
            Headline.PartlyDecided, Headlines.Of(SampleReports.Classification([new("relu", 0.980, 0), new("gelu", 0.980, 0), new("sigmoid", 0.80)])));
        Assert.Equal(Headline.Undecided, Headlines.Of(SampleReports.Classification([new("relu", 0.970), new("gelu", 0.972)])));
        Assert.Equal(Headline.NoAnswer, Headlines.Of(SampleReports.Classification([new("relu", 0.10), new("gelu", 0.101)])));
    }

    [Theory]
    [InlineData(0.97, ", where a guess has 10.1 %; name more with --activations")]
    [InlineData(0.10, ", which is not clearly better than the 10.1 % of a guess; name more")]
    public void Write_OneAlone_IsComparedWithAGuess(double score, string expected) =>
        Assert.Contains(expected, SampleReports.Classification([new("relu", score)]).Advice.Sentence, StringComparison.Ordinal);

    [Fact]
    public void Write_NoSignificantDifference_KeepsRelu()
    {
        Advice advice = SampleReports.Classification([new("relu", 0.970), new("gelu", 0.972)]).Advice;
        Assert.Equal("relu", advice.Recommended);
        Assert.StartsWith("No significant difference, keep ReLU: gelu scores ", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ReluIsBest_KeepsIt()
    {
        Advice advice = SampleReports.Classification([new("relu", 0.980), new("sigmoid", 0.80)]).Advice;
        Assert.Equal("relu", advice.Recommended);
        Assert.Contains("significantly better than sigmoid", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ReluIsWorse_NamesTheBestAndTheReason()
    {
        Advice advice = SampleReports.Classification([new("relu", 0.90, Dead: 0.4), new("gelu", 0.97), new("silu", 0.969)]).Advice;
        Assert.Equal("gelu", advice.Recommended);
        Assert.StartsWith("Use gelu instead of ReLU: ", advice.Sentence, StringComparison.Ordinal);
        Assert.Contains("% of ReLU's units were dead", advice.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("silu is not significantly worse than it.", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WithoutRelu_NamesAllThatAreAsGood()
    {
        Advice advice = SampleReports.Classification([new("tanh", 0.970), new("gelu", 0.971), new("sigmoid", 0.7)]).Advice;
        Assert.Matches("^Use (tanh|gelu), or any of (tanh|gelu): ", advice.Sentence);
    }

    [Fact]
    public void Write_ReluDiverges_IsNotKept()
    {
        Advice advice = SampleReports.Classification([new("relu", 0.97, Diverges: true), new("gelu", 0.97)]).Advice;
        Assert.Equal("gelu", advice.Recommended);
        Assert.Contains("ReLU, which diverged in 2 of 5 runs", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NothingBeatsAGuess_SaysSo()
    {
        Advice advice = SampleReports.Classification([new("relu", 0.10), new("gelu", 0.101)]).Advice;
        Assert.Null(advice.Recommended);
        Assert.StartsWith("No activation is clearly better than a guess (10.1 %)", advice.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("--balance", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EveryFoldBeatsAGuessButTheIntervalDoesNot_BlamesTheFolds()
    {
        // Three folds whose scores lie apart: Student's t with two degrees of freedom reaches below the guess.
        string advice = SampleReports.Classification([new("relu", 0.3, 0.1), new("gelu", 0.25, 0.1)], folds: 3, training: 0.9).Advice.Sentence;
        Assert.StartsWith(
            "No activation is clearly better than a guess (10.1 %), as far as so few folds can tell: relu is better in each (", advice,
            StringComparison.Ordinal);
        Assert.DoesNotContain("does not hold for other rows", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NothingBeatsTheCommonClass_NamesBalance()
    {
        Advice advice = SampleReports.Classification([new("relu", 0.99, 0.001), new("gelu", 0.99, 0.001)], baseline: 0.99).Advice;
        Assert.Null(advice.Recommended);
        Assert.Contains("(99.0 %), which always says “0”", advice.Sentence, StringComparison.Ordinal);
        Assert.Contains("--balance", advice.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.97, "fits")]
    [InlineData(0.2, "not even its training rows are fitted (accuracy at most 20.0 %)")]
    public void Write_NothingBeatsAGuess_TellsOverfittingFromNoFit(double training, string expected)
    {
        Advice advice = SampleReports.Classification([new("relu", 0.10), new("gelu", 0.101)], training: training).Advice;
        Assert.Contains(expected == "fits" ? "on its training rows accuracy is up to 97.0 %" : expected, advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PoorFit_SaysSo()
    {
        string advice = SampleReports.Classification([new("relu", 0.40), new("gelu", 0.2)], training: 0.45).Advice.Sentence;
        Assert.EndsWith(
            "Even on the rows it was trained on, relu reaches 45.0 % (accuracy): the target is noisy, or the columns and the network (--hidden) do not " +
            "suffice.", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LossStillFell_SaysSo()
    {
        string advice = SampleReports.Classification([new("relu", 0.98), new("gelu", 0.9)], fallsTo: 1).Advice.Sentence;
        Assert.Contains("The loss of relu and gelu was still falling after 40 epochs", advice, StringComparison.Ordinal);
        Assert.Contains("--epochs 120", advice, StringComparison.Ordinal);
        Assert.DoesNotContain("falling", SampleReports.Classification([new("relu", 0.98), new("gelu", 0.9)]).Advice.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Write_InterruptedEarly_ClaimsNothing(int runs)
    {
        Advice advice = SampleReports.Classification(interrupted: true, keepRun: run => run < runs).Advice;
        Assert.Null(advice.Recommended);
    }

    [Fact]
    public void Write_ReluIsLevelWithTheBest_KeepsIt()
    {
        Advice advice = SampleReports.Classification([new("tanh", 0.97, 0), new("relu", 0.97, 0)]).Advice;
        Assert.Equal("relu", advice.Recommended);
        // scipy: Wilson's interval with t(4) and 1797/5/(1/5 + 1/4) = 798.7 effective rows is 0.94823 to 0.98278.
        Assert.Equal("No significant difference, keep ReLU: its accuracy of 97.0 %, interval 94.8–98.3 is no lower than that of the best.", advice.Sentence);
    }

    [Fact]
    public void Write_TwoFolds_CannotTell()
    {
        Advice advice = SampleReports.Classification([new("relu", 0.90, 0), new("gelu", 0.97, 0)], folds: 2).Advice;
        Assert.Null(advice.Recommended);
        Assert.Equal(
            "gelu has the highest accuracy (97.0 %, where a guess has 10.1 %), but two folds cannot tell whether that is more than chance; use --folds 5 or " +
            "--repeats 5.",
            advice.Sentence);
    }

    [Fact]
    public void Write_OthersDiverged_SaysSoInsteadOfBlamingTheFolds()
    {
        Advice advice = SampleReports.Regression([new("relu", 0.5, Diverges: true), new("tanh", 0.4)]).Advice;
        Assert.Equal("tanh", advice.Recommended);
        Assert.Contains("the only activation that did not diverge", advice.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("fold", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ScoresAreNotDefinedInSomeFolds_ScoresTheOthersAndSaysSo()
    {
        ComparisonReport report = SampleReports.Regression(undefined: fold => fold == 2);
        Assert.All(report.Candidates, result => Assert.Equal(8, result.ScoredFolds));
        Assert.Contains(report.Advice.Notes, note => note.StartsWith("R² is not defined in 2 of 10 folds", StringComparison.Ordinal));
        Assert.NotNull(report.Candidates[0].MeanScore);
    }

    [Fact]
    public void Write_ScoresAreDefinedNowhere_SaysWhy()
    {
        Advice advice = SampleReports.Regression(undefined: _ => true).Advice;
        Assert.StartsWith("No score is defined", advice.Sentence, StringComparison.Ordinal);
        Assert.Contains("--folds", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AllDiverge_BlamesTheLearningRate()
    {
        Advice advice = SampleReports.Regression([new("relu", 0.4, Diverges: true), new("tanh", 0.4, Diverges: true)]).Advice;
        Assert.Null(advice.Recommended);
        Assert.Equal("Every activation diverged: choose a smaller --learning-rate first.", advice.Sentence);
    }

    [Fact]
    public void Write_ReluDivergesWithoutScore_IsNotKept()
    {
        Advice advice = SampleReports.Regression([new("relu", 0.5, Diverges: true), new("tanh", 0.4), new("elu", 0.38)]).Advice;
        Assert.Equal("tanh", advice.Recommended);
        Assert.Contains("ReLU, which diverged in 4 of 10 runs", advice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Weaknesses_BecomeNotes()
    {
        Advice advice = SampleReports.Classification(
            [
                new("relu", 0.9, Dead: 0.3), new("sigmoid", 0.8, Gradient: 0.01), new("tanh", 0.9, Saturation: 0.9), new("softplus", 0.9, Mean: 1.5),
                new("silu", 0.9), new("identity", 0.09),
            ]).Advice;
        Assert.Equal(
            [
                "Dead units, whose derivative is 0 for every row: relu (25.5 %).",
                "Saturated most of the time, so that little gradient passes: tanh (86 %).",
                "Mean output far from 0, which shifts the next layer's bias: softplus (1.35).",
                "Gradient vanishing on its way back (first layer's over last layer's): sigmoid (0.010).",
                "Nothing learnt, no better than a guess of 10.1 %: identity (8.5 %).",
            ],
            advice.Notes);
    }
}
