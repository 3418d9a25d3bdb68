using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Core;

/// <summary>Modules that stand at many places: 2⁶⁰ paths lead to the innermost, so that a walk along each would not end.</summary>
public class SharedModuleTests
{
    private const int Depth = 60;

    [Fact]
    public void Walks_VisitAModuleOnce()
    {
        Linear inner = new(1, 1);
        Module network = inner;
        for (int i = 0; i < Depth; i++)
        {
            network = new Pair(network);
        }

        Assert.Equal(Depth + 1, network.NamedModules().Count());
        string path = string.Join('.', Enumerable.Repeat("first", Depth));
        Assert.Equal(path, network.NamedModules().Last().Name);
        Assert.Equal([$"{path}.weight", $"{path}.bias"], network.NamedParameters().Select(one => one.Name));
        network.Evaluate();
        Assert.False(inner.IsTraining);
        network.Train();
        Assert.True(inner.IsTraining);
        F.Sum(inner.Forward(Tensor.Ones([1, 1]))).Backward();
        network.ZeroGrad();
        Assert.Null(inner.Weight.Gradient);
        Assert.Equal(2, network.Parameters().Count);

        // The last of all paths, and those of any.
        network.Freeze(string.Join('.', Enumerable.Repeat("second", Depth)) + ".weight");
        Assert.Equal([false, true], network.Parameters().Select(one => one.RequiresGrad));
        network.Freeze("**.se*.bias");
        Assert.Equal([false, false], network.Parameters().Select(one => one.RequiresGrad));
        network.Unfreeze();
        Assert.Throws<ArgumentException>(() => network.Freeze("**.third.**.bias"));
        Assert.Throws<ArgumentException>(() => inner.Freeze("first"));
    }

    [Fact]
    public void Freeze_TakesABackslashForItself_AndNamesWhatHasParameters()
    {
        Sequential empty = [];
        Named network = new(("a\\b", new Linear(1, 1)), ("head", new Linear(1, 1)), ("heat", empty));
        network.Freeze("a\\b");
        Assert.Equal(["a\\b.weight", "a\\b.bias"], network.NamedParameters().Where(one => !one.Value.RequiresGrad).Select(one => one.Name));
        Assert.Throws<ArgumentException>(() => network.Freeze("\\head"));
        string message = Assert.Throws<ArgumentException>(() => network.Freeze("heat")).Message;
        Assert.Contains("near are: head", message, StringComparison.Ordinal);
        Assert.DoesNotContain("heat,", message, StringComparison.Ordinal);
        Assert.DoesNotContain("heat.", message, StringComparison.Ordinal);
    }

    private sealed class Pair : Module
    {
        internal Pair(Module module)
        {
            Register("first", module);
            Register("second", module);
        }
    }

    private sealed class Named : Module
    {
        internal Named(params (string Name, Module Module)[] parts)
        {
            foreach ((string name, Module module) in parts)
            {
                Register(name, module);
            }
        }
    }
}
