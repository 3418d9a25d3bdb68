using Extending;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Optimizers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Outside.Tests;

/// <summary>
/// Optimizers from outside, one by a formula and one by functions on tensors: PyTorch's way, groups, bounds, 16-bit parameters, and states that are saved.
/// </summary>
public class OptimizerTests
{
    public static TheoryData<string, DataType> Kinds => new()
    {
        { "lion", DataType.Float64 }, { "lion", DataType.Float32 }, { "rmsprop", DataType.Float64 }, { "rmsprop", DataType.Float32 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_TakesPyTorchsWay(string name, DataType type)
    {
        Tensor parameter = Tensor.From(Torch.Numbers(Torch.Data.GetProperty("start"))).To(type).WithGradient();
        Optimizer optimizer = Make(name, parameter);
        int step = 0;
        foreach (double[] gradient in Torch.Data.GetProperty("steps").EnumerateArray().Select(Torch.Numbers))
        {
            parameter.Gradient = Tensor.From(gradient).To(type);
            optimizer.Step();
            Torch.Near(
                Torch.Numbers(Torch.Data.GetProperty(name)[step]), parameter.ToArray<double>(), type == DataType.Float64 ? 1e-14 : 1e-6,
                $"{name}, step {++step}");
        }

        Assert.Equal(10, step);
    }

    [Theory]
    [InlineData("lion", DataType.Float32)]
    [InlineData("lion", DataType.Float16)]
    [InlineData("rmsprop", DataType.Float64)]
    [InlineData("rmsprop", DataType.BFloat16)]
    public void State_SavedAndLoaded_GoesOnWithTheSameBits(string name, DataType type)
    {
        Tensor parameter = Tensor.From(Torch.Numbers(Torch.Data.GetProperty("start"))).To(type).WithGradient();
        Optimizer optimizer = Make(name, parameter);
        Steps(optimizer, parameter, 0, 4);
        Dictionary<string, Tensor> saved = optimizer.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
        Tensor other = parameter.Detach().Clone().WithGradient();
        Steps(optimizer, parameter, 4, 10);

        Optimizer again = Make(name, other);
        again.LoadStateDict(saved);
        Steps(again, other, 4, 10);
        Assert.Equal(parameter.ToArray<double>(), other.ToArray<double>());
        Assert.Equal(optimizer.Master(parameter).ToArray<double>(), again.Master(other).ToArray<double>());
        Assert.Equal(optimizer.StateDict().Keys, again.StateDict().Keys);
    }

    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    public void Step_TooSmallForTheType_AddsUpInTheMaster(DataType type)
    {
        Tensor narrow = Tensor.Ones(5, type).WithGradient(), wide = Tensor.Ones(5).WithGradient();
        Optimizer ofNarrow = new Lion([new ParameterGroup([narrow])], 1e-5), ofWide = new Lion([new ParameterGroup([wide])], 1e-5);
        for (int i = 0; i < 300; i++)
        {
            (narrow.Gradient, wide.Gradient) = (Tensor.Ones(5, type), Tensor.Ones(5));
            ofNarrow.Step();
            ofWide.Step();
        }

        // Three hundred roundings of at most half a unit each.
        Assert.Equal(1 - (300 * 1e-5), wide.ToArray<double>()[0], 300 * Math.ScaleB(1, -25));
        Assert.Equal(wide.ToArray<float>(), ofNarrow.Master(narrow).ToArray<float>());
        Assert.Equal(wide.To(type).ToArray<double>(), narrow.ToArray<double>());
    }

    [Fact]
    public void Groups_HaveTheirOwnRatesDecaysAndBounds()
    {
        Tensor a = Tensor.Ones(1, DataType.Float64).WithGradient(), b = Tensor.Ones(1, DataType.Float64).WithGradient(),
            c = Tensor.Ones(1, DataType.Float64).WithGradient();
        Lion optimizer =
            new Lion(
                [new ParameterGroup([a]), new ParameterGroup([b], learningRate: 0.5, weightDecay: 0), new ParameterGroup([c], bound: 0.25)], 0.1,
                weightDecay: 1);
        foreach (Tensor parameter in new[] { a, b, c })
        {
            parameter.Gradient = Tensor.Ones(1, DataType.Float64);
        }

        optimizer.Step();
        Assert.Equal(1 - (0.1 * (1 + 1)), a.Item<double>(), 1e-15);
        Assert.Equal(1 - (0.5 * 1), b.Item<double>(), 1e-15);
        Assert.Equal(0.25, c.Item<double>());
        new PolynomialSchedule(10).Apply(optimizer, 5);
        Assert.Equal(0.05, optimizer.Groups[0].LearningRate, 1e-15);
        Assert.Equal(0.25, optimizer.Groups[1].LearningRate, 1e-15);
    }

    [Fact]
    public void Schedule_IsPyTorchs()
    {
        double[] expected = Torch.Numbers(Torch.Data.GetProperty("polynomial"));
        Torch.Near(expected, [.. Enumerable.Range(0, expected.Length).Select(new PolynomialSchedule(10, power: 2).Factor)], 1e-14, "factor");
    }

    [Fact]
    public void State_ThatDoesNotFit_ListsItsFaultsAndChangesNothing()
    {
        Tensor parameter = Tensor.Ones(3).WithGradient();
        Optimizer optimizer = Make("lion", parameter);
        parameter.Gradient = Tensor.Ones(3);
        optimizer.Step();
        Dictionary<string, Tensor> state = optimizer.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
        float[] before = state["state.0.buffers.exp_avg"].ToArray<float>();
        state.Remove("state.0.steps");
        state.Remove("groups.0.weight_decay");
        state["state.0.buffers.exp_avg"] = Tensor.Zeros(4);
        state["state.7.steps"] = Tensor.Scalar(1);
        state["groups.0.learning_rate"] = Tensor.Zeros(2);
        string message = Assert.Throws<ArgumentException>(() => optimizer.LoadStateDict(state)).Message;
        Assert.Contains("Lion of 1 parameters in 1 groups", message, StringComparison.Ordinal);
        Assert.All(
            [
                "missing: state.0.steps", "missing: groups.0.weight_decay", "expects the shape [3] but got [4]: state.0.buffers.exp_avg",
                "unknown: state.7.steps", "expects one number but got [2]: groups.0.learning_rate",
            ],
            fault => Assert.Contains(fault, message, StringComparison.Ordinal));
        Assert.Equal(before, optimizer.StateDict()["state.0.buffers.exp_avg"].ToArray<float>());
    }

    [Fact]
    public void Settings_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lion([new ParameterGroup([Tensor.Ones(2).WithGradient()])], beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lion([new ParameterGroup([Tensor.Ones(2).WithGradient()])], learningRate: -1));
        Assert.Throws<ArgumentException>(() => new Lion([new ParameterGroup([Tensor.Ones(2) * Tensor.Ones(2).WithGradient()])]));
    }

    [Fact]
    public void Update_IsNotRecorded()
    {
        Tensor parameter = Tensor.Ones(3).WithGradient();
        Optimizer optimizer = Make("rmsprop", parameter);
        parameter.Gradient = Tensor.Ones(3);
        Assert.True(Gradients.AreEnabled);
        optimizer.Step();
        Assert.True(Gradients.AreEnabled);
        Assert.False(optimizer.StateDict()["state.0.buffers.square_avg"].RequiresGrad);
        Assert.Equal(1, optimizer.StateDict()["state.0.steps"].Item<long>());
    }

    private static Optimizer Make(string name, Tensor parameter) =>
        name == "lion" ? new Lion([new ParameterGroup([parameter])], 0.01, weightDecay: 0.1) : new RmsProp([parameter], 0.01);

    private static void Steps(Optimizer optimizer, Tensor parameter, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            parameter.Gradient = Tensor.From(Torch.Numbers(Torch.Data.GetProperty("steps")[i])).To(parameter.DataType);
            optimizer.Step();
        }
    }

    /// <summary>By functions on tensors: <c>v ← αv + (1 − α)g²</c>, <c>p ← p − ηg/(√v + ε)</c>.</summary>
    private sealed class RmsProp(IEnumerable<Tensor> parameters, double learningRate) : Optimizer([new ParameterGroup(parameters)], learningRate)
    {
        protected override IReadOnlyList<StateEntry> Entries => [StateEntry.Buffer("square_avg")];

        protected override void Update(ParameterState state, Tensor gradient)
        {
            Tensor average = state.Buffer("square_avg");
            average.MultiplyInPlace(0.9).AddInPlace(gradient * gradient, 0.1);
            state.Value.AddInPlace(gradient / (average.Sqrt() + 1e-8), -state.Group.LearningRate);
        }
    }
}
