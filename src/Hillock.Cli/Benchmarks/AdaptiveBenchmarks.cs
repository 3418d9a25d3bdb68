using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Losses over very many classes with their gradients: all logits, and an adaptive softmax.</summary>
internal sealed class AdaptiveBenchmarks : IBenchmarkGroup
{
    private const int Width = 256, Classes = 100_000, Tokens = 512;

    private readonly (Action Full, Action Adaptive) _warmUp = (FullStep(64, 3000), AdaptiveStep(64, 3000, [300, 1000]));

    public string Name => "adaptive";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        yield return new BenchmarkCase($"full softmax loss {Classes} classes", Tokens, "tokens/s", FullStep(Tokens, Classes));
        yield return new BenchmarkCase($"adaptive log-softmax loss {Classes} classes", Tokens, "tokens/s", AdaptiveStep(Tokens, Classes, [2000, 20_000]));
    }

    public void WarmUp()
    {
        _warmUp.Full();
        _warmUp.Adaptive();
    }

    private static Action FullStep(int tokens, int classes)
    {
        Linear layer = new(Width, classes, random: new RandomSource(0));
        (Tensor? x, Tensor? targets) = Data(tokens, classes);
        return () =>
        {
            using TidyScope scope = TensorPool.BeginTidy();
            layer.ZeroGrad();
            F.CrossEntropy(layer.Forward(x), targets).Backward();
        };
    }

    private static Action AdaptiveStep(int tokens, int classes, int[] cutoffs)
    {
        AdaptiveLogSoftmaxWithLoss layer = new(Width, classes, cutoffs, random: new RandomSource(0));
        (Tensor? x, Tensor? targets) = Data(tokens, classes);
        return () =>
        {
            using TidyScope scope = TensorPool.BeginTidy();
            layer.ZeroGrad();
            layer.Forward(x, targets).Loss.Backward();
        };
    }

    // Low classes are frequent, as those of an adaptive softmax are.
    private static (Tensor X, Tensor Targets) Data(int tokens, int classes)
    {
        Philox random = new(0, 2);
        long[] targets = new long[tokens];
        for (int i = 0; i < tokens; i++)
        {
            double uniform = random.UniformDouble((ulong)i);
            targets[i] = (long)(uniform * uniform * uniform * uniform * classes);
        }

        return (RandomTensor.Normal((int[])[tokens, Width]), Tensor.From(targets));
    }
}
