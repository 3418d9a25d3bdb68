using Hillock.Optimizers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Optimizers;

/// <summary>States that do not fit are refused as a whole, and what an optimizer remembers is what it declares.</summary>
public class StateTests
{
    private static readonly Dictionary<string, (string Name, Func<Tensor>? Value, string Fault)> Wrong = new(StringComparer.Ordinal)
    {
        ["negative rate"] = ("groups.0.learning_rate", () => Number(-1), "expects a finite number, 0 or more, but got -1: groups.0.learning_rate"),
        ["infinite rate"] = ("groups.0.initial_learning_rate", () => Number(double.PositiveInfinity), "expects a finite number, 0 or more, but got Infinity"),
        ["decay NaN"] = ("groups.0.weight_decay", () => Number(double.NaN), "expects a finite number, 0 or more, but got NaN: groups.0.weight_decay"),
        ["negative steps"] = ("state.1.steps", () => Tensor.From([-5L], Shape.Scalar), "expects a count, 0 or more, but got -5: state.1.steps"),
        ["steps of another type"] = ("state.1.steps", () => Number(2.5), "expects the type int64 but got float64: state.1.steps"),
        ["another shape"] = ("state.1.buffers.exp_avg", () => Tensor.Zeros(3), "expects the shape [2] but got [3]: state.1.buffers.exp_avg"),
        ["another type"] = (
            "state.1.buffers.exp_avg_sq", () => Tensor.Zeros(2, DataType.Float64), "expects the type float32 but got float64: state.1.buffers.exp_avg_sq"),
        ["no power"] = ("state.1.numbers.beta1_power", null, "missing: state.1.numbers.beta1_power"),
        ["power above 1"] = ("state.1.numbers.beta2_power", () => Number(1.5), "expects a number from 0 to 1 but got 1.5: state.1.numbers.beta2_power"),
        ["no mean"] = ("state.1.buffers.exp_avg", null, "missing: state.1.buffers.exp_avg"),
        ["null"] = ("state.1.buffers.exp_avg", () => null!, "expects a tensor but got null: state.1.buffers.exp_avg"),
        ["no name"] = ("state.1.buffers.", () => Tensor.Zeros(2), "unknown: state.1.buffers."),
        ["another optimizer's"] = ("state.1.buffers.momentum_buffer", () => Tensor.Zeros(2), "unknown: state.1.buffers.momentum_buffer"),
        ["another spelling"] = ("state.01.steps", () => Tensor.From([1L], Shape.Scalar), "unknown: state.01.steps"),
        ["a copy that is not needed"] = ("state.1.master", () => Tensor.Zeros(2), "unknown: state.1.master"),
    };

