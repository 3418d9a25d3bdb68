using Hillock.Activations;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Core;

public class ContainerTests
{
    [Fact]
    public void ModuleList_HasPyTorchsNamesAndIsAList()
    {
        ModuleList<Linear> list = [new Linear(2, 3), new Linear(3, 4)];
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], list.StateDict().Keys);
        Assert.Equal([3, 4], list.Select(layer => layer.OutFeatures));
        Assert.Equal(2, list.Count);
        Assert.StartsWith("ModuleList(\n  (0): Linear(", list.ToString(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => list.Forward(Tensor.Ones([1, 2])));
    }

    [Fact]
    public void ModuleDictionary_KeepsTheOrderAndIsADictionary()
    {
        ModuleDictionary<Module> modules = new(("late", new Linear(2, 3, bias: false)), ("early", new Activation<Relu>()));
        Assert.Equal(["late.weight"], modules.StateDict().Keys);
        Assert.Equal(["late", "early"], modules.Keys);
        Assert.Equal("ModuleDict(\n  (late): Linear(in_features=2, out_features=3, bias=False)\n  (early): Relu()\n)", modules.ToString());
        Assert.IsType<Activation<Relu>>(modules["early"]);
        Assert.False(modules.ContainsKey("other"));
        Assert.True(modules.TryGetValue("late", out Module? late) && late == modules.Values.First());
        Assert.Contains("there are: late, early", Assert.Throws<KeyNotFoundException>(() => modules["other"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ModuleDictionary<Linear>(("a", new Linear(1, 1)), ("a", new Linear(1, 1))));
        Assert.Throws<ArgumentException>(() => new ModuleDictionary<Linear>(("a.b", new Linear(1, 1))));
    }

    [Fact]
    public void Residual_AddsTheInputOrItsProjection()
    {
        Tensor x = Tensor.From([1f, -2, 3], [1, 3]);
        Assert.Equal([2f, -2, 6], new Residual(new Activation<Relu>()).Forward(x).ToArray<float>());
        Linear body = new(3, 2), projection = new(3, 2, bias: false);
        Initialization.Constant(body.Weight, 1);
        Initialization.Constant(body.Bias!, 0.5);
        Initialization.Constant(projection.Weight, -0.25);
        Residual residual = new(body, projection);
        Assert.Equal(["body.weight", "body.bias", "projection.weight"], residual.StateDict().Keys);

        // 2 + 0.5 − 0.25·2.
        Assert.Equal([2f, 2], residual.Forward(x).ToArray<float>());
        string message = Assert.Throws<ArgumentException>(() => new Residual(new Linear(3, 1)).Forward(x)).Message;
        Assert.Contains("keeps the shape [1, 3] of its input but got [1, 1] from Linear; pass a projection", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_PassesItsInputOnWithoutACopy()
    {
        Tensor x = Tensor.From([1L, 2]);
        Activation<Identity> identity = new();
        Assert.Same(x, identity.Forward(x));
        Assert.Equal("Identity()", identity.ToString());
    }
}
