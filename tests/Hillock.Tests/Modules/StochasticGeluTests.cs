using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules;

[Collection(ParallelismCollection.Name)]
public class StochasticGeluTests
{
    private const int Draws = 40_000;

    private static readonly double[] Points = [-3, -2, -1, -0.5, -0.1, 0.1, 0.5, 1, 2, 3];

    [Fact]
    public void Mean_OfManyDraws_IsGelu()
    {
        double[] probabilities = Probabilities();
        double[] gelu = F.Gelu(Tensor.From(Points)).ToArray<double>();
        double[] means = [.. Enumerable.Range(0, Points.Length).Select(i => Kept(Drawn(new RandomSource(3)), i) * Points[i] / (double)Draws)];
        for (int i = 0; i < Points.Length; i++)
        {
            // The mean of draws that are x or 0 deviates by |x|·√(Φ(1 − Φ)/n); beyond five of these once in two million.
            double deviation = Math.Abs(Points[i]) * Math.Sqrt(probabilities[i] * (1 - probabilities[i]) / Draws);
            Assert.InRange(means[i], gelu[i] - (5 * deviation), gelu[i] + (5 * deviation));
        }
    }

    [Fact]
    public void Inputs_ThatAreLarger_AreKeptMoreOften()
    {
        float[] values = Drawn(new RandomSource(4));
        int[] kept = [.. Enumerable.Range(0, Points.Length).Select(i => Kept(values, i))];
        Assert.Equal(kept.Order(), kept);
        Assert.True(kept[0] < 0.01 * Draws && kept[^1] > 0.99 * Draws);
    }

    [Fact]
    public void Gradient_OfADraw_IsItsMask()
    {
        RandomActivation<StochasticGelu> module = new(new StochasticGelu(), new RandomSource(5));
        Tensor x = Tensor.Linspace(-3, 3, 1001).WithGradient();
        Tensor y = module.Forward(x);
        F.Sum(y).Backward();
        float[] input = x.ToArray<float>(), output = y.ToArray<float>(), slope = x.Gradient!.ToArray<float>();
        for (int i = 0; i < input.Length; i++)
        {
            Assert.True((slope[i] == 1 && output[i] == input[i]) || (slope[i] == 0 && output[i] == 0), $"Element {i}");
        }

        // The mask is held fixed: nothing of it is left in a second derivative.
        Tensor again = Tensor.Linspace(-3, 3, 100).WithGradient();
        Tensor first = Gradients.Of(F.Sum(module.Forward(again)), [again], createGraph: true)[0]!;
        Assert.All(Gradients.Of(F.Sum(first * first), [again])[0]!.ToArray<float>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Evaluation_IsGeluToTheBit()
    {
        RandomActivation<StochasticGelu> module = new();
        module.Evaluate();
        Tensor x = Tensor.Linspace(-20, 20, 4001);
        Assert.Equal(F.Gelu(x).ToArray<float>(), module.Forward(x).ToArray<float>());
        Assert.Equal(F.Gelu(x).ToArray<float>(), F.StochasticGelu(x).ToArray<float>());
    }

    [Fact]
    public void Draws_DependOnSeedPassAndPlaceAlone()
    {
        float[][] byThreads = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using ThreadScope scope = new(threads);
            return new RandomActivation<StochasticGelu>(new StochasticGelu(), new RandomSource(6)).Forward(Tensor.Full(300_007, 0.25)).ToArray<float>();
        })];
        Assert.Equal(byThreads[0], byThreads[1]);
        Assert.Equal(byThreads[0], byThreads[2]);
        Assert.NotEqual(
            byThreads[0], new RandomActivation<StochasticGelu>(new StochasticGelu(), new RandomSource(7)).Forward(Tensor.Full(300_007, 0.25)).ToArray<float>());

        // Another value at a place leaves the draws of the others.
        Tensor mixed = Tensor.From([.. Enumerable.Range(0, 1000).Select(i => i % 7 == 0 ? -9f : 0.25f)]);
        float[] some = new RandomActivation<StochasticGelu>(new StochasticGelu(), new RandomSource(6)).Forward(mixed).ToArray<float>();
        Assert.Equal(byThreads[0][..1000].Where((_, i) => i % 7 != 0), some.Where((_, i) => i % 7 != 0));
    }

    [Fact]
    public void SpecialValues_WhileTraining_AreKeptOrDropped()
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Tensor x = Tensor.From([double.NaN, double.PositiveInfinity, double.NegativeInfinity, -60, 60]).To(type);
            double[] y = F.RandomActivation(x, new Philox(1), new StochasticGelu()).To(DataType.Float64).ToArray<double>();
            Assert.Equal([double.NaN, double.PositiveInfinity, 0, 0, 60], y);
        }
    }

    private static double[] Probabilities() => F.Divide(F.Gelu(Tensor.From(Points)), Tensor.From(Points)).ToArray<double>();

    private static float[] Drawn(RandomSource random) =>
        new RandomActivation<StochasticGelu>(new StochasticGelu(), random).Forward(
            F.Expand(Tensor.From(Points).To(DataType.Float32), Shape.Create([Draws, Points.Length]))).ToArray<float>();

    private static int Kept(float[] values, int column) => Enumerable.Range(0, Draws).Count(row => values[(row * Points.Length) + column] != 0);
}