    public static TheoryData<string, bool> Faults
    {
        get
        {
            TheoryData<string, bool> data = new TheoryData<string, bool>();
            foreach (string name in Wrong.Keys)
            {
                data.Add(name, false);
                data.Add(name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void State_ThatDoesNotFit_ChangesNothing(string fault, bool isFresh)
    {
        (Adam saved, _) = Make(0.5);
        Dictionary<string, Tensor> state = new(saved.StateDict().ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        (string name, Func<Tensor>? value, string expected) = Wrong[fault];
        state.Remove(name);
        if (value is not null)
        {
            state[name] = value();
        }

        (Adam target, Tensor[] parameters) = isFresh ? Make(0.25, steps: 0) : Make(0.25, steps: 2);
        Dictionary<string, double[]> before = Numbers(target);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => target.LoadStateDict(state)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Numbers(target));

        // With nothing of it taken over, the optimizer goes on like one that was never asked.
        (Adam other, Tensor[] others) = isFresh ? Make(0.25, steps: 0) : Make(0.25, steps: 2);
        Step(target, parameters);
        Step(other, others);
        Assert.All(parameters.Zip(others), pair => Assert.Equal(pair.Second.ToArray<float>(), pair.First.ToArray<float>()));
    }

    [Fact]
    public void State_OfAnotherKind_IsRefused()
    {
        (Adam adam, Tensor[] parameters) = Make(0.5);
        Sgd plain = new([.. parameters], 0.1), momentum = new([.. parameters], 0.1, momentum: 0.9);
        Assert.Contains("unknown: state.0.buffers.exp_avg", Message(plain, adam.StateDict()), StringComparison.Ordinal);
        Step(momentum, parameters);
        Assert.Contains("unknown: state.0.buffers.momentum_buffer", Message(plain, momentum.StateDict()), StringComparison.Ordinal);
        Step(plain, parameters);
        Assert.Contains("missing: state.0.buffers.momentum_buffer", Message(momentum, plain.StateDict()), StringComparison.Ordinal);
    }

    [Fact]
    public void State_Of16Bits_NeedsItsFloat32Copy()
    {
        Tensor parameter = Tensor.Ones(2, DataType.BFloat16).WithGradient();
        Sgd optimizer = new([parameter], 0.1);
        Dictionary<string, Tensor> state = optimizer.StateDict().ToDictionary(StringComparer.Ordinal);
        state["state.0.master"] = Tensor.Zeros(2, DataType.BFloat16);
        Assert.Contains("expects the type float32 but got bfloat16: state.0.master", Message(optimizer, state), StringComparison.Ordinal);
        state.Remove("state.0.master");
        Assert.Contains("missing: state.0.master", Message(optimizer, state), StringComparison.Ordinal);
        Assert.Equal([1.0, 1], parameter.ToArray<double>());
    }

    [Fact]
    public void State_BeforeTheFirstStep_IsTakenOver()
    {
        (Adam fresh, _) = Make(0.5, steps: 0);
        (Adam target, Tensor[] parameters) = Make(0.25);
        target.LoadStateDict(fresh.StateDict());
        Assert.Equal(Numbers(fresh), Numbers(target));
        Tensor[] others = [.. parameters.Select(static parameter => parameter.Detach().Clone().WithGradient())];
        Step(target, parameters);
        Step(new Adam([.. others], 0.5, weightDecay: 0.125), others);
        Assert.All(parameters.Zip(others), pair => Assert.Equal(pair.Second.ToArray<float>(), pair.First.ToArray<float>()));
    }

    [Fact]
    public void Entries_OfAShapeOfTheirOwn_AreSavedAndChecked()
    {
        Tensor parameter = Tensor.Ones([2, 3]).WithGradient();
        RowMeans optimizer = new(parameter), again = new(parameter);
        Step(optimizer, parameter);
        again.LoadStateDict(optimizer.StateDict());
        Assert.Equal([1.5f, 1.5f], again.StateDict()["state.0.buffers.rows"].ToArray<float>());
        Assert.Equal(1, again.StateDict()["state.0.numbers.count"].Item<double>());
        Dictionary<string, Tensor> state = optimizer.StateDict().ToDictionary(StringComparer.Ordinal);
        state["state.0.buffers.rows"] = Tensor.Zeros([2, 3]);
        Assert.Contains("expects the shape [2] but got [2, 3]: state.0.buffers.rows", Message(again, state), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Buffer", "mean", "Buffer expects a name that the optimizer declares (rows) but got \"mean\"")]
    [InlineData("Number", "mean", "Number expects a name that the optimizer declares (count) but got \"mean\"")]
    [InlineData("SetNumber", "rows", "override Entries with StateEntry.Number(\"rows\")")]
    public void Name_ThatIsNotDeclared_IsRefused(string call, string name, string expected)
    {
        Tensor parameter = Tensor.Ones([2, 3]).WithGradient();
        RowMeans optimizer = new(parameter) { Call = call, Asked = name };
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Step(optimizer, parameter)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    public void Names_OfEntries_AreParts(string name)
    {
        Assert.Throws<ArgumentException>(() => StateEntry.Buffer(name));
        Assert.Throws<ArgumentException>(() => StateEntry.Number(name));
    }

    [Fact]
    public void Group_OfTwoOptimizers_IsRefused()
    {
        ParameterGroup group = new([Tensor.Ones(1).WithGradient()]), free = new([Tensor.Ones(1).WithGradient()]);
        _ = new Sgd([group], 0.1);
        Assert.Contains(
            "Group 1 of 1 parameters belongs to an optimizer already, whose learning rate it has; make another: new ParameterGroup(group.Parameters).",
            Assert.Throws<ArgumentException>(() => new Sgd([free, group], 0.01)).Message, StringComparison.Ordinal);
        Sgd second = new([free, new ParameterGroup(group.Parameters)], 0.01);
        Assert.All(second.Groups, static one => Assert.Equal(0.01, one.LearningRate));
        Assert.Equal(0.1, group.LearningRate);
    }

    private static string Message(Optimizer optimizer, IReadOnlyDictionary<string, Tensor> state) =>
        Assert.Throws<ArgumentException>(() => optimizer.LoadStateDict(state)).Message;

    private static Tensor Number(double value) => Tensor.Scalar(value, DataType.Float64);

    private static (Adam Optimizer, Tensor[] Parameters) Make(double rate, int steps = 1)
    {
        Tensor[] parameters = [Tensor.Ones(3).WithGradient(), Tensor.Ones(2).WithGradient()];
        Adam optimizer = new([.. parameters], rate, weightDecay: 0.125);
        for (int i = 0; i < steps; i++)
        {
            Step(optimizer, parameters);
        }

        return (optimizer, parameters);
    }

    private static void Step(Optimizer optimizer, params Tensor[] parameters)
    {
        foreach (Tensor parameter in parameters)
        {
            parameter.Gradient = Tensor.Full(parameter.Shape, 0.5);
        }

        optimizer.Step();
    }

    private static Dictionary<string, double[]> Numbers(Optimizer optimizer) =>
        optimizer.StateDict().ToDictionary(static entry => entry.Key, static entry => entry.Value.ToArray<double>(), StringComparer.Ordinal);

    /// <summary>Remembers the sums of the gradient's rows, and asks for more than it declares if told to.</summary>
    private sealed class RowMeans(Tensor parameter) : Optimizer([new ParameterGroup([parameter])], 0.1)
    {
        public string Call { get; init; } = "";

        public string Asked { get; init; } = "";

        protected override IReadOnlyList<StateEntry> Entries =>
            [StateEntry.Buffer("rows", static value => Tensor.Zeros(value.Shape[0])), StateEntry.Number("count", minimum: 0)];

        protected override void Update(ParameterState state, Tensor gradient)
        {
            state.Buffer("rows").AddInPlace(gradient.Sum(1));
            state.SetNumber("count", state.Number("count") + 1);
            _ = Call switch
            {
                "Buffer" => state.Buffer(Asked).Length,
                "Number" => state.Number(Asked),
                "SetNumber" => state.SetNumber(Asked, 0),
                _ => 0,
            };
        }
    }
}
