using System.Globalization;
using System.Text;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Reports;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Cli.Reports;

/// <summary>What a comparison records of its held-out rows, against what follows from its scores and its data.</summary>
[Trait("Speed", "slow")]
public class HeldOutResultTests
{
    private static readonly IReadOnlyList<ActivationChoice> Activations = ComparisonActivations.Parse(["relu", "tanh"]);

    [Fact]
    public void Worst_OfAFileWithRowsLeftOut_NamesTheRowsOfTheFile()
    {
        // Every third row has no target; x tells the row: what is named must be what is shown.
        string[] lines = [.. Enumerable.Range(0, 90).Select(row => $"{1000 + row},{(row % 3 == 1 ? "" : row % 2 == 0 ? "a" : "b")}")];
        TabularData data = CsvTable.Read(
            new MemoryStream(Encoding.UTF8.GetBytes("x,y\n" + string.Join('\n', lines))), "some.csv", cancellationToken: TestContext.Current.CancellationToken)
            .ToTabular(new CsvTabularOptions { AllowMissing = true });
        Assert.Equal(60, data.RowCount);
        Assert.Equal([0, 2, 3, 5], Enumerable.Range(0, 4).Select(data.SourceRow));
        HeldOutResult heldOut = Compare(data, new ComparisonOptions { Folds = 2, Epochs = 2, Hidden = [4] }).Report.Candidates[0].HeldOut!;
        Assert.All(heldOut.Worst, row => Assert.Equal($"x {1000 + row.Row}", row.Features));
        Assert.Contains(heldOut.Worst, row => row.Row >= 60);
    }

    [Theory]
    [InlineData(1_700_000_000, 60)]
    [InlineData(0, 0.25)]
    [InlineData(-3e-9, 1e-9)]
    [InlineData(-3e20, 1e19)]
    public void Worst_Features_ShowWhatTheRowsDifferBy(double offset, double step)
    {
        double[] x = [.. Enumerable.Range(0, 100).Select(place => offset + (step * place))];
        TabularData data = TabularData.ClassificationFromColumns(
            [x], [TabularColumn.Numeric("t")], [.. Enumerable.Range(0, 100).Select(place => place % 2)], ["a", "b"]);
        HeldOutResult heldOut = Compare(data, new ComparisonOptions { Folds = 2, Epochs = 1, Hidden = [4] }).Report.Candidates[0].HeldOut!;
        string[] texts = [.. heldOut.Worst.Select(worst => worst.Features)];
        Assert.Equal(10, texts.Distinct().Count());
        Assert.All(heldOut.Worst, worst => Assert.Equal(x[worst.Row], double.Parse(worst.Features[2..], CultureInfo.InvariantCulture), step / 10));
    }

