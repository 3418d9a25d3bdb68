using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

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
}
