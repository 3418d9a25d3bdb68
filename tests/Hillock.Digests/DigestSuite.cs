using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Hillock.Training.SparseCoding;

namespace Hillock.Digests;

/// <summary>Digests of results whose bits may depend neither on the processor nor on the vectors in use.</summary>
internal static class DigestSuite
{
    private const int Arguments = 24_000;

    public static IEnumerable<(string Name, string Hash)> All() =>
    [
        .. Activations(), .. Learned(), .. Rows(), .. SequencesAndTiles(), .. Sums(), .. Products(), .. Attention(), .. Random(), .. Tensors(), .. Ordered(),
        .. Cancelled(), .. TransformerDigests.All(), .. LayerDigests.All(), .. TransformDigests.All(), Training(),
    ];

    private static IEnumerable<(string Name, string Hash)> Activations()
    {
        float[] single = Inputs.Single(Arguments);
        double[] wide = Inputs.Double(Arguments);
        float[] singleResult = new float[single.Length];
        double[] wideResult = new double[wide.Length];
        foreach (ActivationInfo info in ActivationCatalog.All)
        {
            double[] values = [.. info.Parameters.Select(parameter => parameter.Default ?? 0.3)];
            ActivationFunction function = info.Create(values);
            for (int order = 0; order < 3; order++)
            {
                function.Derivative(order, single, singleResult);
                yield return Hash<float>($"{info.Name}/{order}/float32", singleResult);
                function.Derivative(order, wide, wideResult);
                yield return Hash<double>($"{info.Name}/{order}/float64", wideResult);
            }
        }
    }

    /// <summary>Gated, polynomial and drawn functions with their gradients, and sparse codes.</summary>
    private static IEnumerable<(string Name, string Hash)> Learned()
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Tensor coefficients = Tensor.From([0.3, -1, 0.7, 0.2, -0.4, 0.1]).To(type).WithGradient();
            Tensor denominator = Tensor.From([0.1, 0.8, -0.2, 0.3]).To(type).WithGradient();
            (string Name, Func<Tensor, Tensor> Function)[] functions =
            [
                ("swiglu", x => F.SwiGlu(x)), ("geglu", x => F.GeGlu(x)), ("reglu", x => F.ReGlu(x)), ("maxout", x => F.Maxout(x, 3)),
                ("chebyshev", x => F.Chebyshev(F.Tanh(x), coefficients)), ("rational", x => F.Rational(x, coefficients, denominator)),
                ("stochastic-gelu", x => F.RandomActivation(x, new Philox(4), new StochasticGelu())),
                ("binary-weights", x => F.BinaryWeights(x / 128, new Philox(5))),
            ];
            foreach ((string name, Func<Tensor, Tensor> function) in functions)
            {
                Tensor x = Tensor.From(Inputs.Moderate(834 * 6, 24, 13), [834, 6]).To(type).WithGradient();
                Tensor y = function(x);
                (F.Sum(y * y) / 3).Backward();
                yield return Hash<double>(
                    $"{name}/{type}", [.. y.ToArray<double>(), .. x.Gradient!.ToArray<double>(), .. Gradient(coefficients), .. Gradient(denominator)]);
                coefficients.ZeroGrad();
                denominator.ZeroGrad();
            }

            Tensor atoms = Tensor.From(Inputs.Moderate(40 * 20, 31, 14), [40, 20]).To(type),
                signals = Tensor.From(Inputs.Moderate(90 * 20, 31, 15), [90, 20]).To(type);
            foreach (SparseCodingMethod method in Enum.GetValues<SparseCodingMethod>())
            {
                SparseCode code = SparseCoder.Encode(atoms, signals, new SparseCodingOptions { Lambda = 1, Method = method, MaxIterations = 40 });
                yield return Hash<double>($"sparse-code/{method}/{type}", [.. code.Codes.ToArray<double>(), .. code.Objectives]);
            }

