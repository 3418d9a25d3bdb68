using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Core;

/// <summary>What hooks may not do, what they leave behind, and which registration ends.</summary>
public class HookLimitsTests
{
    [Theory]
    [InlineData("forward pre-hook")]
    [InlineData("forward hook")]
    [InlineData("backward pre-hook")]
    [InlineData("backward hook")]
    public void HookThatCallsItsOwnModule_IsRefusedByName(string kind)
    {
        Linear layer = new(2, 2);
        Sequential network = [layer];
        int calls = 0;
        using IDisposable registration = kind switch
        {
            "forward pre-hook" => layer.RegisterForwardPreHook((_, x) => Again(x)),
            "forward hook" => layer.RegisterForwardHook((_, x, _) => Again(x)),
            "backward pre-hook" => layer.RegisterBackwardPreHook((_, dy) => Again(dy)),
            _ => layer.RegisterBackwardHook((_, _, dy) => Again(dy)),
        };
        for (int i = 0; i < 2; i++)
        {
            // Through the network, and again after it was refused.
            calls = 0;
            string message = Assert.Throws<InvalidOperationException>(Pass).Message;
            Assert.StartsWith($"A {kind} of Linear called Linear again", message, StringComparison.Ordinal);
            Assert.Equal(1, calls);
        }

        registration.Dispose();
        Pass();

        void Pass() => F.Sum(network.Forward(Tensor.Ones([1, 2]).WithGradient())).Backward();

        Tensor? Again(Tensor tensor)
        {
            calls++;
            using (Gradients.Enabled())
            {
                F.Sum(layer.Forward(tensor.Detach().WithGradient())).Backward();
            }

            return null;
        }
    }

    // A pass that ends before it comes to the input must leave nothing for the next one.
    [Fact]
    public void BackwardHook_OfAPassThatNeverReachedTheResult_IsNotCalled()
    {
        Tensor? inner = null;
        Linear layer = new(2, 2, bias: false);
        layer.Weight.Detach().CopyFrom(Tensor.From([1f, 0, 0, 1], [2, 2]));
        Tensor x = Tensor.Ones([1, 2]).WithGradient();
        using IDisposable backward = layer.RegisterBackwardHook((_, dx, _) => dx is null ? null : F.Multiply(dx, 10));
        using IDisposable forward = layer.RegisterForwardHook((_, _, y) =>
        {
            inner = y;
            return null;
        });
        Tensor result = layer.Forward(x);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal([1f, 1], Gradients.Of([F.Sum(inner!)], [x], retainGraph: true)[0]!.ToArray<float>());
            Gradients.Of([F.Multiply(F.Sum(result), 7)], [layer.Weight], retainGraph: true);
        }

        Assert.Equal([10f, 10], Gradients.Of([F.Sum(result)], [x], retainGraph: true)[0]!.ToArray<float>());
    }

    [Fact]
    public void HookThatCallsAnotherModule_MayDoSo()
    {
        Linear layer = new(2, 2), other = new(2, 2);
        int calls = 0;
        Func<Module, Tensor, Tensor, Tensor?> count = (_, _, _) =>
        {
            calls++;
            return null;
        };
        other.RegisterForwardHook(count);
        layer.RegisterForwardHook(count);
        layer.RegisterForwardHook((_, x, _) => other.RequireGrad(false) is Linear one ? one.Forward(x) : null);
        layer.Forward(Tensor.Ones([1, 2]));
        Assert.Equal(2, calls);
    }

    [Fact]
    public void OneFunctionRegisteredTwice_EndsRegistrationByRegistration()
    {
        Linear layer = new(1, 1);
        List<string> order = [];
        Func<Module, Tensor, Tensor?> first = (_, _) => Note("first");
        IDisposable early = layer.RegisterForwardPreHook(first);
        layer.RegisterForwardPreHook((_, _) => Note("second"));
        IDisposable late = layer.RegisterForwardPreHook(first);
        late.Dispose();
        layer.Forward(Tensor.Ones([1, 1]));
        Assert.Equal(["first", "second"], order);
        early.Dispose();
        late.Dispose();
        order.Clear();
        layer.Forward(Tensor.Ones([1, 1]));
        Assert.Equal(["second"], order);

        Tensor? Note(string text)
        {
            order.Add(text);
            return null;
        }
    }

    [Fact]
    public void ForwardHookThatThrows_LeavesRunningStatisticsMoved()
    {
        BatchNorm1d layer = new(1);
        layer.RegisterForwardHook((_, _, _) => throw new InvalidOperationException("hook"));
        Assert.Throws<InvalidOperationException>(() => layer.Forward(Tensor.From([1f, 3], [2, 1])));

        // The mean 2 with the momentum 0.1, as the documentation says.
        Assert.Equal(0.2f, layer.RunningMean!.Item<float>(), 1e-6f);
        Assert.Equal(1, layer.NumBatchesTracked!.Item<long>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GradientOfABackwardHook_IsTheHooksOwn(bool createGraph)
    {
        Linear layer = new(2, 2);
        List<Tensor> kept = [];
        layer.RegisterBackwardHook((_, dx, dy) =>
        {
            // What is written into memory of its own reaches nobody.
            kept.AddRange([dx!, dy]);
            dx!.Detach().CopyFrom(Tensor.Full([1, 2], 100f));
            dy.Detach().CopyFrom(Tensor.Full([1, 2], 100f));
            return null;
        });
        Tensor x = Tensor.Ones([1, 2]).WithGradient();
        F.Sum(F.Multiply(layer.Forward(x), 3)).Backward(createGraph: createGraph);
        float[] weight = layer.Weight.Detach().ToArray<float>();
        Assert.Equal([3f, 3, 3, 3], layer.Weight.Gradient!.ToArray<float>());
        Assert.Equal([3f, 3], layer.Bias!.Gradient!.ToArray<float>());
        Assert.Equal(3 * (weight[0] + weight[2]), x.Gradient!.Detach()[0, 0].Item<float>(), 1e-5f);
        Assert.All(kept, one => Assert.Equal([100f, 100], one.Detach().ToArray<float>()));
    }
}
