using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Functional;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>The same bits of recurrent layers for every width, number of threads and split of the batch; and their memory.</summary>
[Collection(ParallelismCollection.Name)]
public class RecurrentBitsTests
{
    private const int Steps = 7, Batch = 37, Inputs = 19, Units = 33;

    private static readonly int[] Lengths = [.. Enumerable.Range(0, Batch).Select(row => 1 + (row * 5 % Steps))];

    public static MatrixTheoryData<string, DataType> Kinds => new(
        ["tanh", "relu", "gru", "lstm", "projected"], [DataType.Float32, DataType.Float64]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Results_ForEveryWidthAndNumberOfThreads_HaveTheSameBits(string kind, DataType type)
    {
        Module module = Create(kind, type);
        Tensor x = Input(type);
        double[][] expected = Bits(module, x);
        foreach (int width in WidthScope.All)
        {
            using WidthScope ofWidth = new(width);
            foreach (int threads in (int[])[1, 2, 3, 7])
            {
                using ThreadScope ofThreads = new(threads);
                double[][] actual = Bits(module, x);
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"Result {i} differs with {threads} threads of {width} bits.");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Results_OfAPartOfTheBatch_HaveTheSameBits(string kind, DataType type)
    {
        Module module = Create(kind, type);
        Tensor whole = Input(type);
        Tensor outputs = Run(module, whole, Lengths);
        F.Sum(outputs * TorchCase.Weights([Steps, 1, outputs.Shape[2]], 0).To(type)).Backward();
        foreach ((int start, int end) in ((int Start, int End)[])[(0, 1), (1, 18), (18, 37)])
        {
            Tensor part = whole.Detach().Slice(1, start, end).Clone().WithGradient();
            Tensor own = Run(module, part, Lengths[start..end]);
            F.Sum(own * TorchCase.Weights([Steps, 1, outputs.Shape[2]], 0).To(type)).Backward();
            Assert.Equal(outputs.Detach().Slice(1, start, end).ToArray<double>(), own.ToArray<double>());
            Assert.Equal(whole.Gradient!.Slice(1, start, end).ToArray<double>(), part.Gradient!.ToArray<double>());
        }
    }

    [Fact]
    public void Step_OfTraining_AllocatesLittle()
    {
        using ThreadScope one = new(1);
        Lstm layer = new(64, 64, random: new RandomSource(1));
        Tensor x = Tensor.Ones([50, 16, 64]).WithGradient(), gradient = Tensor.Ones([50, 16, 64]);
        Repeat(layer, x, gradient, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(layer, x, gradient, 50);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 50, 0, 64 * 1024);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Memory_OverTenThousandStepsOfAnLstm_IsFlat()
    {
        Lstm layer = new(16, 16, numLayers: 2, dropout: 0.5, bidirectional: true, random: new RandomSource(1));
        Tensor x = Tensor.Ones([10, 4, 16]).WithGradient(), gradient = Tensor.Ones([10, 4, 32]);
        Repeat(layer, x, gradient, 1000);
        long pool = TensorPool.TotalBytes, managed = GC.GetTotalMemory(forceFullCollection: true);
        Repeat(layer, x, gradient, 10_000);
        Assert.InRange(TensorPool.TotalBytes, 0, pool + (1 << 20));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, managed + (4 << 20));
    }

    private static void Repeat(Lstm layer, Tensor x, Tensor gradient, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x.ZeroGrad();
            layer.ZeroGrad();
            using TidyScope scope = TensorPool.BeginTidy();
            layer.Forward(x).Backward(gradient);
        }
    }

    private static Module Create(string kind, DataType type)
    {
        RandomSource random = new(3);
        return kind switch
        {
            "tanh" => new Rnn(Inputs, Units, bidirectional: true, random: random, dataType: type),
            "relu" => new Rnn(Inputs, Units, nonlinearity: RnnNonlinearity.Relu, random: random, dataType: type),
            "gru" => new Gru(Inputs, Units, bidirectional: true, random: random, dataType: type),
            "lstm" => new Lstm(Inputs, Units, bidirectional: true, random: random, dataType: type),
            _ => new Lstm(Inputs, Units, projectionSize: 5, random: random, dataType: type),
        };
    }

    private static Tensor Input(DataType type)
    {
        double[] numbers = new double[Steps * Batch * Inputs];
        Philox random = new(9);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = random.Normal((ulong)i);
        }

        return Tensor.From(numbers, [Steps, Batch, Inputs]).To(type).WithGradient();
    }

    private static Tensor Run(Module module, Tensor x, int[]? lengths) => module switch
    {
        Rnn rnn => rnn.Forward(x, out _, lengths: lengths),
        Gru gru => gru.Forward(x, out _, lengths: lengths),
        _ => ((Lstm)module).Forward(x, out _, out _, lengths: lengths),
    };

    /// <summary>Outputs, and the gradients of input and parameters, with lengths and without.</summary>
    private static double[][] Bits(Module module, Tensor x)
    {
        List<double[]> results = [];
        foreach (int[]? lengths in (int[]?[])[null, Lengths])
        {
            Tensor outputs = Run(module, x, lengths);
            results.Add(outputs.ToArray<double>());
            Tensor total = F.Sum(outputs * TorchCase.Weights(outputs.Shape, 0).To(x.DataType));
            results.AddRange(Gradients.Of([total], [x, .. module.Parameters()]).Select(gradient => gradient!.ToArray<double>()));
        }

        return [.. results];
    }
}
