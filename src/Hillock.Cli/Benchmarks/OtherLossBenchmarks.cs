using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>
/// The losses that are not among <see cref="LossBenchmarks"/>, and some of those on data that suits them better: the mean loss and its gradients.
/// </summary>
internal sealed class OtherLossBenchmarks : IBenchmarkGroup
{
    public string Name => "losses2";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings) =>
        [.. Elementwise(1 << 20), .. OfClasses(1024, 1000), .. OfPairs(4096, 256), OfSequences(50, 16, 20, 10)];

    public void WarmUp()
    {
        foreach (BenchmarkCase one in (BenchmarkCase[])[.. Elementwise(1 << 10), .. OfClasses(8, 1000), .. OfPairs(16, 256), OfSequences(20, 4, 8, 4)])
        {
            one.Run();
        }
    }

    private static IEnumerable<BenchmarkCase> Elementwise(int n)
    {
        Tensor x = RandomTensor.Normal(n).WithGradient(), values = RandomTensor.Normal(n, 1);
        Tensor probabilities = RandomTensor.Uniform(n, 0.01, 0.99).WithGradient();
        Tensor labels = F.Where(RandomTensor.Normal(n, 2) > 0, Tensor.OnesLike(values), 0), signs = (labels * 2) - 1;
        Tensor counts = RandomTensor.Classes(n, 5).To(DataType.Float32), variance = RandomTensor.Uniform(n, 0.1, 1.1);
        return
        [
            Case("bce", () => F.BinaryCrossEntropy(probabilities, labels), probabilities),
            Case("bce_with_logits", () => F.BinaryCrossEntropyWithLogits(x, labels), x),
            Case("poisson_nll", () => F.PoissonNegativeLogLikelihood(x, counts), x),
            Case("gaussian_nll", () => F.GaussianNegativeLogLikelihood(x, values, variance), x),
            Case("soft_margin", () => F.SoftMargin(x, signs), x),
            Case("hinge_embedding", () => F.HingeEmbedding(x, signs), x),
        ];

        BenchmarkCase Case(string name, Func<Tensor> loss, Tensor leaf) => Of($"{name} forward+backward n={n}", n, loss, leaf);
    }

    private static IEnumerable<BenchmarkCase> OfClasses(int rows, int columns)
    {
        Tensor logits = RandomTensor.Normal((int[])[rows, columns]).WithGradient();
        Tensor logarithms = F.LogSoftmax(RandomTensor.Normal((int[])[rows, columns], 1)).WithGradient();
        Tensor probabilities = F.Softmax(RandomTensor.Normal((int[])[rows, columns], 2)), classes = RandomTensor.Classes(rows, columns);
        return
        [
            Case("multi_margin", () => F.MultiMargin(logits, classes), logits),
            Case("nll", () => F.NegativeLogLikelihood(logarithms, classes), logarithms),
            Case("kl_div", () => F.KLDivergence(logarithms, probabilities, Reduction.BatchMean), logarithms),
        ];

        BenchmarkCase Case(string name, Func<Tensor> loss, Tensor leaf) =>
            Of($"{name} forward+backward {rows}x{columns}", (double)rows * columns, loss, leaf);
    }

    private static IEnumerable<BenchmarkCase> OfPairs(int rows, int width)
    {
        Tensor[] x = [.. Enumerable.Range(0, 3).Select(i => RandomTensor.Normal((int[])[rows, width], (ulong)i).WithGradient())];
        Tensor signs = (F.Where(RandomTensor.Normal(rows, 3) > 0, Tensor.Ones(rows), 0) * 2) - 1;
        return
        [
            Of($"cosine_embedding forward+backward {rows}x{width}", rows * width, () => F.CosineEmbedding(x[0], x[1], signs), x[0], x[1]),
            Of($"triplet forward+backward {rows}x{width}", rows * width, () => F.TripletMargin(x[0], x[1], x[2]), x),
        ];
    }

    private static BenchmarkCase OfSequences(int steps, int batch, int classes, int labels)
    {
        Tensor sequence = F.LogSoftmax(RandomTensor.Normal((int[])[steps, batch, classes])).WithGradient();
        Philox random = new(0, 2);
        long[] symbols = [.. Enumerable.Range(0, batch * labels).Select(i => 1L + random.Below((ulong)i, (uint)(classes - 1)))];
        Tensor targets = Tensor.From(symbols, [batch, labels]);
        return Of($"ctc forward+backward T={steps} N={batch} C={classes}", steps * batch * classes, () => F.Ctc(sequence, targets), sequence);
    }

    private static BenchmarkCase Of(string name, double elements, Func<Tensor> loss, params Tensor[] leaves) => new(name, elements, "elements/s", () =>
    {
        foreach (Tensor leaf in leaves)
        {
            leaf.ZeroGrad();
        }

        using TidyScope scope = TensorPool.BeginTidy();
        loss().Backward();
    });
}
