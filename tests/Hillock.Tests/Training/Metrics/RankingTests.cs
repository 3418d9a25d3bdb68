using System.Text.Json;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

public class RankingTests
{
    public static TheoryData<int> Binary => MetricsFile.Indices("binary");

    public static TheoryData<int> Classes => MetricsFile.Indices("ranking");

    [Theory]
    [MemberData(nameof(Binary))]
    public void Areas_AreScikitLearnsInEveryTypeAndOrder(int index)
    {
        JsonElement of = MetricsFile.Cases("binary")[index];
        Tensor targets = of.Targets(), scores = Tensor.From(of.Numbers("scores"));
        double auc = Metrics.RocAuc(scores, targets), precision = Metrics.AveragePrecision(scores, targets);
        MetricsFile.Close(of.Number("auc"), auc);
        MetricsFile.Close(of.Number("averagePrecision"), precision);
        Tensor order = Tensor.From(MetricsFile.Shuffled(targets.Length));
        foreach (DataType type in MetricsFile.FloatTypes)
        {
            foreach (DataType targetType in new[] { DataType.Int64, DataType.UInt8, DataType.Bool, DataType.Float32 })
            {
                Assert.Equal(auc, Metrics.RocAuc(F.IndexSelect(scores, 0, order).To(type), F.IndexSelect(targets, 0, order).To(targetType)));
                Assert.Equal(precision, Metrics.AveragePrecision(F.IndexSelect(scores, 0, order).To(type), F.IndexSelect(targets, 0, order).To(targetType)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void Curves_AreScikitLearns(int index)
    {
        JsonElement of = MetricsFile.Cases("binary")[index];
        Tensor targets = of.Targets(), scores = Tensor.From(of.Numbers("scores"));
        double[][] expected = [.. of.GetProperty("roc").EnumerateArray().Select(MetricsFile.Numbers)];
        RocCurve roc = RocCurve.Of(scores, targets);
        MetricsFile.Close(expected[0], roc.FalsePositiveRates);
        MetricsFile.Close(expected[1], roc.TruePositiveRates);
        MetricsFile.Close(expected[2], roc.Thresholds);
        MetricsFile.Close(of.Number("auc"), roc.Area);
        expected = [.. of.GetProperty("precisionRecall").EnumerateArray().Select(MetricsFile.Numbers)];
        PrecisionRecallCurve curve = PrecisionRecallCurve.Of(scores, targets);
        MetricsFile.Close(expected[0], curve.Precisions);
        MetricsFile.Close(expected[1], curve.Recalls);
        MetricsFile.Close(expected[2], curve.Thresholds);
        MetricsFile.Close(of.Number("averagePrecision"), curve.AveragePrecision);
        Assert.Equal((roc.Positives, roc.Negatives), (curve.Positives, curve.Negatives));
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void AreasOfClasses_AreScikitLearns(int index)
    {
        JsonElement of = MetricsFile.Cases("ranking")[index];
        Tensor targets = of.Targets();
        foreach (DataType type in MetricsFile.FloatTypes)
        {
            Tensor scores = of.Rows("scores", type);
            MetricsFile.Close(of.Number("ovrmacro"), Metrics.RocAuc(scores, targets));
            MetricsFile.Close(of.Number("ovrweighted"), Metrics.RocAuc(scores, targets, averaging: Averaging.Weighted));
            MetricsFile.Close(of.Number("ovrmicro"), Metrics.RocAuc(scores, targets, averaging: Averaging.Micro));
            MetricsFile.Close(of.Number("ovomacro"), Metrics.RocAuc(scores, targets, MultiClassRoc.OneVersusOne));
            MetricsFile.Close(of.Number("ovoweighted"), Metrics.RocAuc(scores, targets, MultiClassRoc.OneVersusOne, Averaging.Weighted));
            MetricsFile.Close(of.Number("precisionmacro"), Metrics.AveragePrecision(scores, targets));
            MetricsFile.Close(of.Number("precisionweighted"), Metrics.AveragePrecision(scores, targets, Averaging.Weighted));
            MetricsFile.Close(of.Number("precisionmicro"), Metrics.AveragePrecision(scores, targets, Averaging.Micro));
        }
    }

    /// <summary>A class that no row has changes nothing: the areas of the others are the same.</summary>
    [Fact]
    public void AreasOfClasses_WithoutThoseThatDoNotOccur()
    {
        JsonElement of = MetricsFile.Cases("ranking")[0];
        Tensor scores = of.Rows("scores"), wider = F.Concat([scores, Tensor.Zeros([scores.Shape[0], 1], DataType.Float64)], 1), targets = of.Targets();
        Assert.Equal(Metrics.RocAuc(scores, targets), Metrics.RocAuc(wider, targets));
        Assert.Equal(Metrics.RocAuc(scores, targets, MultiClassRoc.OneVersusOne), Metrics.RocAuc(wider, targets, MultiClassRoc.OneVersusOne));
        Assert.Equal(Metrics.AveragePrecision(scores, targets), Metrics.AveragePrecision(wider, targets));
        Assert.Equal(double.NaN, Metrics.RocAuc(scores, Tensor.Zeros(targets.Length, DataType.Int64)));
        Assert.Equal(double.NaN, Metrics.RocAuc(scores, Tensor.Zeros(targets.Length, DataType.Int64), MultiClassRoc.OneVersusOne));
    }

    [Fact]
    public void Areas_OfInfinitiesZerosAndNothing()
    {
        Tensor targets = Tensor.From([0L, 1, 0, 1]);
        Assert.Equal(1, Metrics.RocAuc(Tensor.From([double.NegativeInfinity, double.PositiveInfinity, 0, 1]), targets));
        Assert.Equal(0.5, Metrics.RocAuc(Tensor.From([0.0, -0.0, -0.0, 0.0]), targets));
        Assert.Equal(double.NaN, Metrics.RocAuc(Tensor.From([0.0, double.NaN, 1, 2]), targets));
        Assert.Equal(double.NaN, Metrics.AveragePrecision(Tensor.From([0.0, double.NaN, 1, 2]), targets));
        Assert.Equal(double.NaN, Metrics.RocAuc(Tensor.From([[0, double.NaN], [1.0, 0]]), Tensor.From([0L, 1])));
        Assert.Equal(double.NaN, Metrics.RocAuc(Tensor.From([[0, double.NaN], [1.0, 0]]), Tensor.From([0L, 1]), MultiClassRoc.OneVersusOne));
        Assert.Equal(double.NaN, Metrics.RocAuc(Tensor.Zeros(0), Tensor.Zeros(0, DataType.Int64)));
        Assert.Equal(double.NaN, Metrics.RocAuc(Tensor.Zeros([0, 3]), Tensor.Zeros(0, DataType.Int64)));
        Assert.Equal(double.NaN, Metrics.AveragePrecision(Tensor.Zeros(0), Tensor.Zeros(0, DataType.Int64)));
        Assert.Equal([double.PositiveInfinity], RocCurve.Of(Tensor.Zeros(0), Tensor.Zeros(0, DataType.Int64)).Thresholds);
    }

    [Fact]
    public void Faults_SayWhatIsWrongAndWhatHelps()
    {
        Tensor two = Tensor.From([0.5, double.NaN]), three = Tensor.Zeros([2, 3]);
        Assert.Contains("scores[1] is NaN", Fault(() => RocCurve.Of(two, Tensor.From([0L, 1]))), StringComparison.Ordinal);
        Assert.Contains("scores[1] is NaN", Fault(() => PrecisionRecallCurve.Of(two, Tensor.From([0L, 1]))), StringComparison.Ordinal);
        Assert.Contains("targets[1] is 2; of more than two classes", Fault(() => Metrics.RocAuc(two, Tensor.From([0L, 2]))), StringComparison.Ordinal);
        Assert.Contains("targets[0] is 0.5", Fault(() => Metrics.RocAuc(two, Tensor.From([0.5, 1]))), StringComparison.Ordinal);
        Assert.Contains("targets[0] is 3", Fault(() => Metrics.RocAuc(three, Tensor.From([3L, 1]))), StringComparison.Ordinal);
        Assert.Contains("[rows, classes]", Fault(() => Metrics.AveragePrecision(two, Tensor.From([1L]))), StringComparison.Ordinal);
        Assert.Contains("int64", Fault(() => Metrics.RocAuc(Tensor.From([1L, 0]), Tensor.From([1L, 0]))), StringComparison.Ordinal);
        Assert.Contains(
            "OneVersusRest", Fault(() => Metrics.RocAuc(three, Tensor.From([0L, 1]), MultiClassRoc.OneVersusOne, Averaging.Micro)), StringComparison.Ordinal);

        static string Fault(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }
}