            LearnedAtoms learned =
                DictionaryLearning.Fit(
                    signals, new DictionaryOptions { Atoms = 30, Rounds = 2, Coding = new SparseCodingOptions { Lambda = 1, MaxIterations = 20 } });
            yield return Hash<double>($"dictionary/{type}", learned.Atoms.ToArray<double>());
        }

        static double[] Gradient(Tensor leaf) => leaf.Gradient?.ToArray<double>() ?? [];
    }

    private static IEnumerable<(string Name, string Hash)> Rows()
    {
        foreach (int length in (int[])[1, 7, 10, 33, 100, 1000])
        {
            int rows = 3000 / length;
            float[] x = Inputs.Moderate(rows * length, 27, 1), y = new float[x.Length], dx = new float[x.Length];
            float[] dy = Inputs.Moderate(x.Length, 31, 2);
            double[] wide = Array.ConvertAll(x, value => (double)value), wideResult = new double[x.Length];
            RowSoftmax.Forward<float>(x, y, length);
            yield return Hash<float>($"softmax/{length}/float32", y);
            RowSoftmax.Backward<float>(y, dy, dx, length);
            yield return Hash<float>($"softmax-backward/{length}/float32", dx);
            RowSoftmax.LogForward<float>(x, y, length, 0.7);
            yield return Hash<float>($"log-softmax/{length}/float32", y);
            RowSoftmax.LogBackward<float>(y, dy, dx, length, 0.7);
            yield return Hash<float>($"log-softmax-backward/{length}/float32", dx);
            RowSoftmax.Forward<double>(wide, wideResult, length);
            yield return Hash<double>($"softmax/{length}/float64", wideResult);
            RowSoftmax.LogForward<double>(wide, wideResult, length);
            yield return Hash<double>($"log-softmax/{length}/float64", wideResult);
            RowSparsemax.Forward<float>(x, y, length, 0.05);
            yield return Hash<float>($"sparsemax/{length}/float32", y);
            Tensor logits = Tensor.From(x, [rows, length]);
            yield return Hash<float>($"gumbel-softmax/{length}/float32", F.GumbelSoftmax(logits, new Philox(11), 0.5).ToArray<float>());
            Tensor mask = F.Greater(Tensor.From(dy, [rows, length]), 0);
            yield return Hash<float>($"masked-softmax/{length}/float32", F.MaskedSoftmax(logits, mask).ToArray<float>());
            Tensor p = F.Softmax(logits), q = F.Softmax(Tensor.From(dy, [rows, length]));
            yield return Hash<float>(
                $"divergence/{length}/float32", [.. F.Entropy(p).ToArray<float>(), .. F.KLDivergenceOfDistributions(p, q).ToArray<float>()]);
            yield return CrossEntropy(x, rows, length, DataType.Float32);
            yield return CrossEntropy(x, rows, length, DataType.Float64);
        }
    }

    private static IEnumerable<(string Name, string Hash)> SequencesAndTiles()
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            // A label that occurs twice in a row, targets of several lengths.
            Tensor logits = Tensor.From(Inputs.Moderate(40 * 3 * 17, 27, 10), [40, 3, 17]).To(type).WithGradient();
            Tensor labels = Tensor.From(Enumerable.Range(0, 22).Select(i => 1L + (i / 2 * 5 % 16)).ToArray());
            Tensor losses = F.CtcWithLogits(logits, labels, [40, 33, 40], [10, 12, 0], reduction: Reduction.None);
            F.Sum(losses).Backward();
            yield return Hash<double>($"ctc/{type}", [.. losses.ToArray<double>(), .. logits.Gradient!.ToArray<double>()]);

            yield return Adaptive(type);

            // Just above the size from which there are tiles: of classes, and of rows.
            foreach ((int rows, int classes) in ((int, int)[])[(500, 8400), (4200, 1000)])
            {
                Tensor x = Tensor.From(Inputs.Moderate(rows * 3, 27, 11), [rows, 3]).To(type).WithGradient();
                Tensor w = Tensor.From(Inputs.Moderate(classes * 3, 27, 12), [classes, 3]).To(type).WithGradient();
                Tensor targets = Tensor.From(Enumerable.Range(0, rows).Select(i => (long)(i * 31 % classes)).ToArray());
                Tensor loss = F.LinearCrossEntropy(x, w, null, targets, labelSmoothing: 0.1);
                loss.Backward();
                yield return Hash<double>(
                    $"linear-cross-entropy/{classes}/{type}", [loss.Item<double>(), .. x.Gradient!.ToArray<double>(), .. w.Gradient!.ToArray<double>()]);
            }
        }
    }

    private static (string Name, string Hash) Adaptive(DataType type)
    {
        AdaptiveLogSoftmaxWithLoss layer = new(33, 9000, [100, 600], 2, headBias: true, new RandomSource(9), type);
        Tensor x = Tensor.From(Inputs.Moderate(90 * 33, 29, 15), [90, 33]).To(type).WithGradient();
        (Tensor output, Tensor loss) = layer.Forward(x, Tensor.From(Enumerable.Range(0, 90).Select(i => (long)(i * i % 9000)).ToArray()));
        (loss + (output * output).Sum()).Backward();
        return Hash<double>(
            $"adaptive/{type}",
            [
                loss.Item<double>(), .. output.ToArray<double>(), .. x.Gradient!.ToArray<double>(),
                .. layer.Parameters().SelectMany(one => one.Gradient!.ToArray<double>()),
            ]);
    }

    private static (string Name, string Hash) CrossEntropy(float[] values, int rows, int classes, DataType type)
    {
        Philox random = new(23);
        Tensor targets = Tensor.From(Enumerable.Range(0, rows).Select(i => (long)random.Below((ulong)i, (uint)classes)).ToArray());
        Tensor logits = Tensor.From(values, [rows, classes]).To(type).WithGradient();
        Tensor losses = F.CrossEntropy(logits, targets, Reduction.None, labelSmoothing: 0.1);
        Tensor loss = F.CrossEntropy(logits, targets);
        loss.Backward();
        return Hash<double>($"cross-entropy/{classes}/{type}", [.. losses.ToArray<double>(), .. loss.ToArray<double>(), .. logits.Gradient!.ToArray<double>()]);
    }

    private static IEnumerable<(string Name, string Hash)> Sums()
    {
        // The last is shared among threads.
        foreach (int length in (int[])[1, 15, 1000, 4097, 200_003])
        {
            float[] x = Inputs.Moderate(length, 20, 3);
            double[] wide = Array.ConvertAll(x, value => value * (1 + (1.0 / 3)));
            yield return Hash<double>($"sum/{length}", [Reduce.Sum<float>(x), Reduce.Sum<double>(wide)]);
        }

        Tensor matrix = Tensor.From(Inputs.Moderate(37 * 1003, 20, 4), [37, 1003]);
        yield return Hash<double>("sum/rows", matrix.Sum(1).ToArray<double>());
        yield return Hash<double>("sum/columns", matrix.Sum(0).ToArray<double>());
        yield return Hash<double>("variance", F.Variance(matrix, [1]).ToArray<double>());
        yield return Hash<double>("log-sum-exp", F.LogSumExp(matrix / 1000, 1).ToArray<double>());
        Tensor wideMatrix = matrix.To(DataType.Float64) / 3;
        foreach ((string type, Tensor rows) in ((string, Tensor)[])[("float32", matrix), ("float64", wideMatrix), ("bfloat16", matrix.To(DataType.BFloat16))])
        {
            yield return Hash<double>($"deviation/{type}", F.StandardDeviation(rows, [1]).ToArray<double>());
            yield return Hash<double>(
                $"norm/{type}",
                [.. F.Norm(rows, 1, [1]).ToArray<double>(), .. F.Norm(rows, 2, [0]).ToArray<double>(), .. F.Norm(rows, 3, [1]).ToArray<double>()]);
            yield return Hash<double>($"cosine/{type}", F.CosineSimilarity(rows, (rows * 2) + 1, 1).ToArray<double>());
            yield return Hash<double>($"distance/{type}", F.PairwiseDistance(rows, (rows * 2) + 1).ToArray<double>());
        }
    }

    private static IEnumerable<(string Name, string Hash)> Products()
    {
        foreach ((int m, int k, int n) in ((int, int, int)[])[(1, 300, 10), (3, 5, 7), (17, 33, 65), (70, 90, 110), (64, 128, 96)])
        {
            Tensor a = Tensor.From(Inputs.Moderate(m * k, 31, 5), [m, k]), b = Tensor.From(Inputs.Moderate(k * n, 31, 6), [k, n]);
            yield return Hash<float>($"matmul/{m}x{k}x{n}/float32", F.MatMul(a, b).ToArray<float>());
            yield return Hash<double>($"matmul/{m}x{k}x{n}/float64", F.MatMul(a.To(DataType.Float64) / 3, b.To(DataType.Float64) / 3).ToArray<double>());
        }
    }

    private static IEnumerable<(string Name, string Hash)> Attention()
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            // Three matrices of keys: with two threads each tile is a task, with one each matrix.
            Tensor[] x =
                [
                    .. ((int[])[6 * 150 * 20, 3 * 280 * 20, 3 * 280 * 12, 150 * 280])
                        .Select((length, i) => Tensor.From(Inputs.Moderate(length, 27, 20 + (ulong)i)) * 0.25),
                ];
            Tensor q = x[0].Reshape(3, 2, 150, 20).To(type).WithGradient(), k = x[1].Reshape(3, 1, 280, 20).To(type).WithGradient();
            Tensor v = x[2].Reshape(3, 1, 280, 12).To(type).WithGradient(), bias = x[3].Reshape(150, 280).To(type).WithGradient();
            AttentionMask mask = new AdditiveMask(bias) & new CausalMask(CausalAlignment.LowerRight);
            AttentionOptions options = new() { SoftCap = 5, Beta = 0.9, Dropout = 0.1, Random = new Philox(13), GroupedHeads = true };
            Tensor y = F.ScaledDotProductAttention(q, k, v, out Tensor weights, mask, options);
            F.Sum(y * y).Backward();
            Tensor[] gradients = [q.Gradient!, k.Gradient!, v.Gradient!, bias.Gradient!];
            yield return Hash<double>(
                $"attention/{type}", [.. y.ToArray<double>(), .. weights.ToArray<double>(), .. gradients.SelectMany(one => one.ToArray<double>())]);
            Tensor plain = F.ScaledDotProductAttention(q, k, v, null, new() { GroupedHeads = true });
            F.Sum(plain * plain).Backward();
            yield return Hash<double>(
                $"attention/plain/{type}", [.. plain.ToArray<double>(), .. q.Gradient!.ToArray<double>(), .. k.Gradient!.ToArray<double>()]);
        }
    }

    private static IEnumerable<(string Name, string Hash)> Random()
    {
        Philox random = new(31, 7);
        float[] uniform = new float[10_007], normal = new float[10_007];
        random.FillUniform(uniform, 5);
        yield return Hash<float>("philox/uniform", uniform);
        random.FillNormal(normal, 5);
        yield return Hash<float>("philox/normal", normal);
        yield return Hash<int>("philox/permutation", random.Permutation(1000));
    }

    /// <summary>The functions on tensors that are not activations, with their gradients.</summary>
    private static IEnumerable<(string Name, string Hash)> Tensors()
    {
        (string Name, Func<Tensor, Tensor> Function)[] functions =
        [
            ("exp", F.Exp), ("expm1", F.Expm1), ("log", F.Log), ("log1p", F.Log1p), ("sqrt", F.Sqrt), ("erf", F.Erf), ("pow", x => F.Pow(x, 3)),
            ("pow-fractional", x => F.Pow(F.Abs(x), 2.3)), ("pow-tensors", x => F.Pow(F.Abs(x), x)), ("quotient", x => x / (x * x + 1)),
        ];
        foreach (DataType type in (DataType[])[DataType.Float16, DataType.BFloat16, DataType.Int64, DataType.Float64])
        {
            Tensor from = type == DataType.Int64 ? Tensor.From(Inputs.Moderate(5003, 10, 8)) : Tensor.From(Inputs.Single(5003));
            yield return Hash<double>($"convert/{type}", from.To(type).To(DataType.Float64).ToArray<double>());
        }

        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Tensor weight = Tensor.From(Inputs.Moderate(7 * 333, 26, 13), [7, 333]).To(type).WithGradient();
            Tensor index = Tensor.From(Enumerable.Range(0, 500).Select(i => (long)(i * i % 7)).ToArray());
            F.Embedding(index, weight, paddingIndex: 2).Backward(Tensor.From(Inputs.Moderate(500 * 333, 26, 14), [500, 333]).To(type));
            yield return Hash<double>($"embedding/{type}", weight.Gradient!.ToArray<double>());
        }

        foreach ((string name, Func<Tensor, Tensor> function) in functions)
        {
            foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
            {
                Tensor x = Tensor.From(Inputs.Moderate(5003, 26, 8)).To(type).WithGradient();
                Tensor y = function(x);
                y.Backward(Tensor.OnesLike(y));
                yield return Hash<double>($"tensor-{name}/{type}", [.. y.ToArray<double>(), .. x.Gradient!.ToArray<double>()]);
            }
        }
    }

    /// <summary>Order, counts, contractions and distances, with their gradients.</summary>
    private static IEnumerable<(string Name, string Hash)> Ordered()
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Tensor x = Tensor.From(Inputs.Moderate(60 * 37, 26, 15), [60, 37]).To(type).WithGradient(),
                y = Tensor.From(Inputs.Moderate(41 * 37, 26, 16), [41, 37]).To(type).WithGradient();
            (string Name, Func<Tensor> Function)[] functions =
            [
                ("sort", () => F.Sort(x, 0).Values), ("top-k", () => F.TopK(x, 33).Values), ("quantile", () => F.Quantile(x, [0.1, 0.77], 1)),
                ("median", () => F.Median(x, 0).Values),
                ("histogram", () => F.Histogram(x, 9, weights: x).Counts), ("einsum", () => F.Einsum("ik,jk,ik->ij", x, y, x)),
                ("distances-1", () => F.CDist(x, y, 1)),
                ("distances-1.5", () => F.CDist(x, y, 1.5)), ("distances-2", () => F.CDist(x, y)),
                ("distances-infinite", () => F.CDist(x, y, double.PositiveInfinity)),
            ];
            Tensor target = Tensor.From(Inputs.Moderate(60 * 37, 26, 17), [60, 37]).To(type);
            (string Name, Func<Tensor> Function)[] ofRows =
            [
                ("norm-1", () => F.Norm(x, 1, [1])), ("norm-2", () => F.Norm(x, 2, [1])), ("norm-3", () => F.Norm(x, 3, [1])),
                ("deviation", () => F.StandardDeviation(x, [1])),
                ("cosine", () => F.CosineSimilarity(x, target, 1)), ("distance", () => F.PairwiseDistance(x, target)), ("log-sum-exp", () => F.LogSumExp(x, 1)),
                ("soft-cross-entropy", () => F.CrossEntropy(x, F.Softmax(target))), ("sparsemax", () => F.Sparsemax(x)),
                ("product", () => F.MatMul(x, target.Transpose(0, 1))), ("total", () => F.Huber(x, target, reduction: Reduction.Sum)),
                ("mean-loss", () => F.Huber(x, target)), ("long-softmax", () => F.Softmax(x.Repeat(3, 1).Reshape(1, 6660))),
                ("long-log-softmax", () => F.LogSoftmax(x.Repeat(3, 1).Reshape(1, 6660))),
            ];
            foreach ((string name,
                Func<Tensor> function) in (IEnumerable<(string, Func<Tensor>)>)[.. functions, .. ofRows.Select(row => ("rows/" + row.Name, row.Function))])
            {
                Tensor z = function();
                double[] gradients = [];
                if (z.RequiresGrad)
                {
                    F.Sum(F.Square(z)).Backward();
                    gradients = [.. x.Gradient!.ToArray<double>(), .. y.Gradient?.ToArray<double>() ?? []];
                }

                yield return Hash<double>($"{name}/{type}", [.. z.ToArray<double>(), .. gradients]);
                x.ZeroGrad();
                y.ZeroGrad();
            }
        }
    }

    /// <summary>Gradients that cancel to nothing but the digits that rounded sums have lost: elements next to the mean, vectors along each other.</summary>
    private static IEnumerable<(string Name, string Hash)> Cancelled()
    {
        float[] half = Inputs.Moderate(1500, 30, 18);
        float[] row = [0, .. half, 3e-30f, .. half.Select(value => -value), -1e-30f];
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Tensor x = Tensor.From(row, [1, row.Length]).To(type).WithGradient();
            F.Sum(F.Variance(x, [1])).Backward();
            double[] ofVariance = x.Gradient!.ToArray<double>();
            x.ZeroGrad();
            F.Sum(F.CosineSimilarity(x, x.Detach() * 2, 1)).Backward();
            yield return Hash<double>($"cancelled/{type}", [.. ofVariance, .. x.Gradient!.ToArray<double>()]);
        }
    }

    private static (string Name, string Hash) Training()
    {
        RandomSource source = new(3);
        Sequential network =
        [
            new Linear(30, 40, random: source), new Activation<Gelu>(), new Dropout(0.1, source),
            new Linear(40, 40, random: source), new LearnableActivation<PRelu>(), new Linear(40, 10, random: source),
        ];
        Philox random = new(5);
        Tensor x = Tensor.From(Inputs.Moderate(48 * 30, 30, 9), [48, 30]);
        Tensor t = Tensor.From(Enumerable.Range(0, 48).Select(i => (long)random.Below((ulong)i, 10)).ToArray());
        Trainer trainer = new(network, new AdamW(network.Parameters(), 0.01), new CrossEntropyLoss());
        List<double> losses = [.. Enumerable.Range(0, 15).Select(_ => trainer.Step(x, t))];
        return Hash<double>("training", [.. losses, .. network.Parameters().SelectMany(parameter => parameter.Detach().ToArray<double>())]);
    }

    internal static (string Name, string Hash) Hash<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        using BitDigest digest = new();
        digest.Add(values);
        return (name, digest.Finish());
    }
}
