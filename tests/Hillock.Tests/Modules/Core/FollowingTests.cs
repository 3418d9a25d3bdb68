using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules.Core;

/// <summary>When what follows on a result is done to its blocks, and when the modules are called.</summary>
[Collection(ParallelismCollection.Name)]
public class FollowingTests
{
    private static readonly Shape Input = [2, 3, 8, 9];

    [Fact]
    public void WithoutGradients_AllThatFitsIsTaken()
    {
        using (Gradients.Disabled())
        {
            Assert.Equal(3, Taken(Convolution(), Chains.Norm(6), new Activation<Relu>(), new LearnableActivation<PRelu>(6)));
            Assert.Equal(1, Taken(Convolution(), new Activation<Relu>(), new MaxPool2d(2), new Activation<Relu>()));
            Assert.Equal(0, Taken(Convolution(), new MaxPool2d(2), new Activation<Relu>()));
            Assert.Equal(1, Taken(new Residual(new Sequential(Convolution(), Chains.Norm(6)), Convolution()), new Activation<Relu>()));
            Assert.Equal(1, Taken(new Residual(new Activation<Tanh>()), new Activation<Relu>(), Chains.Norm(3)));
            Assert.Equal(1, Taken(new Sequential(new Sequential(Convolution())), new Activation<Relu>()));
        }
    }

    [Fact]
    public void WhatDoesNotFit_IsNotTaken()
    {
        using (Gradients.Disabled())
        {
            Assert.Equal(0, Taken(Convolution(), Chains.Norm(5), new Activation<Relu>()));
            Assert.Equal(0, Taken(Convolution(), Chains.Norm(6, DataType.Float64)));
            Assert.Equal(0, Taken(Convolution(), new LearnableActivation<PRelu>(5)));
            Assert.Equal(0, Taken(Convolution(), new BatchNorm2d(6)));
            Assert.Equal(0, Taken(Convolution(), new BatchNorm2d(6, trackRunningStats: false).Evaluate()));
            Assert.Equal(0, Taken(Convolution(), new BatchNorm1d(6).Evaluate()));
            Assert.Equal(0, Taken(Convolution(), new RandomActivation<RRelu>()));
            Assert.Equal(1, Taken(Convolution(), new RandomActivation<RRelu>().Evaluate()));
            Assert.Equal(0, Taken(new Linear(9, 4), new Activation<Relu>()));
        }
    }

    [Fact]
    public void Gradients_TurnItOff_AndFrozenParametersOnAgain()
    {
        Conv2d convolution = Convolution();
        Activation<Gelu> activation = new();
        Assert.Equal(0, Taken(convolution, activation));
        convolution.Bias!.RequiresGrad = false;
        Assert.Equal(0, Taken(convolution, activation));
        convolution.Weight.RequiresGrad = false;
        Assert.Equal(1, Taken(convolution, activation));
        Assert.Equal(0, Taken(Chains.Numbers(Input).WithGradient(), convolution, activation));
        Assert.Equal(0, Taken(convolution, Chains.Norm(6), activation));
        Assert.Equal(2, Taken(convolution, Chains.Norm(6).RequireGrad(false), activation));
        Assert.Equal(1, Taken(convolution, activation, new LearnableActivation<PRelu>()));
        Assert.Equal(0, Taken(new Residual(convolution, Convolution()), activation));
        Assert.Equal(1, Taken(new Residual(convolution, Convolution().RequireGrad(false)), activation));
    }

    [Fact]
    public void Gradients_AreThoseOfTheModulesApart()
    {
        using Chains.StepsScope always = new();
        Conv2d convolution = Convolution();
        Tensor x = Chains.Numbers(Input).WithGradient();
        Sequential network = [convolution, Chains.Norm(6), new Activation<Gelu>(), new Residual(new Conv2d(6, 6, 1)), new Activation<Tanh>()];
        F.Sum(network.Forward(x)).Backward();
        byte[] ofX = Chains.Bits(x.Gradient!), ofWeight = Chains.Bits(convolution.Weight.Gradient!);
        x.ZeroGrad();
        network.ZeroGrad();
        Tensor y = x;
        foreach (Module module in network)
        {
            y = module.Forward(y);
        }

        F.Sum(y).Backward();
        Assert.Equal(ofX, Chains.Bits(x.Gradient!));
        Assert.Equal(ofWeight, Chains.Bits(convolution.Weight.Gradient!));
    }

