using System.Text.Json;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

public class ProbabilityMetricTests
{
    public static TheoryData<int> Cases => MetricsFile.Indices("probabilities");

    public static TheoryData<int> Extremes => MetricsFile.Indices("extreme");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_AreScikitLearns(int index)
    {
        JsonElement of = MetricsFile.Cases("probabilities")[index];
        Tensor p = of.Rows("probabilities"), targets = of.Targets();
        foreach (DataType type in MetricsFile.FloatTypes)
        {
            MetricsFile.Close(of.Number("logLoss"), Metrics.LogLoss(of.Rows("logits", type), targets));
        }

        Tensor events = Column(p, 1), happened = Tensor.From([.. of.Classes("targets").Select(target => target == 1)]);
        MetricsFile.Close(of.Number("logLoss"), Metrics.LogLossOfProbabilities(p, targets));
        MetricsFile.Close(of.Number("binaryLogLoss"), Metrics.LogLossOfProbabilities(events, happened));
        MetricsFile.Close(of.Number("binaryLogLoss"), Metrics.LogLoss(F.Log(events) - F.Log1p(-events), happened));
        MetricsFile.Close(of.Number("brier"), Metrics.BrierScore(p, targets));
        MetricsFile.Close(of.Number("binaryBrier"), Metrics.BrierScore(events, happened));
        Check(of.GetProperty("widths"), ReliabilityDiagram.Of(p, targets, 8), Metrics.ExpectedCalibrationError(p, targets, 8));
        Check(of.GetProperty("binaryWidths"), ReliabilityDiagram.Of(events, happened, 8), Metrics.ExpectedCalibrationError(events, happened, 8));
        Check(
            of.GetProperty("masses"), ReliabilityDiagram.Of(p, targets, 5, ReliabilityBinning.EqualMass),
            Metrics.ExpectedCalibrationError(p, targets, 5, ReliabilityBinning.EqualMass));
        Check(
            of.GetProperty("binaryMasses"), ReliabilityDiagram.Of(events, happened, 5, ReliabilityBinning.EqualMass),
            Metrics.ExpectedCalibrationError(events, happened, 5, ReliabilityBinning.EqualMass));
    }

    /// <summary>With 50 digits: nothing overflows, and the loss of a row that is almost certain keeps its digits.</summary>
    [Theory]
    [MemberData(nameof(Extremes))]
    public void LogLoss_OfExtremeLogits_HasItsDigits(int index)
    {
        JsonElement of = MetricsFile.Cases("extreme")[index];
        Tensor logits = of.Rows("logits"), targets = of.Targets();
        MetricsFile.Close(of.Number("logLoss"), Metrics.LogLoss(logits, targets));
        MetricsFile.Close(of.Number("perplexity"), Metrics.Perplexity(logits, targets));
        if (logits.Shape[1] == 2)
        {
            // Two classes are one logit, the difference.
            Tensor difference = Column(logits, 1) - Column(logits, 0);
            MetricsFile.Close(of.Number("logLoss"), Metrics.LogLoss(difference, targets));
        }
    }

