using System.Text.Json;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Layers;

/// <summary>Weights computed of other parameters against PyTorch's <c>weight_norm</c> and <c>spectral_norm</c>.</summary>
public class ParametrizationTests
{
    public static TheoryData<string> Names => LayerOracle.Names("parametrizations");

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_IsThatOfPyTorch(string name) => LayerOracle.Check("parametrizations", name, Apply);

    [Fact]
    public void WeightNorm_OfALayer_ChangesNothingAtFirst()
    {
        Linear linear = new(3, 4);
        Tensor x = Tensor.From([1f, -2, 0.5f, 3, 0, 1], [2, 3]);
        float[] before = linear.Forward(x).ToArray<float>();
        Sequential network = [new WeightNorm(linear), new Activation<Relu>()];
        Assert.Equal(["0.bias", "0.weight_g", "0.weight_v"], network.StateDict().Keys);
        Assert.All(network[0].Forward(x).ToArray<float>().Zip(before), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.StartsWith("WeightNorm(Linear(in_features=3", network[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Norms_AroundALayerOfOnesOwn_HandTheModeOn()
    {
        WeightNorm layer = new(new ByMode(Tensor.Ones([2, 3])));
        Assert.Equal([2000f, 2000, 2000], layer.Forward(Tensor.Ones([1, 2])).ToArray<float>());
        new Sequential(layer).Evaluate();
        Assert.Equal([2f, 2, 2], layer.Forward(Tensor.Ones([1, 2])).ToArray<float>());
        Assert.False(layer.Layer.IsTraining);
        Linear evaluated = new(2, 2);
        evaluated.Evaluate();
        Assert.False(new SpectralNorm(evaluated).IsTraining);
    }

    [Fact]
    public void Norms_AroundAFrozenLayer_AreFrozen()
    {
        Linear one = new(2, 3), other = new(2, 3);
        one.Freeze();
        other.Freeze();
        Assert.All(new WeightNorm(one).Parameters().Concat(new SpectralNorm(other).Parameters()), parameter => Assert.False(parameter.RequiresGrad));
        Assert.All(new WeightNorm(new Linear(2, 3)).Parameters(), parameter => Assert.True(parameter.RequiresGrad));
    }

    [Fact]
    public void WeightNorm_OfAWeightOfOneAxis_HasALengthForEachPosition()
    {
        WeightNorm layer = new(new ByMode(Tensor.From([3f, -4])));
        Assert.Equal([3f, 4], layer.Length.ToArray<float>());
        Assert.Equal([3f, -4], layer.Weight.ToArray<float>());
    }

    [Fact]
    public void SpectralNorm_ThatRefusesItsInput_KeepsItsVectors()
    {
        SpectralNorm layer = new(new Linear(3, 4));
        float[] before = Vectors();
        Assert.ThrowsAny<ArgumentException>(() => layer.Forward(Tensor.Ones([2, 5])));
        Assert.ThrowsAny<ArgumentException>(() => layer.Forward(Tensor.Ones([2, 3], DataType.Float64)));
        Assert.Equal(before, Vectors());
        layer.Original.Detach().CopyFrom(layer.Original.Detach().Flip(0));
        layer.Forward(Tensor.Ones([2, 3]));
        Assert.NotEqual(before, Vectors());

        float[] Vectors() => [.. layer.LeftVector.ToArray<float>(), .. layer.RightVector.ToArray<float>()];
    }

    [Fact]
    public void Remove_GivesTheLayerWithTheComputedWeight()
    {
        Tensor x = Tensor.From([1f, -2, 0.5f, 3, 0, 1], [2, 3]);
        foreach (ParametrizedLayer layer in (ParametrizedLayer[])
            [new WeightNorm(new Linear(3, 4)), new SpectralNorm(new Linear(3, 4)), new WeightNorm(new Linear(3, 4), null)])
        {
            Sgd optimizer = new(layer.Parameters(), 0.3);
            for (int i = 0; i < 3; i++)
            {
                optimizer.ZeroGrad();
                F.Sum(F.Square(layer.Forward(x))).Backward();
                optimizer.Step();
            }

            layer.Evaluate();
            float[] expected = layer.Forward(x).ToArray<float>();
            Linear plain = Assert.IsType<Linear>(layer.Remove());
            Assert.Equal(expected, plain.Forward(x).ToArray<float>());
            Assert.Equal(["weight", "bias"], plain.StateDict().Keys);
        }
    }

    [Fact]
    public void WeightNorm_TakesLengthsAndDirectionsFromAState()
    {
        WeightNorm one = new(new Conv1d(2, 3, 2)), other = new(new Conv1d(2, 3, 2));
        Assert.NotEqual(one.Weight.ToArray<float>(), other.Weight.ToArray<float>());
        other.LoadStateDict(one.StateDict());
        Assert.Equal(one.Weight.ToArray<float>(), other.Weight.ToArray<float>());
        Initialization.Constant(one.Length, 2);

        // Each output's kernel has the length 2 now.
        Assert.All(F.Norm(one.Weight, 2, [1, 2]).ToArray<float>(), length => Assert.Equal(2, length, 1e-6f));
    }

    // As PyTorch's parametrization, which takes 15 steps when it is made: there 1.00 to 1.04 of 64 by 64 weights.
    [Fact]
    public void SpectralNorm_ThatWasNeverCalled_HasALargestSingularValueOfAboutOne()
    {
        for (ulong seed = 0; seed < 8; seed++)
        {
            SpectralNorm layer = new(new Linear(64, 64, random: new RandomSource(seed)), random: new RandomSource(seed + 100));
            Assert.InRange(LargestSingularValue(layer.Weight), 0.99, 1.08);
            Assert.Equal(layer.Weight.ToArray<float>(), ((Linear)layer.Remove()).Weight.ToArray<float>());
        }
    }

    [Fact]
    public void SpectralNorm_OfZeros_FindsItsVectorsWhenTheWeightHasSome()
    {
        Linear linear = new(3, 3);
        linear.Weight.Detach().Fill(0);
        SpectralNorm layer = new(linear);
        Assert.All(layer.Weight.ToArray<float>(), value => Assert.True(float.IsNaN(value)));
        Assert.Equal(1, F.Norm(layer.LeftVector).Item<float>(), 1e-6);
        layer.Forward(Tensor.Ones([1, 3]));
        layer.Original.Detach().CopyFrom(Tensor.From([2f, 0, 0, 0, 1, 0, 0, 0, 0.5f], [3, 3]));
        for (int i = 0; i < 40; i++)
        {
            layer.Forward(Tensor.Ones([1, 3]));
        }

        Assert.Equal(1, layer.Weight[0, 0].Item<float>(), 1e-6);
    }

    // The power method of many steps on WᵀW, in double precision.
    private static double LargestSingularValue(Tensor weight)
    {
        double[] w = weight.ToArray<double>();
        int rows = weight.Shape[0], columns = weight.Shape[1];
        double[] v = [.. Enumerable.Range(0, columns).Select(i => 1.0 + (0.1 * i))];
        double sigma = 0;
        for (int step = 0; step < 5000; step++)
        {
            double[] u = [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, columns).Sum(c => w[(r * columns) + c] * v[c]))];
            double[] next = [.. Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, rows).Sum(r => w[(r * columns) + c] * u[r]))];
            double norm = Math.Sqrt(next.Sum(x => x * x));
            sigma = Math.Sqrt(norm / Math.Sqrt(v.Sum(x => x * x)));
            v = [.. next.Select(x => x / norm)];
        }

        return sigma;
    }

