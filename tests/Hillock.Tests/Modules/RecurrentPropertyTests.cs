using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Functional;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Recurrent modules of random configurations against plain loops, and their two ways to the gradient against each other.</summary>
[Trait("Speed", "slow")]
public class RecurrentPropertyTests
{
    private const int Configurations = 120;

    [Fact]
    public void Forward_OfRandomConfigurations_IsThePlainLoop()
    {
        int padded = 0, projected = 0;
        for (int seed = 0; seed < Configurations; seed++)
        {
            Check(new Setup(seed, DataType.Float64), 1e-12);
            Check(new Setup(seed, DataType.Float32), 1e-5);
            Setup one = new(seed, DataType.Float64);
            padded += one.Lengths.Length > 0 ? 1 : 0;
            projected += one.Module.OutputSize != one.Module.HiddenSize ? 1 : 0;
        }

        Assert.True(padded > Configurations / 4 && projected > 5, $"{padded} padded and {projected} projected configurations are too few.");
    }

    [Fact]
    public void Gradients_OfRandomConfigurations_AgreeBothWays()
    {
        for (int seed = 0; seed < Configurations; seed++)
        {
            Setup one = new(seed, DataType.Float64);
            Tensor[] leaves = [.. one.Leaves, .. one.Module.Parameters()];
            Tensor?[] fused = Gradients.Of([one.Total()], leaves), composed = Gradients.Of([one.Total()], leaves, createGraph: true);
            for (int i = 0; i < leaves.Length; i++)
            {
                Near($"Seed {seed}, gradient of leaf {i}", composed[i]!.ToArray<double>(), fused[i]!.ToArray<double>(), 1e-11);
            }
        }
    }

    private static void Check(Setup one, double tolerance)
    {
        (Tensor outputs, Tensor hidden, Tensor? cells) = one.Run();
        int count = one.Hidden.Shape[0], width = outputs.Shape[-1];
        for (int row = 0; row < one.Batch; row++)
        {
            int length = one.Lengths.Length == 0 ? one.Steps : one.Lengths[row];
            Tensor x = one.Module.BatchFirst ? one.X.Detach().Select(0, row) : one.X.Detach().Select(1, row);
            Tensor y = one.Module.BatchFirst ? outputs.Detach().Select(0, row) : outputs.Detach().Select(1, row);
            (double[][] expected, double[][] lastHidden, double[][] lastCells) = PlainRecurrent.Run(
                one.Module, [.. Rows(x).Take(length)], [.. Rows(one.Hidden.Detach().Select(1, row))], [.. Rows(one.Cells.Detach().Select(1, row))]);
            double[] padding = new double[(one.Steps - length) * width];
            string what = $"Seed {one.Seed}, row {row}, {one.Module}";
            Near($"{what}, outputs", [.. expected.SelectMany(step => step), .. padding], Numbers(y), tolerance);
            Near($"{what}, hidden", [.. lastHidden.SelectMany(state => state)], Numbers(hidden.Detach().Select(1, row)), tolerance);
            if (cells is not null)
            {
                Near($"{what}, cells", [.. lastCells.SelectMany(state => state)], Numbers(cells.Detach().Select(1, row)), tolerance);
            }

            Assert.Equal(count, lastHidden.Length);
        }
    }

    private static IEnumerable<double[]> Rows(Tensor matrix) => Enumerable.Range(0, matrix.Shape[0]).Select(row => Numbers(matrix.Select(0, row)));

    private static double[] Numbers(Tensor tensor) => tensor.To(DataType.Float64).ToArray<double>();

    private static void Near(string what, double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * largest,
                FormattableString.Invariant($"{what}: element {i} is {actual[i]:R} but expected {expected[i]:R}."));
        }
    }

    /// <summary>A module and its arguments, all from one seed.</summary>
    private sealed class Setup
    {
        private ulong _drawn;

        public Setup(int seed, DataType type)
        {
            Seed = seed;
            Philox random = new((ulong)seed, 77);
            int Draw(uint below) => (int)random.Below(_drawn++, below);
            int inputs = 1 + Draw(9), units = 1 + Draw(19), layers = 1 + Draw(3), kind = Draw(5);
            Steps = 1 + Draw(6);
            Batch = 1 + Draw(20);
            bool bias = Draw(3) > 0, first = Draw(2) > 0, both = Draw(2) > 0;
            int projection = units > 1 && Draw(2) > 0 ? 1 + Draw((uint)units - 1) : 0;
            RandomSource source = new((ulong)seed);
            Module = kind switch
            {
                0 => new Rnn(inputs, units, layers, bias, first, 0, both, random: source, dataType: type),
                1 => new Rnn(inputs, units, layers, bias, first, 0, both, RnnNonlinearity.Relu, source, type),
                2 => new Gru(inputs, units, layers, bias, first, 0, both, source, type),
                _ => new Lstm(inputs, units, layers, bias, first, 0, both, kind == 3 ? 0 : projection, source, type),
            };
            Lengths = Draw(2) > 0 ? [.. Enumerable.Range(0, Batch).Select(_ => 1 + Draw((uint)Steps))] : [];
            int count = layers * (both ? 2 : 1);
            X = Normal(random, first ? [Batch, Steps, inputs] : [Steps, Batch, inputs], type);
            Hidden = Normal(random, [count, Batch, Module.OutputSize], type);
            Cells = Normal(random, [count, Batch, units], type);
        }

        public int Seed { get; }

        public RecurrentModule Module { get; }

        public int Steps { get; }

        public int Batch { get; }

        public int[] Lengths { get; }

        private int[]? LengthsOrNone => Lengths.Length == 0 ? null : Lengths;

        public Tensor X { get; }

        public Tensor Hidden { get; }

        public Tensor Cells { get; }

        public Tensor[] Leaves => Module is Lstm ? [X, Hidden, Cells] : [X, Hidden];

        public (Tensor Outputs, Tensor Hidden, Tensor? Cells) Run()
        {
            Tensor hidden;
            switch (Module)
            {
                case Rnn rnn:
                    return (rnn.Forward(X, out hidden, Hidden, LengthsOrNone), hidden, null);
                case Gru gru:
                    return (gru.Forward(X, out hidden, Hidden, LengthsOrNone), hidden, null);
                default:
                    Tensor outputs = ((Lstm)Module).Forward(X, out hidden, out Tensor cells, Hidden, Cells, LengthsOrNone);
                    return (outputs, hidden, cells);
            }
        }

        public Tensor Total()
        {
            (Tensor outputs, Tensor hidden, Tensor? cells) = Run();
            Tensor sum = F.Sum(outputs * TorchCase.Weights(outputs.Shape, 0)) + F.Sum(hidden * TorchCase.Weights(hidden.Shape, 1));
            return cells is null ? sum : sum + F.Sum(cells * TorchCase.Weights(cells.Shape, 2));
        }

        private Tensor Normal(Philox random, Shape shape, DataType type)
        {
            double[] numbers = new double[shape.Length];
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = (float)random.Normal(_drawn++);
            }

            return Tensor.From(numbers, shape).To(type).WithGradient();
        }
    }
}