    [Fact]
    public void LogLoss_OfImpossibleRows_IsInfiniteOrBounded()
    {
        Tensor impossible = Tensor.From([[1.0, 0]]), target = Tensor.From([1L]);
        Assert.Equal(double.PositiveInfinity, Metrics.LogLossOfProbabilities(impossible, target));
        MetricsFile.Close(-Math.Log(1e-15), Metrics.LogLossOfProbabilities(impossible, target, 1e-15));
        Assert.Equal(double.PositiveInfinity, Metrics.LogLossOfProbabilities(Tensor.From([1.0]), Tensor.From([0L])));
        Assert.Equal(Math.Log(4), Metrics.LogLossOfProbabilities(Tensor.From([1.0]), Tensor.From([0L]), 0.25), 1e-15);
        Assert.Equal(double.PositiveInfinity, Metrics.LogLoss(Tensor.From([[0.0, double.NegativeInfinity]]), target));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.LogLossOfProbabilities(impossible, target, double.NaN));
    }

    [Fact]
    public void Undefined_IsNaN()
    {
        Tensor none = Tensor.Zeros([0, 3]), no = Tensor.Zeros(0, DataType.Int64), nan = Tensor.From([[double.NaN, 0.5]]), target = Tensor.From([1L]);
        Assert.Equal(
            Enumerable.Repeat(double.NaN, 12),
            [
                Metrics.LogLoss(none, no), Metrics.Perplexity(none, no), Metrics.LogLossOfProbabilities(none, no), Metrics.BrierScore(none, no),
                Metrics.ExpectedCalibrationError(none, no), Metrics.LogLoss(Tensor.Zeros(0), no), Metrics.BrierScore(Tensor.Zeros(0), no),
                ReliabilityDiagram.Of(none, no, 5, ReliabilityBinning.EqualMass).MaximumError, Metrics.LogLoss(nan, target),
                Metrics.LogLossOfProbabilities(Tensor.From([[0.5, double.NaN]]), target), Metrics.BrierScore(nan, target),
                Metrics.ExpectedCalibrationError(nan, target),
            ]);
    }

    [Fact]
    public void IgnoredTokens_DoNotCount()
    {
        Tensor logits = Tensor.From(new[,] { { 0.0, 0, 0, 0 }, { 9, 0, 0, 0 }, { 0, 0, 0, 0 } }), targets = Tensor.From([1L, -100, 2]);
        MetricsFile.Close(4, Metrics.Perplexity(logits, targets, -100));
        MetricsFile.Close(Math.Log(4), Metrics.LogLoss(logits, targets, -100));
        MetricsFile.Close(4, Metrics.Perplexity(logits, Tensor.From([1L, 0, 2]), 0));

        // Texts with the classes on the second axis.
        MetricsFile.Close(4, Metrics.Perplexity(logits.Reshape(1, 3, 4).Permute(0, 2, 1), targets.Reshape(1, 3), -100));
        RunningCalibration calibration = new(4) { IgnoredTarget = -100 };
        calibration.Add(F.Softmax(logits, 1), targets);
        Assert.Equal(2, calibration.Diagram.Rows);
    }

    [Fact]
    public void Bins_HaveTheirUpperEnd()
    {
        ReliabilityDiagram diagram = ReliabilityDiagram.Of(Tensor.From([0.0, 0.5, 0.5000001, 1]), Tensor.From([0L, 1, 1, 1]), 2);
        Assert.Equal([2L, 2], diagram.Bins.Select(bin => bin.Count));
        Assert.Equal((0, 0.5, 0.25, 0.5), (diagram.Bins[0].Low, diagram.Bins[0].High, diagram.Bins[0].MeanProbability, diagram.Bins[0].Frequency));
        Assert.Equal(-0.25, diagram.Bins[0].Gap);
        Assert.Equal(0.25, diagram.MaximumError);

        // Equal probabilities stay together: three quarters of the rows are one bin.
        Tensor ties = Tensor.From([0.25, 0.25, 0.25, 0.75]);
        Assert.Equal([3L, 1], ReliabilityDiagram.Of(ties, Tensor.From([0L, 1, 1, 1]), 4, ReliabilityBinning.EqualMass).Bins.Select(bin => bin.Count));
    }

    [Fact]
    public void Faults_SayWhatIsWrongAndWhatHelps()
    {
        Tensor targets = Tensor.From([0L, 1]), logits = Tensor.From(new[,] { { 0.5, 0.5 }, { 3, -1.5 } });
        foreach (Func<Tensor, Tensor, object> score in new Func<Tensor, Tensor, object>[]
        {
            (x, t) => Metrics.BrierScore(x, t), (x, t) => Metrics.LogLossOfProbabilities(x, t), (x, t) => ReliabilityDiagram.Of(x, t),
        })
        {
            Assert.Contains("targets[1] has 3; make them of logits by F.Softmax", Fault(() => score(logits, targets)), StringComparison.Ordinal);
            Assert.Contains("add up to 1", Fault(() => score(Tensor.Zeros([2, 2]), targets)), StringComparison.Ordinal);
            Assert.Contains("F.Sigmoid", Fault(() => score(Tensor.From([-0.5, 0]), targets)), StringComparison.Ordinal);
            Assert.Contains("targets[0] is 7", Fault(() => score(Tensor.Full([2, 2], 0.5), Tensor.From([7L, 0]))), StringComparison.Ordinal);
            Assert.Contains("probabilities of [rows, classes]", Fault(() => score(Tensor.Zeros([3, 2]), targets)), StringComparison.Ordinal);
        }

        Assert.Contains("targets[0] has NaN", Fault(() => ReliabilityDiagram.Of(Tensor.From([double.NaN, 0]), targets)), StringComparison.Ordinal);
        Assert.Contains("targets[1] is -100", Fault(() => Metrics.LogLoss(Tensor.Zeros([2, 2]), Tensor.From([0L, -100]))), StringComparison.Ordinal);
        Assert.Contains("Perplexity expects", Fault(() => Metrics.Perplexity(Tensor.Zeros([2, 2]), Tensor.From([0L, 2]))), StringComparison.Ordinal);
        Assert.Contains("1000000 bins", Fault(() => _ = new RunningCalibration(0)), StringComparison.Ordinal);

        static string Fault(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }

    private static Tensor Column(Tensor of, int column) => of.Slice(1, column, column + 1).Reshape(of.Shape[0]);

    private static void Check(JsonElement expected, ReliabilityDiagram diagram, double error)
    {
        MetricsFile.Close(expected.Number("error"), diagram.ExpectedError);
        Assert.Equal(diagram.ExpectedError, error);
        double[][] bins = [.. expected.GetProperty("bins").EnumerateArray().Select(MetricsFile.Numbers)];
        MetricsFile.Close([.. bins.Select(bin => bin[0])], [.. diagram.Bins.Select(bin => bin.High)]);
        MetricsFile.Close([.. bins.Select(bin => bin[1])], [.. diagram.Bins.Select(bin => (double)bin.Count)]);
        MetricsFile.Close([.. bins.Select(bin => bin[2])], [.. diagram.Bins.Select(bin => bin.MeanProbability)]);
        MetricsFile.Close([.. bins.Select(bin => bin[3])], [.. diagram.Bins.Select(bin => bin.Frequency)]);
    }
}
