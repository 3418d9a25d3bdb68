using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Scores of batches, in any order and of any size, are those of all rows, to the bit.</summary>
public class RunningMetricTests
{
    private const int Rows = 500, Classes = 7;

    [Fact]
    public void Scores_OverBatches_AreTheBitsOfAllRows()
    {
        Random random = new(8);
        Tensor logits = Tensor.From([.. Enumerable.Range(0, Rows * Classes).Select(_ => 8 * (random.NextDouble() - 0.5))], [Rows, Classes]);
        Tensor targets = Tensor.From([.. Enumerable.Range(0, Rows).Select(_ => (long)random.Next(Classes))]);
        Tensor p = F.Softmax(logits, 1);
        RunningLogLoss loss = new();
        RunningAccuracy accuracy = new(3);
        RunningCalibration calibration = new(15);
        foreach (int[] batch in MetricsFile.Shuffled(Rows).Chunk(64))
        {
            Tensor rows = Tensor.From(batch), expected = F.IndexSelect(targets, 0, rows);
            loss.Add(F.IndexSelect(logits, 0, rows), expected);
            accuracy.Add(F.IndexSelect(logits, 0, rows), expected);
            calibration.Add(F.IndexSelect(p, 0, rows), expected);
        }

        Assert.Equal(Metrics.LogLoss(logits, targets), loss.Value);
        Assert.Equal(Metrics.Perplexity(logits, targets), loss.Perplexity);
        Assert.Equal(Metrics.TopKAccuracy(logits, targets, 3), accuracy.Value);
        Assert.Equal(Metrics.ExpectedCalibrationError(p, targets, 15), calibration.Value);
        Assert.Equal(ReliabilityDiagram.Of(p, targets, 15).Bins, calibration.Diagram.Bins);
        Assert.Equal((Rows, Rows, Rows), (loss.Rows, accuracy.Rows, calibration.Diagram.Rows));

        // In double precision, by a plain loop.
        double[] losses = F.CrossEntropy(logits, targets, Hillock.Losses.Reduction.None).ToArray<double>();
        MetricsFile.Close(losses.Sum() / Rows, loss.Value, 1e-13);
        loss.Clear();
        accuracy.Clear();
        calibration.Clear();
        Assert.Equal((double.NaN, double.NaN, double.NaN), (loss.Value, accuracy.Value, calibration.Value));
        Tensor order = Tensor.From(MetricsFile.Shuffled(Rows));
        Assert.Equal(Metrics.BrierScore(p, targets), Metrics.BrierScore(F.IndexSelect(p, 0, order), F.IndexSelect(targets, 0, order)));
        Assert.Equal(
            Metrics.LogLossOfProbabilities(p, targets), Metrics.LogLossOfProbabilities(F.IndexSelect(p, 0, order), F.IndexSelect(targets, 0, order)));
    }

    /// <summary>More elements than are taken at a time.</summary>
    [Fact]
    public void Scores_OfManyClasses_AreTakenInBlocks()
    {
        const int Many = 300_000;
        float[] numbers = new float[5 * Many];
        for (int i = 0; i < 5; i++)
        {
            numbers[(i * Many) + (10 * i)] = 2;
        }

        Tensor logits = Tensor.From(numbers, [5, Many]), targets = Tensor.From([0L, 10, 20, 30, 41]);
        Assert.Equal(0.8, Metrics.TopKAccuracy(logits, targets, 1));
        double certain = Math.Log(Math.Exp(2) + Many - 1) - 2;
        MetricsFile.Close(certain + 0.4, Metrics.LogLoss(logits, targets), 1e-13);
    }

    [Fact]
    public void AFault_CountsNothing()
    {
        RunningLogLoss loss = new();
        RunningAccuracy accuracy = new();
        Assert.Throws<ArgumentException>(() => loss.Add(Tensor.Zeros([2, 3]), Tensor.From([0L, 3])));
        Assert.Throws<ArgumentException>(() => accuracy.Add(Tensor.Zeros([2, 3]), Tensor.From([0L, 3])));
        RunningCalibration calibration = new();
        Assert.Throws<ArgumentException>(() => calibration.Add(Tensor.From([0.5, double.NaN]), Tensor.From([0L, 1])));
        Assert.Equal((0, 0, 0), (loss.Rows, accuracy.Rows, calibration.Diagram.Rows));
    }
}
