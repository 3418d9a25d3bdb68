using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Matrix products of float32, in flop/s: two for each multiplication and addition.</summary>
internal sealed class GemmBenchmarks : IBenchmarkGroup
{
    private static readonly (int M, int N, int K)[] Sizes = [(128, 256, 784), (512, 512, 512), (1024, 1024, 1024), (2048, 2048, 2048)];

    private readonly (Tensor A, Tensor B) _warmUp =
        (RandomTensor.Normal((int[])[Sizes[0].M, Sizes[0].K]), RandomTensor.Normal((int[])[Sizes[0].K, Sizes[0].N]));

    public string Name => "gemm";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        foreach ((int m, int n, int k) in Sizes)
        {
            Tensor a = RandomTensor.Normal((int[])[m, k], 1);
            Tensor b = RandomTensor.Normal((int[])[k, n], 2);
            yield return new BenchmarkCase($"{m}x{n}x{k}", 2.0 * m * n * k, "flop/s", () => F.MatMul(a, b).Release());
            a.Release();
            b.Release();
        }
    }

    // The smallest size itself: still smaller ones take other ways.
    public void WarmUp() => F.MatMul(_warmUp.A, _warmUp.B).Release();
}
