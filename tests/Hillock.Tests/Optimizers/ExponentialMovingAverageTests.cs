using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Optimizers;

/// <summary>Moving averages of parameters are those of a plain loop in float64.</summary>
public class ExponentialMovingAverageTests
{
    [Theory]
    [InlineData(DataType.Float32, 1e-6)]
    [InlineData(DataType.Float64, 1e-14)]
    [InlineData(DataType.BFloat16, 1e-6)]
    public void Update_AveragesParametersAndTakesBuffers(DataType type, double tolerance)
    {
        BatchNorm1d norm = new(3, dataType: type);
        ExponentialMovingAverage average = new(norm, 0.9);
        double[] expected = norm.Weight!.Detach().ToArray<double>();
        for (int step = 1; step <= 50; step++)
        {
            norm.Weight.Detach().Fill(Math.Round(Math.Sqrt(step) * 8) / 8);
            average.Update();
            double now = norm.Weight.Detach().ToArray<double>()[0];
            expected = [.. expected.Select(value => (0.9 * value) + (0.1 * now))];
        }

        Assert.All(average.StateDict()["weight"].ToArray<double>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, tolerance * pair.Second));
        Assert.Equal(norm.StateDict().Keys, average.StateDict().Keys);
        norm.StateDict()["running_mean"].Fill(5);
        Assert.Equal([5.0, 5, 5], average.StateDict()["running_mean"].ToArray<double>());
        BatchNorm1d other = new(3, dataType: type);
        other.LoadStateDict(average.StateDict());
        Assert.Equal(expected[0], other.Weight!.Detach().ToArray<double>()[0], 0.01 * expected[0]);
    }

    [Fact]
    public void LoadStateDict_TakesOverAveragesOrNothing()
    {
        Linear linear = new(2, 3);
        ExponentialMovingAverage one = new(linear, 0.5), other = new(linear, 0.5);
        linear.Bias!.Detach().Fill(4);
        one.Update();
        other.LoadStateDict(one.StateDict());
        Assert.Equal(one.StateDict()["bias"].ToArray<float>(), other.StateDict()["bias"].ToArray<float>());
        string message = Assert.Throws<ArgumentException>(
            () => other.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Zeros([3, 3]) })).Message;
        Assert.Contains("missing: bias; weight expects the shape [3, 2] but got [3, 3]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage(linear, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage(linear, 1.5));
    }
}
