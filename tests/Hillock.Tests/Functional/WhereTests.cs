using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Choosing between tensors, and between functions that see their own elements alone.</summary>
public class WhereTests
{
    private static readonly DataType[] Types = [DataType.Float16, DataType.BFloat16, DataType.Float32, DataType.Float64];

    [Fact]
    public void FiniteAndInfinite_OfWholeNumbersAndTruths_AreAllAndNone()
    {
        foreach (Tensor x in new[] { Tensor.From([long.MinValue, 0, long.MaxValue]), Tensor.From([1.0, 0, 2]) > 0 })
        {
            Assert.Equal([true, true, true], F.IsFinite(x).ToArray<bool>());
            Assert.Equal([false, false, false], F.IsInfinity(x).ToArray<bool>());
        }
    }

    [Fact]
    public void Functions_OfTheOtherElements_SendNothingBack()
    {
        // ln x where x > 0, otherwise x²: 0·∞ of the logarithm's slope at 0 would be NaN, and so would ln(−1).
        foreach (DataType type in Types)
        {
            Tensor x = Tensor.From([-1.0, 0, 1, 2]).To(type).WithGradient();
            Tensor y = F.Where(x > 0, x, F.Log, F.Square);
            Assert.Equal([1, 0, 0, Math.Log(2)], y.ToArray<double>(), (a, b) => Math.Abs(a - b) < 0.01);
            Tensor first = Gradients.Of(F.Sum(y), [x], createGraph: true)[0]!;
            Assert.Equal([-2, 0, 1, 0.5], first.ToArray<double>());
            Assert.Equal([2, 2, -1, -0.25], Gradients.Of(F.Sum(first), [x])[0]!.ToArray<double>());
            Assert.Equal(type, y.DataType);
        }

        Tensor at0 = Tensor.From([0.0]).WithGradient();
        Assert.Equal(double.NaN, Gradients.Of(F.Sum(F.Where(at0 > 0, F.Log(at0), 0)), [at0])[0]!.Item<double>());
    }

    [Fact]
    public void Functions_AreNotCalledForNothing()
    {
        Tensor x = Tensor.From([1f, 2]);
        Assert.Equal([2f, 4], F.Where(x > 0, x, v => v * 2, _ => throw new InvalidOperationException()).ToArray<float>());
        Assert.Equal([3f, 6], F.Where(x < 0, x, _ => throw new InvalidOperationException(), v => v * 3).ToArray<float>());
        Assert.Equal(
            new Shape[] { [0, 3], [2, 0] },
            new Shape[] { [0, 3], [2, 0] }.Select(shape => F.Where(Tensor.Zeros(shape) > 0, Tensor.Zeros(shape), F.Log, F.Exp).Shape));
    }

    [Fact]
    public void Functions_OfViewsAndBroadcastConditions_GiveWhatCopiesGive()
    {
        Tensor x = Tensor.Arange(-6.0, 6).Reshape(3, 4).Transpose();
        Tensor condition = Tensor.From([true, false, true]);
        double[] expected =
            [.. from i in Enumerable.Range(0, 4) from j in Enumerable.Range(0, 3) let value = x[i, j].Item<double>() select j == 1 ? value * 10 : -value];
        Assert.Equal(expected, F.Where(condition, x, v => -v, v => v * 10).ToArray<double>());
        Assert.Equal(-3.0, F.Where(Tensor.From([true])[0], Tensor.Scalar(3), v => -v, v => v).Item<double>());
    }

    [Fact]
    public void Functions_ThatReturnAnotherShape_AreRefused()
    {
        Tensor x = Tensor.From([1f, -2]);
        Assert.Contains(
            "whenTrue to return a tensor of shape [1]", Assert.Throws<ArgumentException>(() => F.Where(x > 0, x, v => v.Reshape(1, 1), v => v)).Message,
            StringComparison.Ordinal);
        Assert.Contains("but got null", Assert.Throws<ArgumentException>(() => F.Where(x > 0, x, v => v, _ => null!)).Message, StringComparison.Ordinal);
        Assert.Contains("condition of bool", Assert.Throws<ArgumentException>(() => F.Where(x, x, v => v, v => v)).Message, StringComparison.Ordinal);
    }
}
