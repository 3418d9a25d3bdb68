using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

public class RandomModuleTests
{
    [Fact]
    public void Dropout_WhileTraining_KeepsTheMeanAndTheShare()
    {
        Tensor x = Tensor.Ones([1000, 100]).WithGradient();
        Tensor y = new Dropout(0.3, new RandomSource(5)).Forward(x);
        float[] values = y.ToArray<float>();
        Assert.All(values, value => Assert.True(value == 0 || value == (float)(1 / 0.7)));

        // Four standard deviations of the share of 100,000 draws.
        Assert.InRange(values.Count(value => value == 0) / 100_000.0, 0.3 - 0.0058, 0.3 + 0.0058);
        F.Sum(y).Backward();
        Assert.Equal(values, x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Dropout_OfOneSeed_DependsOnThePassAlone()
    {
        Tensor x = Tensor.Ones(500);
        var one = new Dropout(0.5, new RandomSource(7));
        var other = new Dropout(0.5, new RandomSource(7));
        float[] first = one.Forward(x).ToArray<float>();
        float[] second = one.Forward(x).ToArray<float>();
        Assert.NotEqual(first, second);
        Assert.Equal(first, other.Forward(x).ToArray<float>());
        Assert.Equal(second, other.Forward(x).ToArray<float>());
        Assert.NotEqual(first, new Dropout(0.5, new RandomSource(8)).Forward(x).ToArray<float>());
    }

    [Fact]
    public void Dropout_AtTheEnds_DropsNothingOrAll()
    {
        Tensor x = Tensor.Ones(100);
        Assert.Same(x, new Dropout(0).Forward(x));
        var half = new Dropout(0.5);
        half.Evaluate();
        Assert.Same(x, half.Forward(x));
        Assert.All(new Dropout(1).Forward(x).ToArray<float>(), value => Assert.Equal(0, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(double.NaN));
    }

    [Fact]
    public void RandomActivation_OfRRelu_DrawsSlopesAndTakesTheMiddleInEvaluation()
    {
        var module = new RandomActivation<RRelu>(new RRelu(0.1, 0.3), new RandomSource(1));
        Tensor x = Tensor.Full(10_000, -1).WithGradient();
        Tensor y = module.Forward(x);
        float[] slopes = [.. y.ToArray<float>().Select(value => -value)];
        Assert.All(slopes, slope => Assert.InRange(slope, 0.1f, 0.3f));
        Assert.InRange(slopes.Average(), 0.2 - 0.0024, 0.2 + 0.0024);
        F.Sum(y).Backward();
        Assert.Equal(slopes, x.Gradient!.ToArray<float>());
        module.Evaluate();
        Assert.All(module.Forward(x).ToArray<float>(), value => Assert.Equal(-0.2f, value));
    }

    [Fact]
    public void LearnableActivation_OfPRelu_LearnsASlopeAChannelOrAUnit()
    {
        Tensor x = Tensor.Full([2, 3, 4], -1);
        var one = new LearnableActivation<PRelu>();
        Assert.All(one.Forward(x).ToArray<float>(), value => Assert.Equal(-0.25f, value));
        F.Sum(one.Forward(x)).Backward();
        Assert.Equal([-24], one.Parameter.Gradient!.ToArray<float>());

        var channels = new LearnableActivation<PRelu>(3);
        F.Sum(channels.Forward(x)).Backward();
        Assert.Equal([-8, -8, -8], channels.Parameter.Gradient!.ToArray<float>());

        var units = new LearnableActivation<PRelu>(4, initial: 0.5);
        F.Sum(units.Forward(Tensor.Full([5, 4], -2))).Backward();
        Assert.Equal([-10, -10, -10, -10], units.Parameter.Gradient!.ToArray<float>());
        Assert.False(units.NamedParameters()[0].TakesWeightDecay);
    }
}
