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

    private static float[] Values(int threads)
    {
        using ThreadScope scope = new(threads);
        var module = new RandomActivation<RRelu>(new RRelu(), new RandomSource(2));
        Tensor x = Tensor.Full(1_000_003, -1).WithGradient();
        Tensor y = module.Forward(x);
        y.Backward(Tensor.OnesLike(y));
        return [.. y.ToArray<float>(), .. x.Gradient!.ToArray<float>()];
    }
}