    [Fact]
    public void Hooks_SeeWhatTheirModulesGetAndGive()
    {
        using Chains.StepsScope always = new();
        using GradientScope without = Gradients.Disabled();
        Conv2d convolution = Convolution();
        Activation<Relu> activation = new();
        Residual residual = new(new Sequential(convolution, activation), Convolution());
        Sequential network = [residual, new Activation<Tanh>(), new Activation<Gelu>()];
        Tensor x = Chains.Numbers(Input);
        byte[] expected = Chains.Apart(network, x);
        foreach (Module module in network.NamedModules().Select(one => one.Module))
        {
            List<(byte[] X, byte[] Y)> seen = [];
            using IDisposable hook = module.RegisterForwardHook((_, given, result) =>
            {
                seen.Add((Chains.Bits(given), Chains.Bits(result)));
                return null;
            });
            Assert.Equal(expected, Chains.Bits(network.Forward(x)));
            (byte[] first, byte[] last) = Assert.Single(seen);
            if (module == activation)
            {
                Assert.Equal(Chains.Bits(convolution.Forward(x)), first);
                Assert.Equal(Chains.Bits(F.Relu(convolution.Forward(x))), last);
            }
        }

        using (activation.RegisterForwardPreHook((_, _) => null))
        {
            Assert.Equal(0, Taken(convolution, activation, new Activation<Tanh>()));
        }

        Assert.Equal(2, Taken(convolution, activation, new Activation<Tanh>()));
        using (activation.RegisterForwardHook((_, _, y) => y * 0))
        {
            Assert.All(new Sequential(convolution, activation).Forward(x).ToArray<float>(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Summary_ShowsEveryModule()
    {
        using Chains.StepsScope always = new();
        Sequential network = [Convolution(), Chains.Norm(6), new Activation<Relu>(), new Residual(new Conv2d(6, 6, 1)), new Activation<Tanh>()];
        ModelSummary summary = ModelSummary.Of(network, Input);
        Assert.Equal(7, summary.Layers.Count);
        Assert.All(summary.Layers, layer => Assert.Equal<Shape>([2, 6, 8, 9], layer.Output!));
    }

    [Fact]
    public void Inputs_StayAsTheyAre()
    {
        Conv2d convolution = new(3, 3, 3, padding: 1);
        Tensor x = Chains.Numbers(Input);
        byte[] before = Chains.Bits(x);
        Activation<Identity> identity = new();
        foreach (Module body in (Module[])[convolution, identity, new Sequential(identity), new Sequential(convolution, identity)])
        {
            Sequential network = [new Residual(body), new Activation<Tanh>(), new Activation<Gelu>()];
            Assert.Equal(Chains.Apart(network, x), Chains.Together(network, x));
            Assert.Equal(before, Chains.Bits(x));
        }

        // The result of a module is kept by someone else.
        Tensor? kept = null;
        Kept keeping = new(convolution, y => kept = y);
        byte[] result = Chains.Together(new Sequential(keeping, new Activation<Tanh>()), x);
        using (Gradients.Disabled())
        {
            Assert.Equal(Chains.Bits(convolution.Forward(x)), Chains.Bits(kept!));
            Assert.Equal(Chains.Bits(F.Tanh(kept!)), result);
        }
    }

    [Fact]
    public void Modules_MayStandAtSeveralPlaces()
    {
        Conv2d convolution = new(3, 3, 3, padding: 1);
        Activation<Gelu> activation = new();
        Sequential inner = [convolution, activation];
        Sequential network = [convolution, activation, activation, convolution, inner, activation, new Residual(inner), activation, inner];
        Tensor x = Chains.Numbers(Input);
        Assert.Equal(Chains.Apart(network, x), Chains.Together(network, x));
    }

    [Fact]
    public void Projection_IsCalledOnce_AndShapesThatDifferAreRefusedAsBefore()
    {
        using Chains.StepsScope always = new();
        using GradientScope without = Gradients.Disabled();
        int calls = 0;
        Conv2d projection = Convolution();
        projection.RegisterForwardHook((_, _, _) =>
        {
            calls++;
            return null;
        });
        Tensor x = Chains.Numbers(Input);
        new Sequential(new Residual(Convolution(), projection), new Activation<Relu>()).Forward(x);
        Assert.Equal(1, calls);
        Sequential wrong = [new Residual(new Conv2d(3, 6, 3), projection), new Activation<Relu>()];
        string message = Assert.Throws<ArgumentException>(() => wrong.Forward(x)).Message;
        Assert.Contains("keeps the shape [2, 6, 8, 9] that the projection gives but got [2, 6, 6, 7] from Conv2d", message, StringComparison.Ordinal);
        Assert.Equal(2, calls);
        Sequential channels = [Convolution(), Chains.Norm(5), new Activation<Relu>()];
        Assert.Contains("5 channels", Assert.Throws<ArgumentException>(() => channels.Forward(x)).Message, StringComparison.Ordinal);
    }

    private static Conv2d Convolution() => new(3, 6, 3, padding: 1, random: new RandomSource(3));

    private static int Taken(Module head, params Module[] modules) => Taken(Chains.Numbers(Input), head, modules);

    /// <summary>How many of the modules are done by the first one, whose result then has the bits that they have one after the other.</summary>
    private static int Taken(Tensor x, Module head, params Module[] modules)
    {
        using Chains.StepsScope always = new();
        Following following = new(modules, 0);
        Tensor y = head.ForwardThen(x, following);
        using (Gradients.Disabled())
        {
            Tensor expected = modules[..following.Next].Aggregate(head.Forward(x), (value, module) => module.Forward(value));
            Assert.Equal(Chains.Bits(expected), Chains.Bits(y));
        }

        return following.Next;
    }

    private sealed class Kept : Module
    {
        private readonly Module _inner;
        private readonly Action<Tensor> _keep;

        internal Kept(Module inner, Action<Tensor> keep)
        {
            _inner = Register("inner", inner);
            _keep = keep;
        }

        protected override Tensor ForwardCore(Tensor x)
        {
            Tensor y = _inner.Forward(x);
            _keep(y);
            return y;
        }
    }
}