    [Fact]
    public void SourceRow_OfSelectedRows_IsThatOfTheFirstTable()
    {
        TabularData data = SyntheticData.Moons(20, seed: 1).Select([4, 9, 9, 17]);
        Assert.Equal([4, 9, 9, 17], Enumerable.Range(0, 4).Select(data.SourceRow));
        Assert.Equal([17, 9], Enumerable.Range(0, 2).Select(data.Select([3, 1]).WithGroups([0, 1]).WithTimes([1, 2]).SourceRow));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.SourceRow(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.SourceRow(-1));
        Assert.Contains("4 rows", Assert.Throws<ArgumentException>(() => data.WithSourceRows([1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classification_Confusion_GivesTheScoresAndCountsEveryRowOnce()
    {
        TabularData data = SyntheticData.Moons(150, noise: 0.4, seed: 3);
        (TrainingComparison comparison, ComparisonReport report) = Compare(data, new ComparisonOptions { Folds = 3, Epochs = 5, Hidden = [8] });
        foreach (CandidateResult result in report.Candidates)
        {
            HeldOutResult heldOut = result.HeldOut!;
            // Every class has its rows, and the diagonal is what was right: folds of 50 rows, so that the mean of the scores is over all rows.
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal(data.Classes.ToArray().Count(label => label == i), heldOut.Confusion[i].Sum());
            }

            Assert.Equal(result.Runs.Average(run => run.Score!.Value), (heldOut.Confusion[0][0] + heldOut.Confusion[1][1]) / 150.0, 1e-12);
            Assert.Equal(150, heldOut.Calibration.Sum(bin => bin.Rows));
            Assert.Equal(heldOut.Confusion[0][0] + heldOut.Confusion[1][1], heldOut.Calibration.Sum(bin => bin.Right));
            // Of two classes, the predicted one has at least a half.
            Assert.Equal(0, heldOut.Calibration.Take(5).Sum(bin => bin.Rows));
            Assert.Equal(10, heldOut.Worst.Count);
            Assert.Equal(heldOut.Worst.Select(row => row.Probability).Order(), heldOut.Worst.Select(row => row.Probability));
            Assert.All(heldOut.Worst, row => Assert.Equal(data.Classes[row.Row], row.Target));
            Assert.Equal(61 * 61, heldOut.Map!.Values.Count);
            Assert.Equal(50, heldOut.Map.Points.Count);
            Assert.Equal(result.Runs[0].Score!.Value, heldOut.Map.Points.Count(point => point.Target == point.Prediction) / 50.0, 1e-12);
        }

        Assert.All(comparison.Runs.SelectMany(runs => runs).Where(run => run.Fold > 1), run => Assert.Null(run.Details!.Map));
    }

    [Fact]
    public void Regression_Sample_GivesTheScores()
    {
        double[] targets = [.. Enumerable.Range(0, 90).Select(i => 1e6 + 500 * Math.Sin(i * 0.37) + 20 * (i % 7))];
        float[] features = [.. Enumerable.Range(0, 90).SelectMany(i => new[] { (float)Math.Sin(i * 0.37), i % 7, i })];
        TabularData data = TabularData.Regression(features, [TabularColumn.Numeric("a"), TabularColumn.Numeric("b"), TabularColumn.Numeric("c")], targets);
        (TrainingComparison comparison, ComparisonReport report) = Compare(data, new ComparisonOptions { Folds = 3, Epochs = 8, Hidden = [8] });
        foreach (ComparisonRun run in comparison.Runs.SelectMany(runs => runs))
        {
            // All 30 rows of a fold are in the sample; R² by its definition.
            IReadOnlyList<HeldOutRow> rows = run.Details!.Sample;
            Assert.Equal(30, rows.Count);
            Assert.All(rows, row => Assert.Equal(targets[row.Row], row.Target));
            double mean = rows.Average(row => row.Target);
            double score = 1 - rows.Sum(row => Math.Pow(row.Target - row.Prediction, 2)) / rows.Sum(row => Math.Pow(row.Target - mean, 2));
            Assert.Equal(run.Score!.Value, score, 1e-4);
            Assert.Equal(
                rows.OrderByDescending(row => Math.Abs(row.Target - row.Prediction)).Take(10).Select(row => row.Row),
                run.Details.Worst.Select(row => row.Row));
        }

        Assert.All(report.Candidates, result => Assert.Null(result.HeldOut!.Map));
    }

    // 10 rows at a mean of 0.9 of which 7 are right, 30 at 0.6 of which 21 are: 10/40·|0.7 − 0.9| + 30/40·|0.7 − 0.6|.
    [Fact]
    public void ErrorOf_Bins_IsTheExpectedCalibrationError() =>
        Assert.Equal(0.125, HeldOutResult.ErrorOf([new CalibrationBin(10, 7, 9), new CalibrationBin(30, 21, 18), new CalibrationBin(0, 0, 0)])!.Value, 1e-12);

    private static (TrainingComparison Comparison, ComparisonReport Report) Compare(TabularData data, ComparisonOptions options)
    {
        TrainingComparison comparison = CrossValidation.Compare(data, Activations, options);
        return (comparison, ComparisonConversion.ToReport(comparison, data, "memory", new CsvTabularOptions(), [.. Activations.Select(item => item.Name)], []));
    }
}
