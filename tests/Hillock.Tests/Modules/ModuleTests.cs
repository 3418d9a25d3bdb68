using System.Globalization;
using System.Text.Json;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

public class ModuleTests
{
    [Fact]
    public void ToString_OfANetwork_IsPyTorchs()
    {
        string expected = TorchData.Load("modules").GetProperty("printed").GetString()!;
        Assert.Equal(expected.Replace("PReLU", "PRelu", StringComparison.Ordinal), Network().ToString());
    }

    [Fact]
    public void ToString_OfActivations_HasPyTorchsArguments()
    {
        JsonElement expected = TorchData.Load("modules").GetProperty("arguments");
        string Torch(string name) => expected.GetProperty(name).GetString()!;
        Assert.Equal(Torch("linear"), new Linear(784, 128).ToString());
        Assert.Equal($"LeakyRelu({Torch("leakyRelu")})", new Activation<LeakyRelu>().ToString());
        Assert.Equal($"Elu({Torch("elu")})", new Activation<Elu>().ToString());
        Assert.Equal($"RRelu({Torch("rrelu")})", new RandomActivation<RRelu>().ToString());
        Assert.Equal("Relu()", new Activation<Relu>().ToString());
        string lambda = new Activation<Hardshrink>(new Hardshrink(1e-5)).ToString();
        Assert.EndsWith($"={Torch("small")})", lambda, StringComparison.Ordinal);
        Assert.EndsWith($"={Torch("large")})", new Activation<Hardshrink>(new Hardshrink(1e16)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_InACultureWithADecimalComma_IsTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("LeakyRelu(negative_slope=0.01)", new Activation<LeakyRelu>().ToString());
            Assert.Equal("Dropout(p=0.25, inplace=False)", new Dropout(0.25).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void StateDict_OfANetwork_HasPyTorchsNamesAndShapes()
    {
        JsonElement expected = TorchData.Load("modules");
        OrderedDictionary<string, Tensor> state = Network().StateDict();
        Assert.Equal(expected.GetProperty("state").EnumerateObject().Select(item => item.Name), state.Keys);
        foreach (JsonProperty item in expected.GetProperty("state").EnumerateObject())
        {
            Assert.Equal(item.Value.EnumerateArray().Select(length => length.GetInt32()), state[item.Name].Shape.Dimensions.ToArray());
        }

        Assert.Equal(
            expected.GetProperty("parameters").EnumerateArray().Select(name => name.GetString()),
            Network().NamedParameters().Select(parameter => parameter.Name));
    }

    [Fact]
    public void LoadStateDict_OfAnothersState_MakesThemEqual()
    {
        Sequential one = Network();
        Sequential other = Network();
        other.LoadStateDict(one.StateDict());
        Tensor x = Tensor.Ones([2, 784]);
        one.Evaluate();
        other.Evaluate();
        Assert.Equal(one.Forward(x).ToArray<float>(), other.Forward(x).ToArray<float>());
    }

    [Fact]
    public void LoadStateDict_ThatDoesNotFit_ListsAllFaultsAndChangesNothing()
    {
        Linear linear = new(2, 3);
        float[] before = linear.Weight.Detach().ToArray<float>();
        Dictionary<string, Tensor> state =
            new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([3, 2]), ["bias"] = Tensor.Ones(4), ["extra"] = Tensor.Ones(1) };
        ArgumentException error = Assert.Throws<ArgumentException>(() => linear.LoadStateDict(state));
        Assert.Contains("unknown: extra", error.Message, StringComparison.Ordinal);
        Assert.Contains("bias expects the shape [3] but got [4]", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, linear.Weight.Detach().ToArray<float>());
        Assert.Contains(
            "missing: bias",
            Assert.Throws<ArgumentException>(() => linear.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([3, 2]) })).Message,
            StringComparison.Ordinal);
        linear.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([3, 2], DataType.Float64), ["extra"] = Tensor.Ones(1) }, strict: false);
        Assert.Equal([1, 1, 1, 1, 1, 1], linear.Weight.Detach().ToArray<float>());
    }

    [Fact]
    public void Forward_OfAnUnregisteredChild_IsRefused()
    {
        Forgetful forgetful = new();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => forgetful.Forward(Tensor.Ones([1, 2])));
        Assert.Contains("Linear was called by Forgetful", error.Message, StringComparison.Ordinal);
        using (Gradients.Disabled())
        {
            Assert.Equal([1, 2], forgetful.Forward(Tensor.Ones([1, 2])).Shape.Dimensions.ToArray());
        }

        forgetful.Freeze();
        forgetful.Forward(Tensor.Ones([1, 2]));
    }

    [Fact]
    public void Register_OfABadName_IsRefused()
    {
        Assert.Contains("already", Assert.Throws<ArgumentException>(() => new Named("a", "a")).Message, StringComparison.Ordinal);
        Assert.Contains("point", Assert.Throws<ArgumentException>(() => new Named("a", "b.c")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Named("a", ""));
    }

    [Fact]
    public void Parameters_OfASharedModule_AreFoundOnce()
    {
        Linear shared = new(2, 2);
        Sequential network = [shared, new Activation<Relu>(), shared];
        Assert.Equal(2, network.Parameters().Count);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], network.StateDict().Keys);
    }

    [Fact]
    public void Evaluate_OfANetwork_ReachesAllModules()
    {
        Sequential network = Network();
        network.Evaluate();
        Assert.All(network.NamedModules(), item => Assert.False(item.Module.IsTraining));
        network.Train();
        Assert.All(network.NamedModules(), item => Assert.True(item.Module.IsTraining));
        Assert.Equal(["", "0", "1", "2", "3", "4", "4.0", "4.1", "5"], network.NamedModules().Select(item => item.Name));
    }

    [Fact]
    public void Linear_OfInputsOfAnotherLength_SaysTheWayOut()
    {
        Linear linear = new(784, 10);
        Assert.Contains(
            "Linear expects [..., 784] but got [64, 28, 28]; flatten the last two axes or use inFeatures: 28.",
            Assert.Throws<ArgumentException>(() => linear.Forward(Tensor.Zeros([64, 28, 28]))).Message, StringComparison.Ordinal);
        Assert.Contains("use inFeatures: 5", Assert.Throws<ArgumentException>(() => linear.Forward(Tensor.Zeros([64, 5]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => linear.Forward(Tensor.Scalar(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Linear(0, 3));
    }

    [Fact]
    public void Linear_OfManyAxes_MapsTheLast()
    {
        Linear linear = new(3, 2, random: new RandomSource(1));
        Tensor x = Tensor.Arange(0, 24).Reshape(2, 4, 3);
        Tensor y = linear.Forward(x);
        Assert.Equal([2, 4, 2], y.Shape.Dimensions.ToArray());
        Assert.Equal(linear.Forward(x.Reshape(8, 3)).ToArray<float>(), y.ToArray<float>());
        float[] w = linear.Weight.Detach().ToArray<float>();
        float[] b = linear.Bias!.Detach().ToArray<float>();
        Assert.Equal(b[1] + (21 * w[3]) + (22 * w[4]) + (23 * w[5]), y.ToArray<float>()[^1], 1e-4f);
    }

    [Fact]
    public void Softmaxes_OfAMatrix_AreTheFunctionals()
    {
        Tensor x = Tensor.From(new float[,] { { 1, 2, 3 }, { 0, -1, 5 } });
        Assert.Equal(F.Softmax(x, 0).ToArray<float>(), new Softmax(0).Forward(x).ToArray<float>());
        Assert.Equal(F.LogSoftmax(x, -1, 0.5).ToArray<float>(), new LogSoftmax(-1, 0.5).Forward(x).ToArray<float>());
        Assert.Equal(F.Softmin(x, 1).ToArray<float>(), new Softmin(1).Forward(x).ToArray<float>());
        Tensor picture = x.Reshape(1, 3, 2, 1);
        Assert.Equal(F.Softmax(picture, 1).ToArray<float>(), new Softmax2d().Forward(picture).ToArray<float>());
        Assert.Throws<ArgumentException>(() => new Softmax2d().Forward(x));
        Assert.Equal(F.Glu(picture, 2).ToArray<float>(), new Glu(2).Forward(picture).ToArray<float>());
        Assert.Equal("Softmax(dim=1)", new Softmax(1).ToString());
    }

    private static Sequential Network() =>
    [
        new Flatten(), new Linear(784, 128), new LearnableActivation<PRelu>(), new Dropout(0.25),
        new Sequential(new Linear(128, 10, bias: false), new LogSoftmax()), new Linear(10, 3),
    ];

    private sealed class Forgetful : Module
    {
        private readonly Linear _linear = new(2, 2);

        public void Freeze() => _linear.RequireGrad(false);

        protected override Tensor ForwardCore(Tensor x) => _linear.Forward(x);
    }

    private sealed class Named : Module
    {
        public Named(string first, string second)
        {
            Register(first, new Flatten());
            RegisterBuffer(second, Tensor.Ones(1));
        }
    }

    [Fact]
    public void LoadStateDict_OfOwnMemoryInAnotherOrder_TakesItAsItWas()
    {
        Sequential model = new(new Linear(3, 3), new Linear(3, 3));
        OrderedDictionary<string, Tensor> own = model.StateDict();
        float[] first = own["0.weight"].ToArray<float>(), second = own["1.weight"].ToArray<float>();
        float[] transposed = own["1.weight"].Transpose().ToArray<float>();
        OrderedDictionary<string, Tensor> exchanged = model.StateDict();
        (exchanged["0.weight"], exchanged["1.weight"]) = (own["1.weight"].Transpose(), own["0.weight"]);
        model.LoadStateDict(exchanged);
        Assert.Equal(transposed, model.StateDict()["0.weight"].ToArray<float>());
        Assert.Equal(first, model.StateDict()["1.weight"].ToArray<float>());
        Assert.NotEqual(first, second);
    }
}
