using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Poolings over windows of 2x2 with stride 2, and over the whole plane.</summary>
internal sealed class PoolingBenchmarks : IBenchmarkGroup
{
    private static readonly (string Name, Func<Tensor, Tensor> Call)[] Functions =
    [
        ("max_pool2d 2x2", static x => F.MaxPool2d(x, 2)), ("avg_pool2d 2x2", static x => F.AvgPool2d(x, 2)),
        ("adaptive_avg_pool2d 1x1", static x => F.AdaptiveAvgPool2d(x, 1)),
    ];

    public string Name => "pool";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings) => [.. Cases(8, 64, 56), .. Cases(128, 16, 28)];

    public void WarmUp()
    {
        foreach (BenchmarkCase one in Cases(2, 4, 40))
        {
            one.Run();
        }
    }

    private static IEnumerable<BenchmarkCase> Cases(int batch, int channels, int size)
    {
        Lazy<Tensor> x = new(() => RandomTensor.Normal((int[])[batch, channels, size, size]));
        foreach ((string name, Func<Tensor, Tensor> call) in Functions)
        {
            string title = $"{name} {channels}x{size}x{size} batch {batch}";
            double elements = (double)batch * channels * size * size;
            yield return new BenchmarkCase($"{title} forward", elements, "elements/s", () => call(x.Value).Release());

            Lazy<(Tensor Leaf, Tensor Upstream)> tensors = new(() => (x.Value.Clone().WithGradient(), RandomTensor.Normal(call(x.Value).Shape, 1)));
            yield return new BenchmarkCase($"{title} forward+backward", elements, "elements/s", () =>
            {
                (Tensor leaf, Tensor upstream) = tensors.Value;
                leaf.ZeroGrad();
                using TidyScope scope = TensorPool.BeginTidy();
                call(leaf).Backward(upstream);
            });
        }
    }
}
