using Extending;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Outside.Tests;

/// <summary>Losses from outside: reductions, weights, modules, and what is refused.</summary>
public class LossTests
{
    private static readonly Tensor X = Tensor.From([1.0, -2, 3, 0.5], [2, 2]), T = Tensor.From([0.5, 0, 0, 1], [2, 2]);

    [Fact]
    public void ElementwiseLoss_IsReducedAndWeighted()
    {
        double[] all = [.. X.ToArray<double>().Zip(T.ToArray<double>(), (x, t) => Math.Log(Math.Cosh(x - t)))];
        Assert.Equal(all.Sum(), F.ElementwiseLoss(X, T, new LogCosh(), Reduction.Sum).Item<double>(), 1e-14);
        Assert.Equal(all.Average(), F.ElementwiseLoss(X, T, new LogCosh()).Item<double>(), 1e-14);
        Torch.Near(
            [all[0], 2 * all[1], all[2], 2 * all[3]], F.ElementwiseLoss(X, T, new LogCosh(), Reduction.None, Tensor.From([1.0, 2])).ToArray<double>(), 1e-14,
            "weighted");
        Assert.Equal(all.Average(), new ElementwiseLoss<LogCosh>(new LogCosh()).Forward(X, T).Item<double>(), 1e-14);
        Assert.Equal(all.Sum(), new ElementwiseLoss<LogCosh>(new LogCosh(), Reduction.Sum).Forward(X, T).Item<double>(), 1e-14);
        Assert.Equal(0, F.ElementwiseLoss(Tensor.Zeros(0), Tensor.Zeros(0), new LogCosh(), emptyMean: EmptyMean.Zero).Item<float>());
    }

    [Fact]
    public void ElementwiseLoss_OfOperandsThatDoNotFit_IsNamedInTheMessage()
    {
        Assert.Contains(
            "LogCosh expects targets of the predictions' shape",
            Assert.Throws<ArgumentException>(() => F.ElementwiseLoss(X, T.Reshape(4), new LogCosh())).Message, StringComparison.Ordinal);
        Assert.Contains(
            "targets[1, 1] is NaN",
            Assert.Throws<ArgumentException>(() => F.ElementwiseLoss(X, Tensor.From([0, 0, 0, double.NaN], [2, 2]), new LogCosh())).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElementwiseLoss<LogCosh>(new LogCosh(), Reduction.BatchMean));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogCosh(0));
    }

    [Fact]
    public void Loss_IsReduced()
    {
        double[] rows = new DiceLoss(Reduction.None).Forward(X, T).ToArray<double>();
        Assert.Equal(2, rows.Length);
        Assert.Equal(rows.Sum(), new DiceLoss(Reduction.Sum).Forward(X, T).Item<double>(), 1e-15);
        Assert.Equal(rows.Average(), new DiceLoss().Forward(X, T).Item<double>(), 1e-15);
        Assert.Equal(0, new DiceLoss { EmptyMean = EmptyMean.Zero }.Forward(Tensor.Zeros([0, 2]), Tensor.Zeros([0, 2])).Item<float>());
        Assert.Contains(
            "DiceLoss has nothing",
            Assert.Throws<InvalidOperationException>(
                () => new DiceLoss { EmptyMean = EmptyMean.Throw }.Forward(Tensor.Zeros([0, 2]), Tensor.Zeros([0, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "DiceLoss expects a reduction", Assert.Throws<ArgumentOutOfRangeException>(() => new DiceLoss(Reduction.BatchMean)).Message,
            StringComparison.Ordinal);
    }
}
