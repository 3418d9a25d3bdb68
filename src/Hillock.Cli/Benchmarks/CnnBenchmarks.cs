using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>A step of training of a small convolutional network: forward, cross-entropy, backward, stochastic gradient descent with momentum.</summary>
internal sealed class CnnBenchmarks : IBenchmarkGroup
{
    private const int Batch = 128, Size = 28, Classes = 10;

    private readonly Action _warmUp = Step(8);

    public string Name => "cnn";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings) =>
        [new BenchmarkCase($"conv16-conv32 {Size}x{Size} batch {Batch} sgd step", Batch, "samples/s", Step(Batch))];

    public void WarmUp() => _warmUp();

    /// <summary>The network, with new weights.</summary>
    internal static Sequential Network()
    {
        RandomSource random = new(0);
        return
        [
            new Conv2d(1, 16, 3, padding: 1, random: random), new BatchNorm2d(16), new Activation<Relu>(), new MaxPool2d(2),
            new Conv2d(16, 32, 3, padding: 1, random: random), new BatchNorm2d(32), new Activation<Relu>(), new MaxPool2d(2),
            new Flatten(), new Linear(32 * Size / 4 * Size / 4, Classes, random: random),
        ];
    }

    private static Action Step(int batch)
    {
        Sequential model = Network();
        Tensor x = RandomTensor.Normal((int[])[batch, 1, Size, Size]);
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
