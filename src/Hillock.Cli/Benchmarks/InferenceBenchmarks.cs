using Hillock.Autograd;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Networks in use: evaluation mode, no graph. A perceptron of one row is bound by reading its weights.</summary>
internal sealed class InferenceBenchmarks : IBenchmarkGroup
{
    private const int Inputs = 784, Hidden = 256, Size = 28, Classes = 10;
    private const int Length = 128, Width = 256, Heads = 8, Between = 1024;

    public string Name => "inference";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        Module perceptron = MlpBenchmarks.Network(Hidden), network = CnnBenchmarks.Network();
        Module encoder = new TransformerEncoderLayer(Width, Heads, Between, dropout: 0, batchFirst: true, random: new RandomSource(0));
        foreach (int batch in (int[])[1, 128])
        {
            yield return Case($"{Inputs}-{Hidden}-{Hidden}-{Classes} batch {batch} forward", batch, "samples/s", perceptron, [batch, Inputs]);
        }

        foreach (int batch in (int[])[1, 128])
        {
            yield return Case($"conv16-conv32 {Size}x{Size} batch {batch} forward", batch, "samples/s", network, [batch, 1, Size, Size]);
        }

        foreach (int batch in (int[])[1, 8])
        {
            yield return Case(
                $"transformer_encoder {batch}x{Length}x{Width} heads {Heads} ff {Between} forward", batch * Length, "tokens/s", encoder,
                [batch, Length, Width]);
        }
    }

    public void WarmUp()
    {
        Case("", 1, "", MlpBenchmarks.Network(Hidden), [4, Inputs]).Run();
        Case("", 1, "", CnnBenchmarks.Network(), [2, 1, Size, Size]).Run();
        Case("", 1, "", new TransformerEncoderLayer(64, 4, 96, dropout: 0, batchFirst: true), [2, 20, 64]).Run();
    }

    private static BenchmarkCase Case(string name, double work, string unit, Module module, int[] shape)
    {
        module.Evaluate();
        Tensor x = RandomTensor.Normal(shape);
        return new BenchmarkCase(name, work, unit, () =>
        {
            using GradientScope off = Gradients.Disabled();
            using TidyScope scope = TensorPool.BeginTidy();
            module.Forward(x);
        });
    }
}
