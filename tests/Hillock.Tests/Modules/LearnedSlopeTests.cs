using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>What the slopes of PReLU learn: any slope that helps, unless weight decay pulls it to 0.</summary>
public class LearnedSlopeTests
{
    private static readonly Tensor Inputs = Initialization.Normal(Tensor.Empty([512, 2]), new Philox(8));

    [Theory]
    [InlineData("rectify", -1)]
    [InlineData("copy", 1)]
    [InlineData("relu", 0)]
    public void Slope_WithoutWeightDecay_BecomesWhatTheTargetsAsk(string target, double slope)
    {
        float[] slopes = Slopes(target, weightDecay: 0.01, split: true);
        Assert.All(slopes, value => Assert.Equal(slope, value, 0.01));
    }

    [Fact]
    public void Slope_WithWeightDecay_IsPulledToZero()
    {
        // The targets pull at a slope a by about ½(1 + a) and the decay by 4a, so it stays near −1/9.
        Assert.All(Slopes("rectify", weightDecay: 4, split: false), value => Assert.InRange(value, -0.15, -0.05));
        Assert.All(Slopes("rectify", weightDecay: 4, split: true), value => Assert.Equal(-1, value, 0.01));

        // With nothing to learn, the decay alone makes a rectifier of it.
        LearnableActivation<PRelu> module = new(2);
        Sgd decayed = new(module.Parameters(), 0.1, momentum: 0.9, weightDecay: 0.1);
        for (int step = 0; step < 2000; step++)
        {
            module.Parameter.Gradient = Tensor.Zeros(2);
            decayed.Step();
        }

        Assert.All(module.Parameter.ToArray<float>(), value => Assert.Equal(0, value, 1e-4f));
    }

    [Fact]
    public void Slopes_ByUnit_LearnApart()
    {
        LearnableActivation<PRelu> module = new(2);
        Tensor[] columns = [F.Abs(Inputs.Slice(1, 0, 1)), Inputs.Slice(1, 1)];
        Train(module, F.Concat(columns, 1), new Sgd(ParameterGroup.Split(module), 0.5, momentum: 0.9));
        Assert.Equal(-1, module.Parameter.ToArray<float>()[0], 1e-3f);
        Assert.Equal(1, module.Parameter.ToArray<float>()[1], 1e-3f);
    }

    private static float[] Slopes(string target, double weightDecay, bool split)
    {
        LearnableActivation<PRelu> module = new(2);
        Tensor targets = target switch
        {
            "rectify" => F.Abs(Inputs),
            "copy" => Inputs,
            _ => F.Relu(Inputs),
        };
        Train(
            module, targets,
            split
                ? new Sgd(ParameterGroup.Split(module), 0.1, momentum: 0.9, weightDecay: weightDecay)
                : new Sgd(module.Parameters(), 0.1, momentum: 0.9, weightDecay: weightDecay));
        return module.Parameter.ToArray<float>();
    }

    private static void Train(Module module, Tensor targets, Optimizer optimizer)
    {
        Trainer trainer = new(module, optimizer, new MeanSquaredErrorLoss());
        for (int step = 0; step < 300; step++)
        {
            trainer.Step(Inputs, targets);
        }
    }
}
