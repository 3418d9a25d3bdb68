using System.Text.Json;
using Hillock.Activations;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Tests.Losses;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Optimizers;

public class OptimizerTests
{
    public static TheoryData<string> Cases => [.. TorchData.Names("optimizers", "cases")];

    [Fact]
    public void Optimizers_HaveCasesOfBothKinds() => Assert.All(
        OptimizerDefinitions.Types.Select(type => type.Name.ToLowerInvariant()),
        name => Assert.All(
            (string[])["optimizers", "half_optimizers"],
            file => Assert.True(TorchData.Names(file, "cases").Any(one => one.Split(' ')[0] == name), $"tools/oracle/torch_{file}.py has no case of {name}.")));

    [Theory]
    [MemberData(nameof(Cases))]
    public void State_SavedInTheMiddle_GoesOnWithTheSameBits(string name)
    {
        JsonElement data = TorchData.Load("optimizers"), options = TorchData.Case("optimizers", "cases", name).GetProperty("options");
        Tensor[] gradients =
            [.. data.GetProperty("gradients").EnumerateArray().Select(gradient => Tensor.From(TorchData.Numbers(gradient)).To(DataType.Float32))];
        Tensor parameter = Tensor.From(TorchData.Numbers(data.GetProperty("start"))).To(DataType.Float32).WithGradient();
        Optimizer optimizer = OptimizerDefinitions.OfTorch(name, [parameter], options);
        Steps(optimizer, parameter, gradients[..5]);
        Tensor other = parameter.Detach().Clone().WithGradient();
        Optimizer again = OptimizerDefinitions.OfTorch(name, [other], options);
        again.LoadStateDict(optimizer.StateDict());
        Steps(optimizer, parameter, gradients[5..]);
        Steps(again, other, gradients[5..]);
        Assert.Equal(parameter.ToArray<float>(), other.ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_OfFloat64_TakesPyTorchsWay(string name) => Check(name, DataType.Float64, 1e-13);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_OfFloat32_TakesPyTorchsWay(string name) => Check(name, DataType.Float32, 1e-6);

    [Fact]
    public void Step_WithoutAGradient_LeavesTheParameterAndItsCount()
    {
        Tensor learned = Tensor.Ones(3).WithGradient();
        Tensor idle = Tensor.Ones(3).WithGradient();
        Adam optimizer = new([learned, idle], 0.1);
        learned.Gradient = Tensor.Ones(3);
        optimizer.Step();
        Assert.Equal([1, 1, 1], idle.ToArray<float>());

        // The first step that counts is the one with a gradient: Adam's first step has the length of the learning rate.
        optimizer.ZeroGrad();
        idle.Gradient = Tensor.Full(3, 7);
        optimizer.Step();
        Assert.Equal(0.9f, idle.ToArray<float>()[0], 1e-6f);
    }

    [Fact]
    public void Split_OfANetworkWithSlopes_LeavesThemOutOfWeightDecay()
    {
        Sequential network = [new Linear(2, 3), new LearnableActivation<PRelu>(3), new Linear(3, 1)];
        IReadOnlyList<ParameterGroup> groups = ParameterGroup.Split(network);
        Sgd optimizer = new(groups, 0.1, weightDecay: 0.5);
        Assert.Equal(4, groups[0].Parameters.Count);
        Assert.Equal(0.5, groups[0].WeightDecay);
        Assert.Same(((LearnableActivation<PRelu>)network[1]).Parameter, Assert.Single(groups[1].Parameters));
        Assert.Equal(0, groups[1].WeightDecay);
        foreach (Tensor parameter in network.Parameters())
        {
            parameter.Gradient = Tensor.ZerosLike(parameter);
        }

        optimizer.Step();
        Assert.Equal([0.25f, 0.25f, 0.25f], groups[1].Parameters[0].ToArray<float>());
    }

    [Fact]
    public void Constructor_OfBadArguments_SaysWhatIsExpected()
    {
        Tensor p = Tensor.Ones(2).WithGradient();
        Assert.Contains(
            "at least one parameter", Assert.Throws<ArgumentException>(() => new Sgd(Array.Empty<Tensor>(), 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("second time", Assert.Throws<ArgumentException>(() => new Sgd([p, p], 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("computed from others", Assert.Throws<ArgumentException>(() => new Sgd([p * 2], 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => new Sgd([Tensor.Ones(2, DataType.Int64)], 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("momentum", Assert.Throws<ArgumentException>(() => new Sgd([p], 0.1, nesterov: true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd([p], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([p], beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([p], double.NaN));
    }

    private static void Steps(Optimizer optimizer, Tensor parameter, Tensor[] gradients)
    {
        foreach (Tensor gradient in gradients)
        {
            parameter.Gradient = gradient;
            optimizer.Step();
        }
    }

    private static void Check(string name, DataType type, double tolerance)
    {
        JsonElement data = TorchData.Load("optimizers");
        JsonElement item = TorchData.Case("optimizers", "cases", name);
        Tensor parameter = Tensor.From(TorchData.Numbers(data.GetProperty("start"))).To(type).WithGradient();
        Optimizer optimizer = OptimizerDefinitions.OfTorch(name, [parameter], item.GetProperty("options"));
        int step = 0;
        foreach (JsonElement gradient in data.GetProperty("gradients").EnumerateArray())
        {
            parameter.Gradient = Tensor.From(TorchData.Numbers(gradient)).To(type);
            optimizer.Step();
            Near.Assert(TorchData.Numbers(item.GetProperty("after")[step]), parameter.Detach().ToArray<double>(), tolerance, $"step {++step}");
        }

        Assert.Equal(10, step);
    }
}
