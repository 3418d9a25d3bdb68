using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Gumbel-softmax, and the temperatures of modules.</summary>
[Collection(ParallelismCollection.Name)]
public class GumbelSoftmaxTests
{
    [Fact]
    public void GumbelSoftmax_OfASeed_IsTheSoftmaxOfLogitsAndNoise()
    {
        Philox random = new(5, 3);
        Tensor x = Tensor.RandomNormal([40, 7], new Philox(1), 0, 1, DataType.Float64);

        // Gumbel's quantile of the 52 upper bits of each draw, from the middle of its interval.
        double[] noise = [.. Enumerable.Range(0, 280).Select(i => -Math.Log(-Math.Log(((random.Bits64(100 + (ulong)i) >> 12) + 0.5) / (1UL << 52))))];
        double[] expected = F.Softmax((x + Tensor.From(noise, [40, 7])) / 0.7, 1).ToArray<double>();
        double[] actual = F.GumbelSoftmax(x, random, 0.7, start: 100).ToArray<double>();
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= 1e-13);

        // Its mean is Euler's constant, its variance π²/6: within five standard errors of 100,000.
        double[] many = [.. Enumerable.Range(0, 100_000).Select(i => -Math.Log(-Math.Log(((random.Bits64((ulong)i) >> 12) + 0.5) / (1UL << 52))))];
        Assert.Equal(0.5772156649, many.Average(), 5 * Math.Sqrt(Math.PI * Math.PI / 6 / many.Length));
    }

    [Fact]
    public void GumbelSoftmax_OnAnyThreads_HasTheSameBits()
    {
        Tensor x = Tensor.RandomNormal([1000, 33], new Philox(2));
        float[][] results = [.. new[] { 1, 4 }.Select(threads =>
        {
            using ThreadScope scope = new(threads);
            return F.GumbelSoftmax(x, new Philox(3), 0.5).ToArray<float>();
        })];
        Assert.Equal(results[0], results[1]);

        // A batch taken apart draws the same.
        Assert.Equal(results[0][(500 * 33)..], F.GumbelSoftmax(x[500..], new Philox(3), 0.5, start: 500 * 33).ToArray<float>());
    }

    [Fact]
    public void RandomActivations_OfABatchTakenApart_DrawTheSame()
    {
        // Slopes from 0.1 to 0.5 of the draw of the element's number, and GELU's mask.
        Philox random = new(3);
        Tensor x = Tensor.Full([10, 7], -1);
        float[] uniform = new float[70];
        random.FillUniform(uniform, 0);
        float[] slopes = F.RRelu(x, random, 0.1, 0.5).ToArray<float>();
        Assert.Equal(uniform.Select(u => -(0.1f + (0.4f * u))), slopes, (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal(slopes[28..], F.RRelu(x[4..], random, 0.1, 0.5, start: 28).ToArray<float>());
        Assert.Equal(slopes[28..], x[4..].RRelu(random, 0.1, 0.5, start: 28).ToArray<float>());
        float[] masked = F.StochasticGelu(x, random).ToArray<float>();
        Assert.Contains(-1, masked);
        Assert.Equal(masked[28..], F.StochasticGelu(x[4..], random, start: 28).ToArray<float>());
        Assert.Equal(masked[28..], x[4..].StochasticGelu(random, start: 28).ToArray<float>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GumbelSoftmax_HasTheSoftGradientOfBothOrders(bool hard)
    {
        Tensor x = Tensor.RandomNormal([3, 5], new Philox(4), 0, 1, DataType.Float64).WithGradient();
        Tensor weights = Tensor.RandomNormal([3, 5], new Philox(6), 0, 1, DataType.Float64);
        Tensor y = F.GumbelSoftmax(x, new Philox(9), 0.8, hard, axis: 0);
        Tensor soft = F.GumbelSoftmax(x, new Philox(9), 0.8, axis: 0);
        Assert.Equal(hard, !y.ToArray<double>().SequenceEqual(soft.ToArray<double>()));
        Tensor first = Gradients.Of(F.Sum(y * weights), [x], createGraph: true)[0]!;
        Tensor expected = Gradients.Of(F.Sum(soft * weights), [x], createGraph: true)[0]!;
        Assert.Equal(expected.ToArray<double>(), first.ToArray<double>());
        Assert.Equal(Gradients.Of(F.Sum(F.Square(expected)), [x])[0]!.ToArray<double>(), Gradients.Of(F.Sum(F.Square(first)), [x])[0]!.ToArray<double>());
        GradientCheck.First(inputs => F.GumbelSoftmax(inputs[0], new Philox(9), 0.8, axis: 0), [x]).ThrowIfFailed();
        GradientCheck.Second(inputs => F.GumbelSoftmax(inputs[0], new Philox(9), 0.8, axis: 0), [x]).ThrowIfFailed();
    }

    [Fact]
    public void GumbelSoftmax_OfSpecialValues_IsDecided()
    {
        float inf = float.PositiveInfinity;
        Tensor x = Tensor.From(new[,] { { 1, float.NaN }, { -inf, 3 }, { inf, 1 } });
        foreach (bool hard in new[] { false, true })
        {
            float[] y = F.GumbelSoftmax(x, new Philox(1), hard: hard).ToArray<float>();
            Assert.Equal([float.NaN, float.NaN, 0, 1, float.NaN, float.NaN], y);
            Assert.Equal(0, F.GumbelSoftmax(Tensor.Zeros([0, 3]), new Philox(1), hard: hard).Length);
            Assert.Equal(1f, F.GumbelSoftmax(Tensor.Full(Shape.Scalar, 3), new Philox(1), hard: hard).Item<float>());
            Assert.Equal(DataType.Float16, F.GumbelSoftmax(Tensor.Zeros([2, 3], DataType.Float16), new Philox(1), hard: hard).DataType);
        }

        // Cold enough, and the soft sample is the hard one.
        Tensor logits = Tensor.RandomNormal([20, 5], new Philox(8));
        Assert.Equal(F.GumbelSoftmax(logits, new Philox(2), hard: true).ToArray<float>(), F.GumbelSoftmax(logits, new Philox(2), 1e-12).ToArray<float>());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e-310)]
    public void GumbelSoftmax_OfATemperatureOutOfRange_Throws(double temperature)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => F.GumbelSoftmax(Tensor.Zeros([2, 3]), new Philox(1), temperature));
        Assert.Contains("finite temperature above 0", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GumbelSoftmax(temperature));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Softmax { Temperature = temperature });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantTemperature(temperature));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearTemperature(1, temperature, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialTemperature(1, 0.5, temperature));
    }

    [Fact]
    public void GumbelSoftmax_AsAModule_DrawsAnewEachPassAndNotInEvaluation()
    {
        Tensor x = Tensor.RandomNormal([4, 6], new Philox(1));
        GumbelSoftmax module = new(0.5, random: new RandomSource(3));
        float[] first = module.Forward(x).ToArray<float>();
        Assert.NotEqual(first, module.Forward(x).ToArray<float>());
        Assert.Equal(first, new GumbelSoftmax(0.5, random: new RandomSource(3)).Forward(x).ToArray<float>());
        module.Evaluate();
        Assert.Equal(F.Softmax(x, beta: 2).ToArray<float>(), module.Forward(x).ToArray<float>());
        GumbelSoftmax hard = new(hard: true, axis: 0);
        hard.Evaluate();
        Assert.Equal(F.OneHot(F.ArgMax(x, 0), 4, DataType.Float32).Transpose().ToArray<float>(), hard.Forward(x).ToArray<float>());
        Assert.Equal("GumbelSoftmax(tau=0.5, hard=False, dim=-1)", module.ToString());
        Assert.Equal("Sparsemax(dim=1)", new Sparsemax(1).ToString());
        Assert.Equal("MaskedSoftmax(dim=-1, beta=2.0)", new MaskedSoftmax(beta: 2).ToString());
        Tensor mask = F.Greater(x, 0);
        Assert.Equal(F.MaskedSoftmax(x, mask, 0, 2).ToArray<float>(), new MaskedSoftmax(0, 2).Forward(x, mask).ToArray<float>());
        Assert.Equal(F.MaskedLogSoftmax(x, mask, 0).ToArray<float>(), new MaskedLogSoftmax(0).Forward(x, mask).ToArray<float>());
        Assert.Equal(F.Sparsemax(x, 0, 2).ToArray<float>(), new Sparsemax(0, 2).Forward(x).ToArray<float>());
        Assert.Contains("all its arguments", Assert.Throws<InvalidOperationException>(() => new MaskedSoftmax().Forward(x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TemperatureSchedules_AreTheirFormulas()
    {
        Assert.Equal([2.0, 2], new[] { 0, 9 }.Select(new ConstantTemperature(2).Temperature));
        Assert.Equal([5.0, 4, 3, 2, 1, 1, 1], new[] { 0, 1, 2, 3, 4, 5, int.MaxValue }.Select(new LinearTemperature(5, 1, 4).Temperature));
        Assert.Equal([4.0, 2, 1, 0.5, 0.3, 0.3], new[] { 0, 1, 2, 3, 4, int.MaxValue }.Select(new ExponentialTemperature(4, 0.5, 0.3).Temperature));
        Assert.Equal(0.25, new ConstantTemperature(4).Beta(3));
        foreach (TemperatureSchedule schedule in new TemperatureSchedule[]
        {
            new ConstantTemperature(),
            new LinearTemperature(1, 0.1, 10),
            new ExponentialTemperature(1, 0.9, 0.1),
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => schedule.Temperature(-1));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearTemperature(1, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialTemperature(1, 1.5, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialTemperature(1, 0, 0.1));
        Assert.Contains(
            "at most the first", Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialTemperature(1, 0.5, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TemperatureSchedule_AppliedToANetwork_SetsEveryModule()
    {
        Softmax soft = new(1);
        GumbelSoftmax gumbel = new();
        Sequential network = [new Linear(3, 4), soft, new Sequential(gumbel, new LogSoftmax())];
        LinearTemperature schedule = new(2, 0.5, 3);
        Assert.Equal(3, schedule.Apply(network, 0));
        Assert.Equal((0.5, 2.0), (soft.Beta, gumbel.Temperature));
        schedule.Apply(network, 3);
        Assert.Equal((2.0, 0.5), (soft.Beta, gumbel.Temperature));
        Assert.Equal("Softmax(dim=1, beta=2.0)", soft.ToString());
        Tensor x = Tensor.From(new float[,] { { 1, 2, 4 } });
        Assert.Equal(F.Softmax(x, 1, 2).ToArray<float>(), soft.Forward(x).ToArray<float>());
    }
}
