using System.Text.Json;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Core;

/// <summary>Hooks against PyTorch's order and gradients (<c>tools/oracle/torch_hooks.py</c>), and what it leaves open.</summary>
public class HookTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hooks_OfAllModules_AreCalledAsByPyTorch(bool tracked)
    {
        JsonElement expected = TorchData.Load("hooks").GetProperty(tracked ? "tracked" : "untracked");
        Sequential network = Network();
        List<(string Kind, string Name, Tensor?[] Tensors)> events = [];
        Dictionary<Module, string> names = network.NamedModules().ToDictionary(one => one.Module, one => one.Name);
        foreach ((_, Module module) in network.NamedModules())
        {
            module.RegisterForwardPreHook((own, x) => Note("before", own, x));
            module.RegisterForwardHook((own, x, y) => Note("after", own, x, y));
            module.RegisterBackwardHook((own, x, y) => Note("backward", own, x, y));
        }

        network[2].RegisterBackwardHook((_, gradient, _) => gradient! / 2);
        Tensor input = Input();
        input.RequiresGrad = tracked;
        F.Sum(F.Square(network.Forward(input))).Backward();

        JsonElement[] rows = [.. expected.GetProperty("events").EnumerateArray()];
        Assert.Equal(rows.Select(row => (row[0].GetString(), row[1].GetString())), events.Select(one => ((string?)one.Kind, (string?)one.Name)));
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < events[i].Tensors.Length; j++)
            {
                Close(rows[i][j + 2], events[i].Tensors[j]);
            }
        }

        Close(expected.GetProperty("gradients")[0], ((Linear)network[0]).Weight.Gradient);
        Close(expected.GetProperty("gradients")[1], ((Linear)network[2]).Weight.Gradient);
        Close(expected.GetProperty("x"), input.Gradient);

        Tensor? Note(string kind, Module module, params Tensor?[] tensors)
        {
            events.Add((kind, names[module], tensors));
            return null;
        }
    }

    [Fact]
    public void ForwardHooks_ReplaceInputAndResult_InTheirOrder()
    {
        Activation<Relu> module = new();
        module.RegisterForwardPreHook((_, x) => x - 1);
        module.RegisterForwardPreHook((_, x) => x * 2);
        module.RegisterForwardHook((_, x, y) => y + x);
        IDisposable last = module.RegisterForwardHook((_, _, y) => y * 10);

        // relu((3 − 1)·2) = 4, and 4 + 4 = 8.
        Assert.Equal([80f], module.Forward(Tensor.From([3f])).ToArray<float>());
        last.Dispose();
        last.Dispose();
        Assert.Equal([8f], module.Forward(Tensor.From([3f])).ToArray<float>());
    }

    [Fact]
    public void Hook_ThatRemovesItself_RunsOnceAndLeavesTheOthers()
    {
        Activation<Relu> module = new();
        List<string> calls = [];
        IDisposable? first = null;
        first = module.RegisterForwardHook((_, _, _) =>
        {
            calls.Add("first");
            first!.Dispose();
            return null;
        });
        module.RegisterForwardHook((_, _, _) =>
        {
            calls.Add("second");
            return null;
        });
        module.Forward(Tensor.Ones(1));
        module.Forward(Tensor.Ones(1));
        Assert.Equal(["first", "second", "second"], calls);
    }

    [Fact]
    public void Hook_ThatThrows_LeavesTheModuleUsable()
    {
        Sequential network = Network();
        IDisposable forward = network[1].RegisterForwardHook((_, _, _) => throw new InvalidOperationException("forward"));
        Assert.Equal("forward", Assert.Throws<InvalidOperationException>(() => network.Forward(Input())).Message);
        forward.Dispose();
        IDisposable backward = network[1].RegisterBackwardHook((_, _, _) => throw new InvalidOperationException("backward"));
        Tensor failing = F.Sum(network.Forward(Input()));
        Assert.Equal("backward", Assert.Throws<InvalidOperationException>(() => failing.Backward()).Message);
        backward.Dispose();

        network.ZeroGrad();
        F.Sum(network.Forward(Input())).Backward();
        Sequential fresh = Network();
        F.Sum(fresh.Forward(Input())).Backward();
        foreach ((Tensor own, Tensor other) in network.Parameters().Zip(fresh.Parameters()))
        {
            Assert.Equal(other.Gradient!.ToArray<double>(), own.Gradient!.ToArray<double>());
        }
    }

    [Fact]
    public void BackwardPreHook_ReplacesTheGradientThatParametersGet()
    {
        Linear layer = new(2, 1, bias: false, dataType: DataType.Float64);
        Tensor? seen = null;
        layer.RegisterBackwardPreHook((_, gradient) => gradient * 3);
        layer.RegisterBackwardHook((_, _, gradient) =>
        {
            seen = gradient;
            return null;
        });
        F.Sum(layer.Forward(Tensor.From([1.0, 2], [1, 2]))).Backward();
        Assert.Equal([3, 6], layer.Weight.Gradient!.ToArray<double>());
        Assert.Equal([3.0], seen!.ToArray<double>());
    }

    [Fact]
    public void BackwardHook_MayKeepWhatItComputes()
    {
        Sequential network = Network();
        List<Tensor> norms = [];
        network[2].RegisterBackwardHook((_, gradient, _) =>
        {
            norms.Add(F.Norm(gradient!));
            return null;
        });
        for (int i = 0; i < 3; i++)
        {
            F.Sum(F.Square(network.Forward(Input()))).Backward();
        }

        Assert.Equal(3, norms.Count);
        Assert.All(norms, norm => Assert.Equal(norms[0].Item<double>(), norm.Item<double>()));
        Assert.True(norms[0].Item<double>() > 0);
    }

    [Fact]
    public void BackwardHooks_OfARecordedPass_AreDifferentiated()
    {
        // The gradient of Σx³ is 3x², doubled by the hook 6x²; its own derivative is 12x.
        Cube module = new();
        module.RegisterBackwardHook((_, gradient, _) => gradient! * 2);
        Tensor x = Tensor.From([1.0, -2, 0.5]).WithGradient();
        Tensor gradient = Gradients.Of(F.Sum(module.Forward(x)), [x], createGraph: true)[0]!;
        Assert.Equal([6.0, 24, 1.5], gradient.ToArray<double>());
        Assert.Equal([12.0, -24, 6], Gradients.Of(F.Sum(gradient), [x])[0]!.ToArray<double>());
    }

    [Fact]
    public void BackwardHook_ThatReturnsWhatDoesNotFit_IsRefused()
    {
        Linear layer = new(2, 3);
        IDisposable shape = layer.RegisterBackwardHook((_, _, _) => Tensor.Ones(7));
        Tensor x = Tensor.Ones([1, 2]).WithGradient();
        string message = Assert.Throws<InvalidOperationException>(() => F.Sum(layer.Forward(x)).Backward()).Message;
        Assert.Contains("Linear expects the input's gradient of float32 [1, 2] from a backward hook but got float32 [7]", message, StringComparison.Ordinal);
        message = Assert.Throws<InvalidOperationException>(() => F.Sum(layer.Forward(Tensor.Ones([1, 2]))).Backward()).Message;
        Assert.Contains("for an input that needs none", message, StringComparison.Ordinal);
        shape.Dispose();
        layer.RegisterBackwardPreHook((_, _) => Tensor.Ones([1, 3], DataType.Float64));
        Assert.Throws<InvalidOperationException>(() => F.Sum(layer.Forward(x)).Backward());
    }

    [Fact]
    public async Task BackwardHooks_OfPassesOnSeveralThreads_SeeTheirOwnGradients()
    {
        Cube module = new();
        List<(double Input, double Result)> seen = [];
        module.RegisterBackwardHook((_, input, result) =>
        {
            lock (seen)
            {
                seen.Add((input!.Item<double>(), result.Item<double>()));
            }

            return null;
        });
        Tensor x = Tensor.Scalar(2.0).WithGradient();
        Tensor y = module.Forward(x);
        await Task.WhenAll(Enumerable.Range(1, 64).Select(i => Task.Run(
            () => Gradients.Of([y], [x], [Tensor.Scalar((double)i)], retainGraph: true), TestContext.Current.CancellationToken)));
        Assert.Equal(64, seen.Count);
        Assert.All(seen, one => Assert.Equal(12 * one.Result, one.Input));
        Assert.Equal(Enumerable.Range(1, 64).Select(i => (double)i), seen.Select(one => one.Result).Order());
    }

    private static Tensor Input() => Tensor.From([1.0, -2, 0.5, 3], [2, 2]);

    private static Sequential Network()
    {
        Linear first = new(2, 3, bias: false, dataType: DataType.Float64), second = new(3, 1, bias: false, dataType: DataType.Float64);
        first.Weight.Detach().CopyFrom(Tensor.From([1.0, 2, -3, 0.5, 0.25, -1], [3, 2]));
        second.Weight.Detach().CopyFrom(Tensor.From([2.0, -1, 0.5], [1, 3]));
        return [first, new Activation<Tanh>(), second];
    }

    private static void Close(JsonElement expected, Tensor? actual)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(actual);
            return;
        }

        double[] values = TorchData.Numbers(expected), got = actual!.Detach().ToArray<double>();
        Assert.Equal(values.Length, got.Length);
        Assert.All(values.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    private sealed class Cube : Module
    {
        protected override Tensor ForwardCore(Tensor x) => x * x * x;
    }
}
