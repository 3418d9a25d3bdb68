using Hillock.Numbers;
using System.Globalization;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

public class DiagnosticsTests
{
    /// <summary>√(4·u²) = 2u, also where u² leaves the type's range.</summary>
    [Theory]
    [InlineData(DataType.Float64, 1e200)]
    [InlineData(DataType.Float64, 1e-200)]
    [InlineData(DataType.Float32, 1e38)]
    [InlineData(DataType.Float32, 1e-40)]
    [InlineData(DataType.Float16, 1)]
    public void GradientNorms_FarFromOne_NeitherOverflowNorVanish(DataType type, double unit)
    {
        Linear layer = new Linear(2, 2, bias: false, dataType: type);
        Tensor weight = layer.Weight;
        weight.Gradient = Tensor.Full([2, 2], unit, type);
        double exact = weight.Gradient.ToArray<double>()[0];
        Assert.Equal(1, Diagnostics.GradientNorms(layer)[0] / (2 * exact), 1e-15);
        weight.Gradient = Tensor.Zeros([2, 2], type);
        Assert.Equal(0, Diagnostics.GradientNorms(layer)[0]);
        weight.Gradient = Tensor.From(new[,] { { 1, double.NaN }, { 2, 3 } }).To(type);
        Assert.Equal(double.NaN, Diagnostics.GradientNorms(layer)[0]);
        weight.ZeroGrad();
        Assert.Equal(double.NaN, Diagnostics.GradientNorms(layer)[0]);
    }

    [Fact]
    public void Measure_OfAKnownNetwork_CountsItsUnits()
    {
        Linear first = new(1, 4);
        Linear last = new(4, 1);

        // Unit 0 passes positive inputs, unit 1 negative ones, unit 2 none, unit 3 all.
        first.LoadStateDict(new Dictionary<string, Tensor>
        {
            ["weight"] = Tensor.From(new float[,] { { 1 }, { -1 }, { 0 }, { 0 } }),
            ["bias"] = Tensor.From(new float[] { 0, 0, -1, 2 }),
        });
        Sequential network = [first, new Activation<Relu>(), last];
        Tensor x = Tensor.From(new float[,] { { 1 }, { 3 }, { -2 }, { -1 } });
        F.Sum(network.Forward(x)).Backward();
        IReadOnlyList<LayerDiagnostics> layers = Diagnostics.Measure(network, x);

        Assert.Equal(["layer 1", "output"], layers.Select(layer => layer.Name));
        Assert.Equal([4, 1], layers.Select(layer => layer.Units));
        Assert.Equal(0.25, layers[0].DeadShare);
        Assert.Equal(8 / 16.0, layers[0].Saturation);
        Assert.Equal((1 + 3 + 2 + 1 + (4 * 2)) / 16.0, layers[0].MeanActivation!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(((1 + 9 + 4 + 1 + (4 * 4)) / 16.0) - Math.Pow(15 / 16.0, 2)), layers[0].Deviation!.Value, 1e-12);
        Assert.Null(layers[1].DeadShare);

        // The last weight's gradient is the sum of its inputs over the rows: (4, 3, 0, 8).
        Assert.Equal(Math.Sqrt(16 + 9 + 64), layers[1].GradientNorm!.Value, 1e-6);
        Assert.Equal(layers.Select(layer => layer.GradientNorm!.Value), Diagnostics.GradientNorms(network));
        Assert.Equal(layers[0].GradientNorm / layers[1].GradientNorm, Diagnostics.GradientRatio(layers));
        Assert.True(network.IsTraining);
    }

    [Fact]
    public void Measure_OfSigmoids_TakesSaturationRelativeToTheGreatestSlope()
    {
        Linear linear = new(1, 1);
        linear.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([1, 1]), ["bias"] = Tensor.Zeros(1) });
        Sequential network = [linear, new Activation<Sigmoid>(), new Linear(1, 1)];

        // σ'(x) is 1 % of σ'(0) = 1/4 at x = 5.99.
        LayerDiagnostics layer = Diagnostics.Measure(network, Tensor.From(new float[,] { { 5.9f }, { 6.1f }, { -6.1f }, { 0 } }))[0];
        Assert.Equal(0.5, layer.Saturation);
        Assert.Equal(0, layer.DeadShare);
    }

    /// <summary>A function that is nowhere flat cannot saturate, whatever its smallest slope; one with a flat part can.</summary>
    [Theory]
    [InlineData("leaky-relu", 0)]
    [InlineData("leaky-relu:negative-slope=0.001", 0)]
    [InlineData("prelu:slope=0.005", 0)]
    [InlineData("identity", 0)]
    [InlineData("relu", 0.5)]
    [InlineData("elu", 0.25)]
    [InlineData("softsign", 0.5)]
    public void Measure_OfAnActivation_SaturatesOnlyWhereItIsFlat(string name, double expected)
    {
        string[] parts = name.Split(':', '=');
        ActivationFunction function = parts.Length == 1
            ? ActivationCatalog.Create(name)
            : ActivationCatalog.Create(parts[0], double.Parse(parts[2], CultureInfo.InvariantCulture));
        Linear linear = new(1, 1);
        linear.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([1, 1]), ["bias"] = Tensor.Zeros(1) });
        Sequential network = [linear, ActivationChoices.From(function).Create(1, new RandomSource(0)), new Linear(1, 1)];

        // Slopes at −20, −1, 1 and 20: of ELU e⁻²⁰, e⁻¹, 1 and 1; of softsign 1/21², 1/4, 1/4 and 1/21².
        Assert.Equal(
            expected, Diagnostics.Measure(network, Tensor.From(new float[,] { { -20 }, { -1 }, { 1 }, { 20 } }))[0].Saturation);
    }
}
