using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Core;

public class FreezingTests
{
    // What a pattern freezes, by the rules written down with Freeze.
    [Theory]
    [InlineData("encoder", "encoder.0.weight encoder.0.bias encoder.1.weight encoder.1.bias")]
    [InlineData("encoder.*", "encoder.0.weight encoder.0.bias encoder.1.weight encoder.1.bias")]
    [InlineData("encoder.1", "encoder.1.weight encoder.1.bias")]
    [InlineData("*.?.bias", "encoder.0.bias encoder.1.bias")]
    [InlineData("**.bias", "encoder.0.bias encoder.1.bias head.bias")]
    [InlineData("head.w*", "head.weight")]
    [InlineData("**.0.**", "encoder.0.weight encoder.0.bias")]
    [InlineData("*e*", "encoder.0.weight encoder.0.bias encoder.1.weight encoder.1.bias head.weight head.bias")]
    [InlineData("**", "encoder.0.weight encoder.0.bias encoder.1.weight encoder.1.bias head.weight head.bias")]
    [InlineData("h??d.bias", "head.bias")]
    [InlineData("head.bias encoder.0.*", "encoder.0.weight encoder.0.bias head.bias")]
    public void Freeze_OfAPattern_TakesWhatFits(string patterns, string frozen)
    {
        Network network = new();
        Assert.Same(network, network.Freeze(patterns.Split(' ')));
        Assert.Equal(frozen.Split(' '), Frozen(network));
        network.Unfreeze(patterns.Split(' '));
        Assert.Empty(Frozen(network));
    }

    [Fact]
    public void Freeze_OfNoPattern_TakesAll()
    {
        Network network = new();
        network.Freeze();
        Assert.Equal(6, Frozen(network).Length);
        network.Unfreeze("head");
        Assert.Equal(4, Frozen(network).Length);
    }

    [Theory]
    [InlineData("encodr.0", "encoder.0")]
    [InlineData("head.biass", "head.bias")]
    [InlineData("HEAD.bias", "head.bias")]
    public void Freeze_OfAPatternThatFitsNothing_NamesTheNearestAndChangesNothing(string pattern, string near)
    {
        Network network = new();
        string message = Assert.Throws<ArgumentException>(() => network.Freeze("head", pattern)).Message;
        Assert.Contains($"The pattern \"{pattern}\"", message, StringComparison.Ordinal);
        Assert.Contains($"near are: {near}", message, StringComparison.Ordinal);
        Assert.Empty(Frozen(network));
        Assert.Contains("NamedParameters()", Assert.Throws<ArgumentException>(() => network.Freeze("xyz")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => network.Freeze(""));
    }

    [Fact]
    public void AFrozenParameter_IsNotChangedByAStep()
    {
        Network network = new();
        Sgd optimizer = new(network.Parameters(), 0.5, momentum: 0.9, weightDecay: 0.1);
        Step();
        network.Freeze("encoder");
        float[] before = network.Encoder.StateDict().Values.SelectMany(value => value.ToArray<float>()).ToArray();
        float[] head = network.Head.Weight.Detach().ToArray<float>();
        Step();
        Assert.Equal(before, network.Encoder.StateDict().Values.SelectMany(value => value.ToArray<float>()));
        Assert.NotEqual(head, network.Head.Weight.Detach().ToArray<float>());

        void Step()
        {
            F.Sum(F.Square(network.Forward(Tensor.Ones([2, 3])))).Backward();
            optimizer.Step();
        }
    }

    [Fact]
    public void Freeze_OfOneOfSeveralNames_FreezesTheShared()
    {
        Linear shared = new(2, 2);
        Sequential network = [shared, new Activation<Relu>(), shared];
        network.Freeze("2.weight");
        Assert.False(shared.Weight.RequiresGrad);
        Assert.True(shared.Bias!.RequiresGrad);
    }

    [Fact]
    public void Apply_VisitsChildrenFirstAndEachOnce()
    {
        Linear shared = new(2, 2);
        Sequential inner = [shared];
        Sequential network = [inner, shared, new Activation<Relu>()];
        List<Module> visited = [];
        Assert.Same(network, network.Apply(visited.Add));
        Assert.Equal<Module>([shared, inner, network[2], network], visited);
    }

    private static string[] Frozen(Module module) => [.. module.NamedParameters().Where(one => !one.Value.RequiresGrad).Select(one => one.Name)];

    private sealed class Network : Module
    {
        internal Network()
        {
            Encoder = Register("encoder", new ModuleList<Linear>(new Linear(3, 4), new Linear(4, 5)));
            Head = Register("head", new Linear(5, 2));
        }

        internal ModuleList<Linear> Encoder { get; }

        internal Linear Head { get; }

        protected override Tensor ForwardCore(Tensor x) => Head.Forward(F.Tanh(Encoder[1].Forward(F.Tanh(Encoder[0].Forward(x)))));
    }
}
