using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Modules;

public class BinaryLinearTests
{
    [Fact]
    public void BinaryWeights_Deterministic_AreSigns()
    {
        Tensor w = Tensor.From([-3, -1e-30f, -0f, 0, 1e-30f, 0.5f, float.PositiveInfinity, float.NaN]).WithGradient();
        Tensor b = F.BinaryWeights(w);
        Assert.Equal([-1, -1, 1, 1, 1, 1, 1, float.NaN], b.ToArray<float>());
        Tensor g = Tensor.Linspace(1, 8, 8);
        b.Backward(g);
        Assert.Equal(g.ToArray<float>(), w.Gradient!.ToArray<float>());
    }

    [Fact]
    public void BinaryWeights_Drawn_HaveTheWeightForAMean()
    {
        const int Draws = 40_000;
        double[] weights = [-1.5, -1, -0.6, 0, 0.3, 0.9, 1, 2];
        double[] values = F.BinaryWeights(F.Expand(Tensor.From(weights), Shape.Create([Draws, weights.Length])), new Philox(17)).ToArray<double>();
        Assert.All(values, value => Assert.True(Math.Abs(value) == 1));
        for (int j = 0; j < weights.Length; j++)
        {
            double mean = Enumerable.Range(0, Draws).Average(i => values[(i * weights.Length) + j]);
            double expected = Math.Clamp(weights[j], -1, 1);

            // Five standard deviations of the mean; none where the sign is certain.
            Assert.InRange(mean - expected, -5 * Math.Sqrt((1 - (expected * expected)) / Draws), 5 * Math.Sqrt((1 - (expected * expected)) / Draws));
        }

        Assert.True(double.IsNaN(F.BinaryWeights(Tensor.From([double.NaN]), new Philox(1)).Item<double>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_IsTheLinearMapOfTheSigns(bool stochastic)
    {
        BinaryLinear layer = new(5, 3, stochastic, random: new RandomSource(2));
        Tensor x = Tensor.Linspace(-1, 1, 10).Reshape(2, 5);
        layer.Evaluate();
        Tensor signs = layer.Signs();
        Assert.All(signs.ToArray<float>(), value => Assert.True(Math.Abs(value) == 1));
        float[] expected = (F.MatMul(x, signs.Transpose()) * (1 / Math.Sqrt(5)) + layer.Bias!.Detach()).ToArray<float>();
        Assert.Equal(expected, layer.Forward(x).ToArray<float>());
        Assert.Equal(expected, layer.Forward(x).ToArray<float>());

        layer.Train();
        float[] first = layer.Forward(x).ToArray<float>();
        Assert.Equal(!stochastic, first.SequenceEqual(expected));
        Assert.Equal(!stochastic, first.SequenceEqual(layer.Forward(x).ToArray<float>()));
        Assert.Equal($"BinaryLinear(in_features=5, out_features=3, bias=True, stochastic={(stochastic ? "True" : "False")})", layer.ToString());
    }

    [Fact]
    public void Gradients_PassStraightThrough()
    {
        BinaryLinear layer = new(4, 2, scale: 1, random: new RandomSource(3), dataType: DataType.Float64);
        Tensor x = Tensor.Linspace(-1, 1, 12, DataType.Float64).Reshape(3, 4).WithGradient();
        Tensor g = Tensor.Linspace(0.5, 1, 6, DataType.Float64).Reshape(3, 2);
        layer.Forward(x).Backward(g);

        // What a linear layer of these signs would give its weights, the real ones get.
        Tensor signs = layer.Signs().WithGradient();
        Tensor same = x.Detach().Clone().WithGradient();
        F.Linear(same, signs).Backward(g);
        Assert.Equal(signs.Gradient!.ToArray<double>(), layer.Weight.Gradient!.ToArray<double>());
        Assert.Equal(same.Gradient!.ToArray<double>(), x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Step_OfSplitGroups_CutsWeightsBack()
    {
        Sequential network = [new Linear(2, 2), new BinaryLinear(2, 3, random: new RandomSource(1)), new LearnableActivation<PRelu>()];
        BinaryLinear layer = (BinaryLinear)network[1];
        IReadOnlyList<ParameterGroup> groups = ParameterGroup.Split(network);
        Assert.Equal([3, 1, 1], groups.Select(group => group.Parameters.Count));
        Assert.Equal([null, null, 1.0], groups.Select(group => group.Bound));
        Assert.Same(layer.Weight, groups[2].Parameters[0]);
        Optimizer[] optimizers = [new Sgd(groups, 100, momentum: 0.9, weightDecay: 0.1), new Adam(ParameterGroup.Split(network), 5, weightDecay: 0.1)];
        Assert.Equal([0.1, 0, 0], optimizers[0].Groups.Select(group => group.WeightDecay));
        foreach (Optimizer optimizer in optimizers)
        {
            layer.Weight.Gradient = Tensor.From(new[,] { { 1f, -1 }, { 0, 1 }, { -1, 1 } });
            float[] before = layer.Weight.ToArray<float>();
            optimizer.Step();
            Assert.Equal([-1, 1, before[2], -1, 1, -1], layer.Weight.ToArray<float>());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup([layer.Weight], bound: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup([layer.Weight], bound: double.NaN));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Network_OfBinaryLayers_LearnsSpirals(bool stochastic)
    {
        TabularData data = SyntheticData.Spirals();
        Tensor inputs = Tensor.From(Preprocessing.Fit(data).Apply(data).Features, [data.RowCount, 2]);
        Tensor targets = Tensor.From([.. data.Classes.ToArray().Select(c => (long)c)]);
        RandomSource random = new(4);
        Sequential network =
        [
            new Linear(2, 128, random: random), new Activation<Relu>(), new BinaryLinear(128, 128, stochastic, random: random), new Activation<Relu>(),
            new BinaryLinear(128, 3, stochastic, random: random),
        ];
        Trainer trainer = new Trainer(network, new Adam(ParameterGroup.Split(network), 3e-3), new CrossEntropyLoss());
        trainer.Fit(inputs, targets, new FitOptions { Epochs = 60, BatchSize = 32 }, cancellationToken: TestContext.Current.CancellationToken);
        network.Evaluate();
        long[] guesses = F.ArgMax(network.Forward(inputs), 1).ToArray<long>();
        double right = guesses.Zip(targets.ToArray<long>()).Count(pair => pair.First == pair.Second) / (double)guesses.Length;
        Assert.True(right > 0.9, $"Only {right} right.");
        foreach (BinaryLinear layer in network.Children.Select(child => child.Module).OfType<BinaryLinear>())
        {
            Assert.All(layer.Weight.ToArray<float>(), weight => Assert.InRange(weight, -1, 1));
        }
    }

    [Fact]
    public void Constructor_AndForward_OfBadArguments_SayWhatIsExpected()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryLinear(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryLinear(1, 0));
        Assert.Contains(
            "finite scale above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryLinear(1, 1, scale: 0)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "[..., 3] but got [2, 4]", Assert.Throws<ArgumentException>(() => new BinaryLinear(3, 1).Forward(Tensor.Zeros([2, 4]))).Message,
            StringComparison.Ordinal);
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => F.BinaryWeights(Tensor.From([1L]))).Message, StringComparison.Ordinal);
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => F.BinaryWeights(Tensor.From([1L]), new Philox(1))).Message, StringComparison.Ordinal);
    }
}
