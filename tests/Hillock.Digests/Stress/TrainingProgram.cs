using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Digests.Stress;

/// <summary>Small computations that train, infer, clip and release, each of which gives the same bits whenever it runs.</summary>
internal static class TrainingProgram
{
    public const int Variants = 6;

    /// <summary>Runs one of them.</summary>
    /// <param name="variant">Which.</param>
    /// <returns>The digest of the weights and all that was computed on the way.</returns>
    public static string Run(int variant)
    {
        using BitDigest digest = new();
        (variant switch
        {
            0 or 1 => (Action<int, BitDigest>)Perceptron,
            2 => Tiles,
            3 => Adaptive,
            4 => Attention,
            _ => Loose,
        })(variant, digest);
        return digest.Finish();
    }

    /// <summary>A trainer's steps and predictions, in minibatches of changing size.</summary>
    private static void Perceptron(int variant, BitDigest digest)
    {
        RandomSource source = new((ulong)variant);
        Sequential network =
        [
            new Linear(40, 90, random: source), new Activation<Gelu>(), new Dropout(0.2, source), new LayerNorm(90), new Linear(90, 70, random: source),
            new LearnableActivation<PRelu>(), new Linear(70, 10, random: source),
        ];
        Trainer trainer = new(network, variant == 0 ? new Adam(network.Parameters(), 0.01) : new Sgd(network.Parameters(), 0.1, 0.9), new CrossEntropyLoss());
        for (int step = 0; step < 8; step++)
        {
            int rows = 30 + (23 * step % 67);
            Tensor x = Numbers([rows, 40], (ulong)(10 + step)), targets = Classes(rows, 10);
            digest.Add<double>([trainer.Step(x, targets)]);
            Tensor predicted = trainer.Predict(x);
            digest.Add<float>(predicted.ToArray<float>());
            predicted.Release();
            x.Release();
        }

        Add(network, digest);
    }

    /// <summary>Clipped steps of a loss that hands its tiles back itself.</summary>
    private static void Tiles(int variant, BitDigest digest)
    {
        LinearCrossEntropyLoss loss = new(48, 600, random: new RandomSource(3));
        AdamW optimizer = new(loss.Parameters(), 0.02);
        for (int step = 0; step < 5; step++)
        {
            using TidyScope scope = TensorPool.BeginTidy();
            Tensor x = Numbers([50, 48], (ulong)(20 + step)).WithGradient();
            optimizer.ZeroGrad();
            Tensor value = F.LinearCrossEntropyInTiles(
                LinearCrossEntropyPlan.OfWholeRows(50, 600) with { RowsEach = 16 }, x, loss.Weight, loss.Bias, Classes(50, 600), 50, Reduction.None, -100, null,
                step / 10.0, default);
            value = F.Mean(value) + loss.Forward(x, Classes(50, 600));
            value.Backward();
            digest.Add<double>([optimizer.ClipGradients(0.05), value.Item<double>()]);
            digest.Add<float>(x.Gradient!.ToArray<float>());
            optimizer.Step();
        }

        Add(loss, digest);
    }

    private static void Adaptive(int variant, BitDigest digest)
    {
        AdaptiveLogSoftmaxWithLoss loss = new(48, 900, [60, 300], random: new RandomSource(4));
        Sgd optimizer = new(loss.Parameters(), 0.3);
        for (int step = 0; step < 5; step++)
        {
            Tensor x = Numbers([70, 48], (ulong)(30 + step));
            optimizer.ZeroGrad();
            (Tensor output, Tensor mean) = loss.Forward(x, Classes(70, 900));
            mean.Backward();
            digest.Add<double>([optimizer.ClipGradients(1)]);
            optimizer.Step();
            digest.Add<float>(output.ToArray<float>());
            using GradientScope off = Gradients.Disabled();
            digest.Add<long>(TensorPool.Tidy(() => loss.Predict(x)).ToArray<long>());
        }

        Add(loss, digest);
    }

    private static void Attention(int variant, BitDigest digest)
    {
        TransformerEncoderLayer layer = new(32, 4, 48, 0.1, new Activation<Silu>(), batchFirst: true, random: new RandomSource(5));
        Adam optimizer = new(layer.Parameters(), 0.01);
        for (int step = 0; step < 3; step++)
        {
            using TidyScope scope = TensorPool.BeginTidy();
            Tensor x = Numbers([3, 25, 32], (ulong)(40 + step));
            optimizer.ZeroGrad();
            Tensor y = layer.Forward(x, new CausalMask());
            F.MeanSquaredError(y, x).Backward();
            digest.Add<double>([optimizer.ClipGradients(0.5)]);
            digest.Add<float>(y.ToArray<float>());
            optimizer.Step();
        }

        Add(layer, digest);
    }

    /// <summary>Nothing handed back but by the collector, second gradients, and spans in the user's hands.</summary>
    private static void Loose(int variant, BitDigest digest)
    {
        Tensor w = Numbers([60, 60], 50).WithGradient();
        for (int step = 0; step < 4; step++)
        {
            Tensor x = Numbers([35, 60], (ulong)(51 + step));
            ReadOnlySpan<float> span = F.Tanh(x).AsReadOnlySpan<float>();
            Tensor y = F.Mean(F.Softplus(F.MatMul(x, w)));
            Tensor gradient = Gradients.Of(y, [w], createGraph: true)[0]!;
            w.ZeroGrad();
            F.Sum(gradient * gradient).Backward();
            w.Detach().AddInPlace(w.Gradient!, -10);
            digest.Add<float>([y.Item<float>(), .. gradient.ToArray<float>(), .. span.ToArray()]);
        }

        digest.Add<float>(w.ToArray<float>());
    }

    private static void Add(Module module, BitDigest digest)
    {
        foreach (Tensor parameter in module.Parameters())
        {
            digest.Add<float>(parameter.ToArray<float>());
        }
    }

    private static Tensor Numbers(Shape shape, ulong stream) => Tensor.From(Inputs.Moderate(shape.Length, 31, stream), shape).Clone();

    private static Tensor Classes(int rows, int classes) => Tensor.From(Enumerable.Range(0, rows).Select(i => (long)(i * i * 7 % classes)).ToArray());
}
