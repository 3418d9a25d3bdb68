using System.Text.Json;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Modules with parameters, axes or learned slopes against PyTorch: values, and the gradients of argument and slopes.</summary>
public class ActivationModuleTests
{
    private static readonly Dictionary<string, Func<DataType, Module>> Modules = new()
    {
        ["glu axis 0"] = _ => new Glu(0),
        ["glu axis 1"] = _ => new Glu(1),
        ["glu axis 2"] = _ => new Glu(2),
        ["glu axis -1"] = _ => new Glu(),
        ["glu of one axis"] = _ => new Glu(),
        ["prelu"] = type => Slopes(type, 0.25),
        ["prelu by channel"] = type => Slopes(type, 0.25, -0.5, 1.5),
        ["prelu by channel of pictures"] = type => Slopes(type, 0.1, 0, 2),
        ["prelu by unit"] = type => Slopes(type, 0.25, 0.3, -0.1, 0.05),
        ["rrelu in evaluation"] = _ => new RandomActivation<RRelu>(new RRelu(0.1, 0.4)),
        ["softmax2d"] = _ => new Softmax2d(),
        ["softmax2d of one picture"] = _ => new Softmax2d(),
        ["softmin"] = _ => new Softmin(1),
        ["threshold"] = _ => new Activation<Threshold>(new Threshold(0.1, 20)),
        ["hard-tanh"] = _ => new Activation<HardTanh>(new HardTanh(-2, 0.5)),
        ["hardshrink"] = _ => new Activation<Hardshrink>(new Hardshrink(1.25)),
        ["softshrink"] = _ => new Activation<Softshrink>(new Softshrink(0.8)),
        ["softplus"] = _ => new Activation<Softplus>(new Softplus(2)),
        ["elu"] = _ => new Activation<Elu>(new Elu(2)),
        ["celu"] = _ => new Activation<Celu>(new Celu(0.5)),
        ["leaky-relu"] = _ => new Activation<LeakyRelu>(new LeakyRelu(0.3)),
    };

    public static TheoryData<string> Names => [.. Modules.Keys];

    [Fact]
    public void Modules_OfTheReferenceFile_AreAllHere() => Assert.Equal(TorchData.Names("activations", "cases").Order(), Modules.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Module_InFloat64_IsPyTorchs(string name) => Check(name, DataType.Float64, 1e-14);

    [Theory]
    [MemberData(nameof(Names))]
    public void Module_InFloat32_IsPyTorchs(string name) => Check(name, DataType.Float32, 1e-6);

    [Fact]
    public void Forward_OfShapesThatDoNotFit_SaysTheWayOut()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Contains(
            "Glu expects an even length of axis -1 but got 3 in the shape [2, 3]; choose another axis.", Message(() => new Glu().Forward(x)),
            StringComparison.Ordinal);
        Assert.Contains("Axis 2 does not exist in the shape [2, 3]; axes run from -2 to 1.", Message(() => new Glu(2).Forward(x)), StringComparison.Ordinal);
        Assert.Contains("[2, 3]", Message(() => new Softmax2d().Forward(x)), StringComparison.Ordinal);
        Assert.Contains("[2, 3]", Message(() => new LearnableActivation<PRelu>(2).Forward(x)), StringComparison.Ordinal);
        Assert.Contains("inverse temperature", Message(() => new Softmax(beta: double.NaN).Forward(x)), StringComparison.Ordinal);
        Assert.Contains("inverse temperature", Message(() => new LogSoftmax(beta: double.PositiveInfinity).Forward(x)), StringComparison.Ordinal);
    }

    private static string Message(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;

    private static LearnableActivation<PRelu> Slopes(DataType type, params double[] slopes)
    {
        LearnableActivation<PRelu> module = new(slopes.Length, dataType: type);
        module.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.From(slopes).To(type) });
        return module;
    }

    private static void Check(string name, DataType type, double tolerance)
    {
        JsonElement expected = TorchData.Case("activations", "cases", name);
        Tensor x = TorchData.Tensor(expected.GetProperty("x"), type).WithGradient();
        Module module = Modules[name](type);
        module.Evaluate();
        Tensor y = module.Forward(x);
        y.Backward(TorchData.Tensor(expected.GetProperty("g"), type));
        AssertNear(expected.GetProperty("y"), y, tolerance);
        AssertNear(expected.GetProperty("dx"), x.Gradient!, tolerance);
        if (module is LearnableActivation<PRelu> learnable)
        {
            AssertNear(expected.GetProperty("weight"), learnable.Parameter, tolerance);
            AssertNear(expected.GetProperty("dw"), learnable.Parameter.Gradient!, tolerance);
        }
    }

    // A gradient of a slope is a sum of up to 24 terms of either sign: its error goes with them, not with what is left.
    private static void AssertNear(JsonElement expected, Tensor actual, double tolerance)
    {
        Tensor reference = TorchData.Tensor(expected);
        Assert.Equal(reference.Shape, actual.Shape);
        double[] e = reference.ToArray<double>(), a = actual.Detach().To(DataType.Float64).ToArray<double>();
        for (int i = 0; i < e.Length; i++)
        {
            Assert.True(
                Math.Abs(e[i] - a[i]) <= tolerance * Math.Max(1, Math.Abs(e[i])),
                FormattableString.Invariant($"Element {i}: expected {e[i]:R} but got {a[i]:R}."));
        }
    }
}
