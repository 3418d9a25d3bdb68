using System.Text.Json;
using Hillock.Cli.Reports;
using Hillock.Cli.Statistics;
using Xunit;

namespace Hillock.Tests.Cli.Reports;

public class ComparisonReportBuilderTests
{
    [Fact]
    public void Build_FinishedRuns_RanksByMeanAndTestsAgainstTheBest()
    {
        ComparisonReport report = SampleReports.Classification();
        Assert.Equal(Enumerable.Range(1, 8), report.Candidates.Select(result => result.Rank));
        Assert.Equal(
            report.Candidates.OrderByDescending(result => result.Runs.Average(run => run.Score)).Select(result => result.Name),
            report.Candidates.Select(result => result.Name));
        Assert.Null(report.Candidates[0].DifferenceFromBest);

        double[] best = Scores(report.Candidates[0]);
        CorrectedResampledTTest[] tests =
            [.. report.Candidates.Skip(1).Select(result => CorrectedResampledTTest.Compare(Scores(result), best, 0.25, 1 / (1797 / 5.0)))];
        double[] adjusted = Holm.Adjust([.. tests.Select(test => test.Probability)]);
        for (int i = 0; i < tests.Length; i++)
        {
            Difference difference = report.Candidates[i + 1].DifferenceFromBest!;
            Assert.Equal(tests[i].Difference, difference.Mean);
            Assert.Equal(adjusted[i], difference.AdjustedProbability);
            Assert.Equal(adjusted[i] < 0.05, difference.IsSignificant);
        }
    }

    [Fact]
    public void Build_Interrupted_RanksByTheFoldsThatAllFinished()
    {
        // 20 of 40 runs: two folds of all eight activations, and half of the third.
        ComparisonReport report = SampleReports.Classification(interrupted: true, keepRun: run => run < 20);
        Assert.Equal((20, 40), (report.FinishedRuns, report.PlannedRuns));
        Assert.All(
            report.Candidates,
            result => Assert.Equal(result.Runs.Where(run => run.Fold <= 2).Average(run => run.Score!.Value), result.MeanScore!.Value, 1e-12));
    }

    [Fact]
    public void Build_ActivationWithoutScore_IsLastAndOthersAreComparedOnAllFolds()
    {
        ComparisonReport report = SampleReports.Regression([new("relu", 0.4), new("softplus", 0.6, Diverges: true), new("tanh", 0.45)]);
        Assert.Equal(["tanh", "relu", "softplus"], report.Candidates.Select(result => result.Name));
        Assert.Null(report.Candidates[2].MeanScore);
        Assert.Equal(4, report.Candidates[2].DivergedRuns);
        Assert.Equal(report.Candidates[0].Runs.Average(run => run.Score), report.Candidates[0].MeanScore);
        Assert.Contains(report.Advice.Notes, note => note.EndsWith("may help: softplus (in 4 of 10 runs).", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_Layers_AveragesSharesAndTakesMediansOfGradients()
    {
        ComparisonReport report = SampleReports.Classification([new("relu", 0.9, Dead: 0.2, Gradient: 0.5), new("tanh", 0.9)], hidden: [10, 30]);
        CandidateResult relu = report.Candidates.Single(result => result.Name == "relu");
        Assert.Equal(["layer 1", "layer 2", "output"], relu.Layers.Select(layer => layer.Name));
        // 0.14 of 10 units and 0.2 of 30 units.
        Assert.Equal((0.14 * 10 + 0.2 * 30) / 40, relu.DeadShare!.Value, 1e-12);
        Assert.Equal(0.5, relu.GradientRatio!.Value, 1e-12);
    }

    [Fact]
    public void WriteJson_Report_ReadsBackTheSame()
    {
        ComparisonReport report = SampleReports.Classification();
        string text = ReportJson.Write(report);
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement root = json.RootElement;
        Assert.Equal("hillock-comparison-1", root.GetProperty("format").GetString());
        Assert.Equal("accuracy", root.GetProperty("data").GetProperty("metric").GetString());
        JsonElement first = root.GetProperty("activations")[0];
        Assert.Equal(report.Candidates[0].LowScore, first.GetProperty("lowScore").GetDouble());
        Assert.Equal(40, first.GetProperty("runs")[0].GetProperty("epochs").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("layers")[2].GetProperty("deadShare").ValueKind);
    }

    private static double[] Scores(CandidateResult result) => [.. result.Runs.Select(run => run.Score!.Value)];
}
