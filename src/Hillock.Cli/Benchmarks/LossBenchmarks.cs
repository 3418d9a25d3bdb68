using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Losses with their gradients.</summary>
internal sealed class LossBenchmarks : IBenchmarkGroup
{
    private const int Elements = 1 << 20;
    private static readonly (int Rows, int Columns)[] Sizes = [(4096, 10), (1024, 1000), (256, 32000)];

    public string Name => "losses";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        foreach (var (rows, columns) in Sizes)
        {
            var logits = RandomTensor.Normal((int[])[rows, columns]).WithGradient();
            var classes = RandomTensor.Classes(rows, columns);
            yield return new BenchmarkCase(
                $"cross_entropy forward+backward {rows}x{columns}", (double)rows * columns, "elements/s", () => Step(logits, x => F.CrossEntropy(x, classes)));
            logits.ZeroGrad();
            logits.Release();
        }

        var predictions = RandomTensor.Normal(Elements, 1).WithGradient();
        var targets = RandomTensor.Normal(Elements, 2);
        yield return new BenchmarkCase($"mse forward+backward n={Elements}", Elements, "elements/s", () => Step(predictions, x => F.MeanSquaredError(x, targets)));
    }

    // Short and long rows take different ways through the same methods.
    public void WarmUp()
    {
        foreach (var columns in (int[])[10, 1000])
        {
            var logits = RandomTensor.Normal((int[])[8, columns]).WithGradient();
            var classes = RandomTensor.Classes(8, columns);
            Step(logits, x => F.CrossEntropy(x, classes));
            Step(logits, x => F.MeanSquaredError(x, logits.Detach()));
        }
    }

    private static void Step(Tensor leaf, Func<Tensor, Tensor> loss)
    {
        leaf.ZeroGrad();
        using var scope = TensorPool.BeginTidy();
        loss(leaf).Backward();
    }
}
