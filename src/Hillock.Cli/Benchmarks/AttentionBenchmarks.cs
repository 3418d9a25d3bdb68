using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Multi-head attention of a sequence to itself, forward and backward to parameters and input.</summary>
internal sealed class AttentionBenchmarks : IBenchmarkGroup
{
    private static readonly (int Batch, int Length, int Width, int Heads)[] Sizes = [(8, 128, 256, 8), (2, 1024, 256, 8)];

    private readonly Action _warmUp = Step(2, 40, 64, 4);

    public string Name => "attention";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        foreach ((int batch, int length, int width, int heads) in Sizes)
        {
            yield return new BenchmarkCase(
                $"multihead {batch}x{length}x{width} heads {heads} forward+backward", batch * length, "tokens/s", Step(batch, length, width, heads));
        }
    }

    public void WarmUp() => _warmUp();

    // As the peer's: the input's gradient starts anew, the parameters' gradients are added to.
    private static Action Step(int batch, int length, int width, int heads)
    {
        MultiheadAttention layer = new(width, heads, batchFirst: true, random: new RandomSource(0));
        Tensor x = RandomTensor.Normal((int[])[batch, length, width]).WithGradient();
        return () =>
        {
            x.ZeroGrad();
            using TidyScope scope = TensorPool.BeginTidy();
            F.Sum(layer.Forward(x)).Backward();
        };
    }
}
