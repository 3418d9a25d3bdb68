using Hillock.Autograd;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Recurrent layers, forward and backward to parameters and input from a given gradient of all outputs.</summary>
internal sealed class RecurrentBenchmarks : IBenchmarkGroup
{
    private const int Width = 128, Steps = 100, Batch = 32;

    private static readonly (string Name, Func<int, RandomSource, Module> Create)[] Layers =
    [
        ("lstm", static (width, random) => new Lstm(width, width, random: random)),
        ("gru", static (width, random) => new Gru(width, width, random: random)),
        ("rnn_tanh", static (width, random) => new Rnn(width, width, random: random)),
    ];

    private readonly Action[] _warmUps = [.. Layers.Select(static layer => Step(layer.Create, 32, 5, 4))];

    public string Name => "rnn";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        foreach ((string name, Func<int, RandomSource, Module> create) in Layers)
        {
            yield return new BenchmarkCase(
                $"{name} {Width}->{Width} seq {Steps} batch {Batch} forward+backward", Steps * Batch, "tokens/s", Step(create, Width, Steps, Batch));
        }
    }

    public void WarmUp()
    {
        foreach (Action warmUp in _warmUps)
        {
            warmUp();
        }
    }

    private static Action Step(Func<int, RandomSource, Module> create, int width, int steps, int batch)
    {
        Module layer = create(width, new RandomSource(0));
        Tensor x = RandomTensor.Normal((int[])[steps, batch, width]).WithGradient();
        Tensor gradient = RandomTensor.Normal((int[])[steps, batch, width], 1);
        return () =>
        {
            x.ZeroGrad();
            layer.ZeroGrad();
            using TidyScope scope = TensorPool.BeginTidy();
            layer.Forward(x).Backward(gradient);
        };
    }
}
