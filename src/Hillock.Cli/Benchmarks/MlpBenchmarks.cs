using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Steps of training: forward, cross-entropy, backward, stochastic gradient descent with momentum.</summary>
internal sealed class MlpBenchmarks : IBenchmarkGroup
{
    private const int Inputs = 784, Classes = 10;
    private static readonly (int Batch, int Hidden)[] Sizes = [(64, 128), (128, 256), (512, 1024)];

    private readonly Action _warmUp = Step(32, 64);

    public string Name => "mlp";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        foreach ((int batch, int hidden) in Sizes)
        {
            yield return new BenchmarkCase($"{Inputs}-{hidden}-{hidden}-{Classes} batch {batch} sgd step", batch, "samples/s", Step(batch, hidden));
        }
    }

    public void WarmUp() => _warmUp();

    /// <summary>The network, with new weights.</summary>
    internal static Sequential Network(int hidden)
    {
        RandomSource random = new(0);
        return
        [
            new Linear(Inputs, hidden, random: random), new Activation<Relu>(),
            new Linear(hidden, hidden, random: random), new Activation<Relu>(),
            new Linear(hidden, Classes, random: random),
        ];
    }

    private static Action Step(int batch, int hidden)
    {
        Sequential model = Network(hidden);
        Tensor x = RandomTensor.Normal((int[])[batch, Inputs]);
        Tensor classes = RandomTensor.Classes(batch, Classes);
        Sgd optimizer = new(model.Parameters(), learningRate: 0.01, momentum: 0.9);
        return () =>
        {
            using TidyScope scope = TensorPool.BeginTidy();
            optimizer.ZeroGrad();
            F.CrossEntropy(model.Forward(x), classes).Backward();
            optimizer.Step();
        };
    }
}
