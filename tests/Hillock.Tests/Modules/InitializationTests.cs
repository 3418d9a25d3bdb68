using System.Text.Json;
using Hillock.Activations;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

public class InitializationTests
{
    [Fact]
    public void GainFor_WhereTheMeanSquareIsKnown_IsPyTorchs()
    {
        JsonElement gains = TorchData.Load("modules").GetProperty("gains");
        double Torch(string name) => gains.GetProperty(name).GetDouble();
        Assert.Equal(Torch("linear"), Initialization.GainFor(new Identity()), 1e-13);
        Assert.Equal(Torch("relu"), Initialization.GainFor(new Relu()), 1e-13);
        Assert.Equal(Torch("leakyRelu"), Initialization.GainFor(new LeakyRelu()), 1e-13);
        Assert.Equal(Torch("leakyReluHalf"), Initialization.GainFor(new LeakyRelu(0.5)), 1e-13);
        Assert.Equal(Torch("leakyReluHalf"), Initialization.GainFor(new PRelu(), 0.5), 1e-13);
    }

    [Fact]
    public void GainFor_OfOthers_IsTheIntegral()
    {
        // SELU keeps mean square 1 by its definition; the step's is 1/2; those of |z| ≤ 1 clipped and of tanh, sigmoid and GELU by mpmath's quad.
        Assert.Equal(1, Initialization.GainFor(new Selu()), 1e-7);
        Assert.Equal(Math.Sqrt(2), Initialization.GainFor(new BinaryStep()), 1e-12);
        Assert.Equal(1.3920361404483097, Initialization.GainFor(new HardTanh()), 1e-7);
        Assert.Equal(1.592537419722831, Initialization.GainFor(new Tanh()), 1e-9);
        Assert.Equal(1.8462285453386054, Initialization.GainFor(new Sigmoid()), 1e-8);
        Assert.Equal(1.5335304411955352, Initialization.GainFor(new Gelu()), 1e-8);
    }

    [Fact]
    public void GainFor_OfAFunctionThatIsZero_SaysSo() =>
        Assert.Contains("no gain", Assert.Throws<ArgumentException>(() => Initialization.GainFor(new Threshold(100, 0))).Message, StringComparison.Ordinal);

    [Fact]
    public void Fills_OfAWeight_HaveTheirMoments()
    {
        RandomSource random = new(3);
        Tensor weight = Tensor.Empty([400, 300]);
        Check(Initialization.XavierUniform(weight, random.Next()), Math.Sqrt(2.0 / 700), Math.Sqrt(6.0 / 700));
        Check(Initialization.XavierNormal(weight, random.Next(), gain: 2), 2 * Math.Sqrt(2.0 / 700), double.PositiveInfinity);
        Check(Initialization.HeUniform(weight, random.Next()), Math.Sqrt(2.0 / 300), Math.Sqrt(6.0 / 300));
        Check(Initialization.HeNormal(weight, random.Next(), fan: Fan.Out), Math.Sqrt(2.0 / 400), double.PositiveInfinity);
        Check(Initialization.LeCunNormal(weight, random.Next()), Math.Sqrt(1.0 / 300), double.PositiveInfinity);
        Check(Initialization.SirenUniform(weight, random.Next()), Math.Sqrt(2.0 / 300) / 30, Math.Sqrt(6.0 / 300) / 30);
        Check(Initialization.SirenUniform(weight, random.Next(), frequency: 5), Math.Sqrt(2.0 / 300) / 5, Math.Sqrt(6.0 / 300) / 5);
        Check(Initialization.SirenUniform(weight, random.Next(), first: true), 1.0 / 300 / Math.Sqrt(3), 1.0 / 300);
        Assert.Throws<ArgumentOutOfRangeException>("frequency", () => Initialization.SirenUniform(weight, random.Next(), 0));
        Assert.All(Initialization.Constant(weight, 3).ToArray<float>(), value => Assert.Equal(3, value));
        Tensor kernel = Tensor.Empty([40, 30, 5, 2]);
        Check(Initialization.HeNormal(kernel, random.Next()), Math.Sqrt(2.0 / 300), double.PositiveInfinity);
        Assert.Contains(
            "two axes", Assert.Throws<ArgumentException>(() => Initialization.HeNormal(Tensor.Empty(3), random.Next())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Linear_OfOneSeed_StartsFromTheSameNumbersWithinItsBound()
    {
        Linear one = new(100, 50, random: new RandomSource(9));
        Linear other = new(100, 50, random: new RandomSource(9));
        Assert.Equal(one.Weight.Detach().ToArray<float>(), other.Weight.Detach().ToArray<float>());
        Assert.Equal(one.Bias!.Detach().ToArray<float>(), other.Bias!.Detach().ToArray<float>());
        Check(one.Weight.Detach(), 0.1 / Math.Sqrt(3), 0.1);
        Assert.All(one.Bias!.Detach().ToArray<float>(), value => Assert.InRange(value, -0.1f, 0.1f));
        Assert.NotEqual(one.Weight.Detach().ToArray<float>(), new Linear(100, 50, random: new RandomSource(10)).Weight.Detach().ToArray<float>());
        Assert.Equal(
            new Linear(100, 50, random: new RandomSource(9), dataType: DataType.Float64).Weight.Detach().To(DataType.Float32).ToArray<float>(),
            one.Weight.Detach().ToArray<float>());
    }

    // Mean and deviation within five standard errors.
    private static void Check(Tensor weight, double deviation, double bound)
    {
        double[] values = weight.ToArray<double>();
        double mean = values.Average();
        double actual = Math.Sqrt(values.Select(value => (value - mean) * (value - mean)).Average());
        Assert.InRange(mean / deviation * Math.Sqrt(values.Length), -5, 5);
        Assert.InRange((actual / deviation - 1) * Math.Sqrt(2.0 * values.Length), -5, 5);
        Assert.All(values, value => Assert.InRange(value, -bound, bound));
    }
}
