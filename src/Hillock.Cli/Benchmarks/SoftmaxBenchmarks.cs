using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Softmax and its logarithm over rows of different lengths.</summary>
internal sealed class SoftmaxBenchmarks : IBenchmarkGroup
{
    private static readonly (int Rows, int Columns)[] Sizes = [(4096, 10), (1024, 1000), (256, 32000), (32, 131072)];

    public string Name => "softmax";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        foreach ((int rows, int columns) in Sizes)
        {
            Tensor x = RandomTensor.Normal((int[])[rows, columns]);
            yield return new BenchmarkCase($"softmax {rows}x{columns}", (double)rows * columns, "elements/s", () => F.Softmax(x).Release());
            yield return new BenchmarkCase($"log_softmax {rows}x{columns}", (double)rows * columns, "elements/s", () => F.LogSoftmax(x).Release());
            x.Release();
        }
    }

    public void WarmUp()
    {
        foreach (int columns in (int[])[10, 1000])
        {
            Tensor x = RandomTensor.Normal((int[])[8, columns]);
            F.Softmax(x).Release();
            F.LogSoftmax(x).Release();
            x.Release();
        }
    }
}
