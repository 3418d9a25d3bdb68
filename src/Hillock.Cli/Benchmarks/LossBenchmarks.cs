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
        foreach ((int rows, int columns) in Sizes)
        {
            Tensor logits = RandomTensor.Normal((int[])[rows, columns]).WithGradient();
            Tensor classes = RandomTensor.Classes(rows, columns);
            yield return new BenchmarkCase(
                $"cross_entropy forward+backward {rows}x{columns}", (double)rows * columns, "elements/s", () => Step(logits, x => F.CrossEntropy(x, classes)));
            logits.ZeroGrad();
            logits.Release();
        }

        Tensor predictions = RandomTensor.Normal(Elements, 1).WithGradient();
        Tensor targets = RandomTensor.Normal(Elements, 2);
        foreach ((string? name, Func<Tensor, Tensor>? loss) in Elementwise(targets))
        {
            yield return new BenchmarkCase($"{name} forward+backward n={Elements}", Elements, "elements/s", () => Step(predictions, loss));
        }
    }

    // Names are PyTorch's; where a loss wants something else than normal numbers as targets it gets it.
    private static IEnumerable<(string Name, Func<Tensor, Tensor> Loss)> Elementwise(Tensor normal)
    {
        Tensor binary = F.Where(normal > 0, Tensor.OnesLike(normal), 0);
        Tensor signs = (binary * 2) - 1;
        yield return ("mse", x => F.MeanSquaredError(x, normal));
        yield return ("l1", x => F.L1(x, normal));
        yield return ("smooth_l1", x => F.SmoothL1(x, normal));
        yield return ("huber", x => F.Huber(x, normal));
        yield return ("binary_cross_entropy_with_logits", x => F.BinaryCrossEntropyWithLogits(x, binary));
        yield return ("kl_div", x => F.KLDivergence(x, binary));
        yield return ("poisson_nll", x => F.PoissonNegativeLogLikelihood(x, binary));
        yield return ("soft_margin", x => F.SoftMargin(x, signs));
        yield return ("hinge_embedding", x => F.HingeEmbedding(x, signs));
        yield return ("sigmoid_focal", x => F.Focal(x, binary));
    }

    // Short and long rows take different ways through the same methods.
    public void WarmUp()
    {
        foreach (int columns in (int[])[10, 1000])
        {
            Tensor logits = RandomTensor.Normal((int[])[8, columns]).WithGradient();
            Tensor classes = RandomTensor.Classes(8, columns);
            Step(logits, x => F.CrossEntropy(x, classes));
            foreach ((string _, Func<Tensor, Tensor>? loss) in Elementwise(logits.Detach()))
            {
                Step(logits, loss);
            }
        }
    }

    private static void Step(Tensor leaf, Func<Tensor, Tensor> loss)
    {
        leaf.ZeroGrad();
        using TidyScope scope = TensorPool.BeginTidy();
        loss(leaf).Backward();
    }
}