    [Fact]
    public void SpectralNorm_AfterManySteps_HasTheLargestSingularValueOne()
    {
        // Singular values 3 and 1: a rotation of diag(3, 1).
        Linear linear = new(2, 2, bias: false, dataType: DataType.Float64);
        double c = Math.Cos(0.3), s = Math.Sin(0.3);
        linear.Weight.Detach().CopyFrom(Tensor.From([3 * c, -s, 3 * s, c], [2, 2]));
        SpectralNorm layer = new(linear, powerIterations: 30);
        layer.Forward(Tensor.Ones([1, 2], DataType.Float64));
        double[] weight = layer.Weight.ToArray<double>(), expected = [c, -s / 3, s, c / 3];
        Assert.All(weight.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-12));

        // In evaluation nothing moves, and a pass that is still to be differentiated keeps its vectors while training goes on.
        Tensor y = F.Sum(layer.Forward(Tensor.Ones([1, 2], DataType.Float64)));
        layer.Forward(Tensor.Ones([1, 2], DataType.Float64));
        y.Backward();
        layer.Evaluate();
        double[] u = layer.LeftVector.ToArray<double>();
        layer.Forward(Tensor.Ones([1, 2], DataType.Float64));
        Assert.Equal(u, layer.LeftVector.ToArray<double>());
    }

    [Fact]
    public void OwnLayers_CanBeParametrized()
    {
        WeightNorm layer = new(new Scale());
        Assert.Equal(["offset", "weight_g", "weight_v", "inner.weight", "inner.bias"], layer.StateDict().Keys);
        Initialization.Constant(layer.Length, 10);

        // A length for each position, as PyTorch has: 3/3·10 and 4/4·10, and the offset 1.
        Assert.Equal([11f, 11], layer.Forward(Tensor.Ones(2)).ToArray<float>());
        Assert.Throws<ArgumentException>(() => new WeightNorm(new NoModule()));
        Assert.Throws<ArgumentException>(() => new SpectralNorm(new Scale()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpectralNorm(new Linear(1, 1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpectralNorm(new Linear(1, 1), epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightNorm(new Linear(1, 1), 2));
    }

    private static Tensor Apply(string function, JsonElement options, Tensor[] inputs)
    {
        DataType type = inputs[0].DataType;
        int[] shape = LayerOracle.Whole(options, "weight")!, stride = LayerOracle.Whole(options, "stride")!, padding = LayerOracle.Whole(options, "padding")!;
        int groups = LayerOracle.Whole(options, "groups")![0];
        bool bias = LayerOracle.Flag(options, "bias");
        IWeightedLayer layer = options.GetProperty("kind").GetString() switch
        {
            "Linear" => new Linear(shape[1], shape[0], bias, dataType: type),
            "Conv1d" => new Conv1d(shape[1] * groups, shape[0], shape[2], stride[0], padding[0], groups: groups, bias: bias, dataType: type),
            "Conv2d" => new Conv2d(
                shape[1] * groups, shape[0], (shape[2], shape[3]), (stride[0], stride[1]), (padding[0], padding[1]), groups: groups, bias: bias,
                dataType: type),
            "Conv3d" => new Conv3d(shape[1] * groups, shape[0], (shape[2], shape[3], shape[4]), groups: groups, bias: bias, dataType: type),
            "ConvTranspose1d" => new ConvTranspose1d(shape[0], shape[1], shape[2], bias: bias, dataType: type),
            _ => new ConvTranspose2d(shape[0], shape[1], (shape[2], shape[3]), (stride[0], stride[1]), bias: bias, dataType: type),
        };
        ParametrizedLayer module;
        if (function == "weight_norm")
        {
            JsonElement axis = options.GetProperty("axis");
            module = new WeightNorm(layer, axis.ValueKind == JsonValueKind.Number ? axis.GetInt32() : null);
        }
        else
        {
            SpectralNorm spectral = new(layer, LayerOracle.Whole(options, "steps")![0]);
            spectral.LeftVector.CopyFrom(TorchData.Tensor(options.GetProperty("before").GetProperty("u"), type));
            spectral.RightVector.CopyFrom(TorchData.Tensor(options.GetProperty("before").GetProperty("v"), type));
            module = spectral;
        }

        Assert.Equal(options.GetProperty("keys").EnumerateArray().Select(key => key.GetString()), module.StateDict().Keys);
        string[] names = [.. options.GetProperty("names").EnumerateArray().Select(key => key.GetString()!)];
        Dictionary<string, Tensor> own = module.NamedParameters().ToDictionary(one => one.Name, one => one.Value);
        for (int i = 0; i < names.Length; i++)
        {
            own[names[i]].Detach().CopyFrom(inputs[i + 1].Detach());
        }

        if (!options.TryGetProperty("training", out JsonElement training) || !training.GetBoolean())
        {
            module.Evaluate();
        }

        // The leaves of the oracle stand for the module's parameters.
        for (int i = 0; i < names.Length; i++)
        {
            inputs[i + 1] = own[names[i]];
        }

        Tensor y = module.Forward(inputs[0]);
        if (module is SpectralNorm after)
        {
            double tolerance = type == DataType.Float64 ? 1e-13 : 1e-6;
            double[] expected = TorchData.Numbers(options.GetProperty("after").GetProperty("u").GetProperty("values"));
            Assert.All(after.LeftVector.ToArray<double>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, tolerance));
        }

        return y;
    }

    private sealed class Scale : Module, IWeightedLayer
    {
        private readonly Tensor _offset;

        internal Scale()
        {
            Weight = RegisterParameter("scale", Tensor.From([3f, 4]));
            _offset = RegisterParameter("offset", Tensor.From([1f]));
            Register("inner", new Linear(1, 1));
        }

        public Tensor Weight { get; }

        public Tensor ForwardWith(Tensor x, Tensor weight) => (x * weight) + _offset;
    }

    private sealed class NoModule : IWeightedLayer
    {
        public Tensor Weight { get; } = Tensor.Ones([2, 2]);

        public Tensor ForwardWith(Tensor x, Tensor weight) => x * weight;
    }

    private sealed class ByMode : Module, IWeightedLayer
    {
        public ByMode(Tensor weight) => Weight = RegisterParameter("weight", weight);

        public Tensor Weight { get; }

        public int OutputAxis => 0;

        public Tensor ForwardWith(Tensor x, Tensor weight) => F.MatMul(x, weight) * (IsTraining ? 1000 : 1);

        protected override Tensor ForwardCore(Tensor x) => ForwardWith(x, Weight);
    }
}
