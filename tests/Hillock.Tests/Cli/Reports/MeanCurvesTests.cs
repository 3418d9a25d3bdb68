using Hillock.Cli.Reports;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Cli.Reports;

/// <summary>The means of training curves, against values that can be counted.</summary>
public class MeanCurvesTests
{
    [Fact]
    public void Of_EqualEpochs_APointIsAnEpoch()
    {
        // Losses 10, 20, 30 and 20, 40, 60.
        ComparisonReport report = Report(Losses(3, epoch => 10 * epoch), Losses(3, epoch => 20 * epoch));
        MeanCurves curves = new(report);
        Assert.Equal(("epoch", 3), (curves.Unit, curves.Count));
        Assert.Equal([(1, 15.0), (2, 30), (3, 45)], Curve(curves, report));
    }

    [Fact]
    public void Of_OtherNumbersOfEpochs_APointIsAHundredthOfEachTraining()
    {
        // 200 epochs of their own number, and 4 epochs of 1000 times theirs: after 1 % the second and the first, after 25 % the 50th and the first, after
        // 26 % the 52nd and the second.
        ComparisonReport report = Report(Losses(200, epoch => epoch), Losses(4, epoch => 1000 * epoch));
        MeanCurves curves = new(report);
        Assert.Equal(("share of the training, %", 100), (curves.Unit, curves.Count));
        (int Place, double Mean)[] curve = Curve(curves, report);
        Assert.Equal(Enumerable.Range(1, 100), curve.Select(point => point.Place));
        Assert.Equal(
            [(2 + 1000) / 2.0, (50 + 1000) / 2.0, (52 + 2000) / 2.0, (150 + 3000) / 2.0, (152 + 4000) / 2.0, (200 + 4000) / 2.0],
            ((int[])[1, 25, 26, 75, 76, 100]).Select(place => curve[place - 1].Mean));
    }

    [Fact]
    public void Of_DivergedRun_IsLeftOutOfSharesAndDecidesNoUnit()
    {
        ComparisonReport report = Report(Losses(5, epoch => epoch), Losses(5, epoch => 3 * epoch), Losses(2, _ => 1e9) with { Diverged = true, Score = null });
        Assert.Equal(("epoch", 5), (new MeanCurves(report).Unit, new MeanCurves(report).Count));
        report = Report(Losses(5, epoch => epoch), Losses(10, epoch => epoch), Losses(2, _ => 1e9) with { Diverged = true, Score = null });
        MeanCurves curves = new(report);
        // After half of the training: epoch 3 of 5 and 5 of 10.
        Assert.Equal(4, Curve(curves, report)[49].Mean);
    }

    [Fact]
    public void Of_NumbersThatAreNotFinite_AreLeftOutAndNaNWhereNoneIsLeft()
    {
        ComparisonReport report = Report(
            Losses(2, epoch => epoch == 1 ? double.NaN : 6), Losses(4, epoch => epoch <= 2 ? double.PositiveInfinity : 8));
        (int Place, double Mean)[] curve = Curve(new MeanCurves(report), report);
        Assert.True(double.IsNaN(curve[0].Mean));
        Assert.Equal(7, curve[99].Mean);
        Assert.True(double.IsNaN(curve[49].Mean), "Half of the way no run has a number.");
        Assert.Equal(7, curve[50].Mean);
    }

    private static (int Place, double Mean)[] Curve(MeanCurves curves, ComparisonReport report) =>
        [.. curves.Of(report.Candidates[0], epoch => epoch.TrainingLoss)];

    private static ComparisonRun Losses(int epochs, Func<int, double> loss) => new()
    {
        Candidate = 0,
        Repeat = 1,
        Fold = 1,
        HeldOutLoss = null,
        Diverged = false,
        SecondsPerEpoch = 0.01,
        Score = 0.5,
        Epochs = [.. Enumerable.Range(1, epochs).Select(epoch => new EpochReport(epoch, loss(epoch), null, null, 0.01))],
        Layers = [],
    };

    private static ComparisonReport Report(params ComparisonRun[] runs)
    {
        ComparisonReport sample = SampleReports.Classification([new("relu", 0.9)], folds: 3);
        return ComparisonReportBuilder.Build(
            sample.Settings, sample.Data, "hillock compare", [[.. runs.Select((run, i) => run with { Fold = i + 1 })]], interrupted: false);
    }
}
