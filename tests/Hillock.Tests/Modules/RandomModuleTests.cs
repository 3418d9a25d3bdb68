using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
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
    public void RandomSource_OfACount_GoesOnWhereTheOtherStood()
    {
        RandomSource whole = new(7), first = new(7);
        Philox[] streams = [.. Enumerable.Range(0, 5).Select(_ => whole.Next())];
        first.Next();
        first.Next();
        RandomSource second = new(first.Seed, first.Count);
        Assert.Equal(2, second.Count);
        Assert.Equal<IEnumerable<Philox>>(streams[2..], [second.Next(), second.Next(), second.Next()]);
        Assert.Equal(streams[0], new RandomSource(7, 0).Next());
        Assert.Contains("got -1", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(7, -1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(7, 1L << 32));
    }

    [Fact]
    public void Dropout_OfOneSeed_DependsOnThePassAlone()
    {
        Tensor x = Tensor.Ones(500);
        Dropout one = new(0.5, new RandomSource(7));
        Dropout other = new(0.5, new RandomSource(7));
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
        Dropout half = new(0.5);
        half.Evaluate();
        Assert.Same(x, half.Forward(x));
        Assert.All(new Dropout(1).Forward(x).ToArray<float>(), value => Assert.Equal(0, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(double.NaN));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Dropout_OfAnyShape_PassesValuesAndGradientsAlike(double probability)
    {
        // T262 of the checklist.
        foreach (Shape shape in (Shape[])[(int[])[5, 5], 5, Shape.Scalar])
        {
            Dropout module = new(probability, new RandomSource(3));
            Tensor x = Tensor.Full(shape, 3).WithGradient();
            Tensor y = module.Forward(x);
            Assert.Equal(shape, y.Shape);
            float kept = (float)(3 / (1 - probability));
            Assert.All(y.ToArray<float>(), value => Assert.True(value == (probability == 1 ? 0 : kept) || (value == 0 && probability > 0)));
            foreach (double scale in (double[])[0, 1, 2])
            {
                x.ZeroGrad();
                y.Backward(Tensor.Full(shape, scale), retainGraph: true);
                Assert.Equal(y.ToArray<double>().Select(value => value / 3 * scale), x.Gradient!.ToArray<double>());
            }

            module.Evaluate();
            Assert.Same(x, module.Forward(x));
        }
    }

    [Fact]
    public void RandomActivation_OfRRelu_DrawsSlopesAndTakesTheMiddleInEvaluation()
    {
        RandomActivation<RRelu> module = new(new RRelu(0.1, 0.3), new RandomSource(1));
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
    public void RandomActivation_OfOneSeed_DependsOnThePassAndThePlaceAlone()
    {
        Tensor x = Tensor.Full([300, 1000], -1);
        float[] first = Passes(11)[0];
        Assert.Equal(first, Passes(11)[0]);
        Assert.NotEqual(first, Passes(12)[0]);
        Assert.NotEqual(first, Passes(11)[1]);

        // Every element has a slope of its own: 300,000 draws of 2²⁴ numbers repeat about 2,700 times.
        Assert.InRange(first.Distinct().Count(), 290_000, 300_000);

        // A shorter tensor sees the same draws from the start.
        Assert.Equal(first[..77], Of(11).Forward(Tensor.Full(77, -1)).ToArray<float>());

        float[][] Passes(ulong seed)
        {
            RandomActivation<RRelu> module = Of(seed);
            return [module.Forward(x).ToArray<float>(), module.Forward(x).ToArray<float>()];
        }

        static RandomActivation<RRelu> Of(ulong seed) => new(new RRelu(), new RandomSource(seed));
    }

    [Fact]
    public void RandomActivation_WithPositiveElements_LeavesThemAndTheOthersDraws()
    {
        Tensor negative = Tensor.Full(1000, -1);
        Tensor mixed = Tensor.From([.. Enumerable.Range(0, 1000).Select(i => i % 3 == 0 ? 2f : -1f)]);
        float[] all = new RandomActivation<RRelu>(new RRelu(), new RandomSource(11)).Forward(negative).ToArray<float>();
        float[] some = new RandomActivation<RRelu>(new RRelu(), new RandomSource(11)).Forward(mixed).ToArray<float>();
        Assert.Equal(all.Select((value, i) => i % 3 == 0 ? 2f : value), some);
    }

    [Fact]
    public void RandomActivation_OfRRelu_IsUniform()
    {
        // The share below each tenth of the range, within five standard deviations of 100,000 draws.
        float[] slopes =
            [.. new RandomActivation<RRelu>(new RRelu(1, 2), new RandomSource(4)).Forward(Tensor.Full(100_000, -1)).ToArray<float>().Select(value => -value)];
        for (int tenth = 1; tenth < 10; tenth++)
        {
            double share = tenth / 10.0;
            Assert.InRange(
                slopes.Count(slope => slope < 1 + share) / 100_000.0, share - 5 * Math.Sqrt(share * (1 - share) / 100_000),
                share + 5 * Math.Sqrt(share * (1 - share) / 100_000));
        }

        Assert.All(
            new RandomActivation<RRelu>(new RRelu(0.5, 0.5), new RandomSource(4)).Forward(Tensor.Full(100, -1)).ToArray<float>(),
            value => Assert.Equal(-0.5f, value));
    }

    [Fact]
    public void LearnableActivation_OfPRelu_LearnsASlopeAChannelOrAUnit()
    {
        Tensor x = Tensor.Full([2, 3, 4], -1);
        LearnableActivation<PRelu> one = new();
        Assert.All(one.Forward(x).ToArray<float>(), value => Assert.Equal(-0.25f, value));
        F.Sum(one.Forward(x)).Backward();
        Assert.Equal([-24], one.Parameter.Gradient!.ToArray<float>());

        LearnableActivation<PRelu> channels = new(3);
        F.Sum(channels.Forward(x)).Backward();
        Assert.Equal([-8, -8, -8], channels.Parameter.Gradient!.ToArray<float>());

        LearnableActivation<PRelu> units = new(4, initial: 0.5);
        F.Sum(units.Forward(Tensor.Full([5, 4], -2))).Backward();
        Assert.Equal([-10, -10, -10, -10], units.Parameter.Gradient!.ToArray<float>());
        Assert.False(units.NamedParameters()[0].TakesWeightDecay);
    }
}
