using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Matrix products of float32, in flop/s: two for each multiplication and addition.</summary>
internal sealed class GemmBenchmarks : IBenchmarkGroup
{
    private static readonly (int M, int N, int K)[] Sizes = [(128, 256, 784), (512, 512, 512), (1024, 1024, 1024), (2048, 2048, 2048)];

    public string Name => "gemm";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        foreach (var (m, n, k) in Sizes)
        {
            var a = RandomTensor.Normal((int[])[m, k], 1);
            var b = RandomTensor.Normal((int[])[k, n], 2);
            yield return new BenchmarkCase($"{m}x{n}x{k}", 2.0 * m * n * k, "flop/s", () => F.MatMul(a, b).Release());
            a.Release();
            b.Release();
        }
    }

    public void WarmUp()
    {
        var a = RandomTensor.Normal((int[])[64, 64]);
        F.MatMul(a, a).Release();
    }
}
