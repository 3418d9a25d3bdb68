using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules;

[Collection(ParallelismCollection.Name)]
public class RandomActivationThreadTests
{
    [Fact]
    public void RRelu_WithAnyNumberOfThreads_DrawsTheSameSlopes()
    {
        // Long enough to be divided among threads, and of a length that no vector divides.
        float[][] values = [.. new[] { 1, 2, 3 }.Select(Values)];
        Assert.Equal(values[0], values[1]);
        Assert.Equal(values[0], values[2]);
    }

    [Fact]
    public void Dropout_WithAnyNumberOfThreads_DropsTheNumbersBelowItsProbability()
    {
        const int Length = 100_003;
        Tensor x = Tensor.Ones(Length);
        float[] random = new float[Length];
        new RandomSource(4).Next().FillUniform(random, 1UL << 32);
        float[] expected = [.. random.Select(value => value < 0.3f ? 0f : (float)(1 / 0.7))];
        foreach (int threads in (int[])[1, 2, 3])
        {
            using ThreadScope scope = new(threads);
            Dropout module = new(0.3, new RandomSource(4));
            module.Forward(x);

            // The second pass draws the numbers from 2³² on.
            Assert.Equal(expected, module.Forward(x).ToArray<float>());
        }
    }

    private static float[] Values(int threads)
    {
        using ThreadScope scope = new(threads);
        RandomActivation<RRelu> module = new(new RRelu(), new RandomSource(2));
        Tensor x = Tensor.Full(1_000_003, -1).WithGradient();
        Tensor y = module.Forward(x);
        y.Backward(Tensor.OnesLike(y));
        return [.. y.ToArray<float>(), .. x.Gradient!.ToArray<float>()];
    }
}
