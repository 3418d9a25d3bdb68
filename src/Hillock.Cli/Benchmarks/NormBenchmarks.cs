using Hillock.Autograd;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Normalisation layers in training, forward and backward to input, weight and bias.</summary>
internal sealed class NormBenchmarks : IBenchmarkGroup
{
    private static readonly (int Batch, int Channels, int Size)[] Batches = [(32, 64, 32), (128, 16, 28)];
    private static readonly (int Rows, int Width)[] Rows = [(1024, 256), (128, 1024)];

    public string Name => "norms";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        foreach ((int batch, int channels, int size) in Batches)
        {
            yield return Case($"batch_norm2d train {channels}x{size}x{size} batch {batch}", new BatchNorm2d(channels), [batch, channels, size, size]);
        }

        foreach ((int rows, int width) in Rows)
        {
            yield return Case($"layer_norm {rows}x{width}", new LayerNorm(width), [rows, width]);
        }

        yield return Case("group_norm 64x32x32 groups 8 batch 32", new GroupNorm(8, 64), [32, 64, 32, 32]);
    }

    public void WarmUp()
    {
        foreach ((Module module, int[] shape) in ((Module, int[])[])
            [(new BatchNorm2d(4), [4, 4, 6, 6]), (new LayerNorm(40), [20, 40]), (new GroupNorm(2, 4), [4, 4, 6, 6])])
        {
            Case("", module, shape).Run();
        }
    }

    private static BenchmarkCase Case(string name, Module module, int[] shape)
    {
        Tensor x = RandomTensor.Normal(shape).WithGradient();
        Tensor gradient = RandomTensor.Normal(shape, 1);
        return new BenchmarkCase($"{name} forward+backward", x.Length, "elements/s", () =>
        {
            x.ZeroGrad();
            module.ZeroGrad();
            using TidyScope scope = TensorPool.BeginTidy();
            module.Forward(x).Backward(gradient);
        });
    }
}
