using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

[Trait("Speed", "slow")]
public class MetricsTests
{
    [Fact]
    public void Accuracy_OfSomeRows_IsTheShareThatIsRight()
    {
        Tensor logits = Tensor.From(new[,] { { 1f, 2, 0 }, { 5, 5, 1 }, { 0, 0, 1 }, { float.NaN, 1, 0 } });
        Assert.Equal(0.75, Metrics.Accuracy(logits, Tensor.From(new long[] { 1, 0, 2, 1 })));
        Assert.Equal(0.75, Metrics.Accuracy(logits.To(DataType.Float64), Tensor.From(new long[] { 1, 0, 2, 1 })));
        Assert.True(double.IsNaN(Metrics.Accuracy(Tensor.Zeros([0, 3]), Tensor.Zeros(0, DataType.Int64))));
        Assert.Throws<ArgumentException>(() => Metrics.Accuracy(logits, Tensor.Zeros(4)));
        Assert.Throws<ArgumentException>(() => Metrics.Accuracy(logits, Tensor.Zeros(3, DataType.Int64)));
    }

    /// <summary>
    /// Another thread takes back the memory of dead tensors and fills it with zeros, of which the first class, which no row has, is the largest.
    /// </summary>
    [Fact]
    public void Accuracies_OfAnotherType_DoNotOutliveTheirConversion()
    {
        const int Rows = 4000;
        long[] classes = [.. Enumerable.Range(0, Rows).Select(i => 1L + (i % 9))];
        Tensor targets = Tensor.From(classes), logits = F.OneHot(targets, 10, DataType.Float16);
        bool over = false;
        Thread collector = new Thread(() =>
        {
            while (!Volatile.Read(ref over))
            {
                TensorPool.Trim();
                GC.Collect(1);
                Tensor.Zeros([Rows, 10], DataType.Float64);
            }
        });
        collector.Start();
        try
        {
            for (long start = Environment.TickCount64; Environment.TickCount64 - start < 4000;)
            {
                Assert.Equal(1, Metrics.Accuracy(logits, targets));
                Assert.Equal(1, Metrics.BalancedAccuracy(logits, targets));
            }
        }
        finally
        {
            Volatile.Write(ref over, true);
            collector.Join();
        }
    }

    [Fact]
    public void BalancedAccuracy_OfUnevenClasses_CountsEachTheSame()
    {
        Tensor logits = Tensor.From(new[,] { { 1f, 0, 0 }, { 1, 0, 0 }, { 1, 0, 0 }, { 1, 0, 0 } });
        Assert.Equal(0.5, Metrics.BalancedAccuracy(logits, Tensor.From(new long[] { 0, 0, 0, 2 })));
    }

    [Fact]
    public void RSquared_OfPredictions_IsTheExplainedShare()
    {
        Tensor t = Tensor.From(new float[] { 1, 2, 3, 4 });
        Assert.Equal(1, Metrics.RSquared(t, t));
        Assert.Equal(0, Metrics.RSquared(Tensor.Full(4, 2.5), t));
        Assert.Equal(1 - (1 / 5.0), Metrics.RSquared(Tensor.From(new float[] { 1, 2, 3, 5 }), t), 1e-15);
        Assert.True(double.IsNaN(Metrics.RSquared(t, Tensor.Ones(4))));
        Assert.Throws<ArgumentException>(() => Metrics.RSquared(t, Tensor.Ones([4, 1])));
    }

    /// <summary>The mean of 1000 equal numbers, added up, is none of them.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(1e300)]
    [InlineData(-123456789.123456789)]
    [InlineData(1e-300)]
    [InlineData(0)]
    public void RSquared_OfEqualTargets_IsNaN(double value)
    {
        Tensor t = Tensor.Full(1000, value, DataType.Float64);
        Assert.True(double.IsNaN(Metrics.RSquared(t, t)));
        Assert.True(double.IsNaN(Metrics.RSquared(Tensor.Zeros(1000, DataType.Float64), t)));
    }

    /// <summary>Exact values, from fractions.</summary>
    [Fact]
    public void RSquared_OfLargeTinyAndShiftedTargets_IsExact()
    {
        foreach (double scale in new[] { 1, 1e200, 1e-200, 1e308 })
        {
            Tensor t = Tensor.From(new[] { 0.25, 0.5, 0.75, 1 }) * scale;
            Assert.Equal(1 - (1 / 5.0), Metrics.RSquared(Tensor.From(new[] { 0.25, 0.5, 0.75, 1.25 }) * scale, t), 1e-14);
            Assert.Equal(1, Metrics.RSquared(t, t));
        }

        // Targets 2⁵³ + 0, 2, 4, 6, of which the mean is no float64: as 0, 2, 4, 6 with errors 0, 0, 0, 2.
        double far = Math.ScaleB(1, 53);
        Tensor shifted = Tensor.From(new[] { far, far + 2, far + 4, far + 6 });
        Assert.Equal(0.8, Metrics.RSquared(Tensor.From(new[] { far, far + 2, far + 4, far + 8 }), shifted), 1e-15);
        Assert.Equal(double.NegativeInfinity, Metrics.RSquared(Tensor.From(new[] { 1, 2, double.NegativeInfinity }), Tensor.From(new[] { 1.0, 2, 3 })));
        Assert.True(double.IsNaN(Metrics.RSquared(Tensor.From(new[] { 1, 2, double.NaN }), Tensor.From(new[] { 1.0, 2, 3 }))));
        Assert.True(double.IsNaN(Metrics.RSquared(Tensor.From(new[] { 1, 2, 3.0 }), Tensor.From(new[] { 1.0, 2, double.PositiveInfinity }))));
        Assert.True(double.IsNaN(Metrics.RSquared(Tensor.Zeros(0), Tensor.Zeros(0))));
    }

    [Fact]
    public void Accuracies_OfTargetsThatAreNoClass_NameTheFirst()
    {
        // A row with a NaN predicts nothing, and must not be right for a target of -1 either.
        Tensor logits = Tensor.From(new[,] { { 1f, 0 }, { float.NaN, 0 }, { 0, 1 } });
        foreach ((long wrong, string text) in new[]
        {
            (-1L, "targets[1] is -1"),
            (2, "targets[1] is 2"),
            (-100, "targets[1] is -100"),
            (long.MaxValue, "targets[1] is 9223372036854775807"),
        })
        {
            foreach (Func<Tensor, Tensor, double> metric in new[] { Metrics.Accuracy, Metrics.BalancedAccuracy })
            {
                string message = Assert.Throws<ArgumentException>(() => metric(logits, Tensor.From(new[] { 0, wrong, 1 }))).Message;
                Assert.Contains("from 0 to 1", message, StringComparison.Ordinal);
                Assert.Contains(text, message, StringComparison.Ordinal);
            }
        }

        Assert.Contains(
            "BalancedAccuracy expects", Assert.Throws<ArgumentException>(() => Metrics.BalancedAccuracy(logits, Tensor.Zeros(4, DataType.Int64))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Metrics.BalancedAccuracy(Tensor.Zeros([1, 0]), Tensor.Zeros(1, DataType.Int64)));
    }
}
