using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Distances of rows from rows: nothing cancels, overflows or underflows, and the gradient is 0 at equal rows.</summary>
[Collection(ParallelismCollection.Name)]
public class CDistTests
{
    private static readonly double[] Orders = [0, 0.5, 1, 1.5, 2, 3, 7, double.PositiveInfinity];

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(1e-160)]
    [InlineData(4.0e307)]
    [InlineData(1e-308)]
    public void Distances_OfExtremeFloat64_AreOrdinaryOnesScaled(double scale)
    {
        Tensor x = Tensor.From(new[,] { { 3 * scale, 0, 0 }, { 0, 0, scale } });
        Tensor y = Tensor.From(new[,] { { 0, -4 * scale, 0 }, { 0, 0, 0 } });
        foreach (double p in Orders.Where(p => p > 0))
        {
            // (3ᵖ + 4ᵖ)^(1/p) by the runtime's powers.
            double Norm(params double[] d) => double.IsInfinity(p) ? d.Max() : d.Length == 1 ? d[0] : Math.Pow(d.Sum(v => Math.Pow(v, p)), 1 / p);
            double[] expected = [Norm(3, 4), 3, Norm(1, 4), 1];
            double[] actual = F.CDist(x, y, p).ToArray<double>();
            for (int i = 0; i < expected.Length; i++)
            {
                // Of 25·4e307 and the like the distance itself is infinite.
                double product = expected[i] * scale;
                Assert.True(
                    double.IsInfinity(product) ? actual[i] == product : Math.Abs(actual[i] - product) <= 1e-14 * product + 5e-324,
                    $"p = {p}: {actual[i]} instead of {product}");
            }
        }
    }

    // Slopes (|d|/‖d‖)^(p−1), by mpmath; the differences themselves overflow in the second.
    [Theory]
    [InlineData(2, 1.5e308, 0, 0.7071067811865475244, 0.7071067811865475244)]
    [InlineData(2, 1.5e308, -1.5e308, 0.89442719099991587856, 0.44721359549995793928)]
    [InlineData(1.5, 1.5e308, 0, 0.79370052598409973738, 0.79370052598409973738)]
    [InlineData(1.5, 1.5e308, -1.5e308, 0.90401340345312149982, 0.63923400786523249058)]
    [InlineData(0.5, 1.5e308, 0, 2, 2)]
    [InlineData(0.5, 1.5e308, -1.5e308, 1.7071067811865475244, 2.4142135623730950488)]
    [InlineData(3, 1.5e308, -1.5e308, 0.92448169913417960646, 0.23112042478354490161)]
    [InlineData(1, 1.5e308, -1.5e308, 1, 1)]
    [InlineData(double.PositiveInfinity, 1.5e308, -1.5e308, 1, 0)]
    [InlineData(0.0001, 4, 1, double.PositiveInfinity, double.PositiveInfinity)]
    public void Gradient_WhereTheDistanceOverflows_IsOfTheDirection(double p, double scale, double other, double first, double second)
    {
        foreach (bool createGraph in new[] { false, true })
        {
            Tensor x = Tensor.From(new[,] { { scale, scale }, { 1, 2 } }).WithGradient(), y = Tensor.From(new[,] { { other, 0 } }).WithGradient();
            Tensor distances = F.CDist(x, y, p);
            Assert.Equal(double.PositiveInfinity, distances.ToArray<double>()[0]);
            Tensor?[] gradients = Gradients.Of([distances.Slice(0, 0, 1)], [x, y], [Tensor.Ones([1, 1], DataType.Float64)], createGraph: createGraph);
            double[] byX = gradients[0]!.ToArray<double>(), byY = gradients[1]!.ToArray<double>();
            Assert.Equal(first, byX[0], 1e-14);
            Assert.Equal(second, byX[1], 1e-14);
            Assert.Equal(-first, byY[0], 1e-14);
            Assert.Equal(-second, byY[1], 1e-14);
            Assert.Equal([0, 0], byX[2..]);
        }
    }

    // ∂(0.6)/∂d = (1 − 0.6²)/‖d‖ and −0.6·0.8/‖d‖ with ‖d‖ = 2e308.
    [Fact]
    public void SecondGradient_WhereTheDistanceOverflows_IsThatOfScaledRows()
    {
        Tensor x = Tensor.From(new[,] { { 1.2e308, 1.6e308 } }).WithGradient();
        Tensor gradient = Gradients.Of(F.CDist(x, Tensor.Zeros([1, 2], DataType.Float64)), [x], Tensor.Ones([1, 1], DataType.Float64), createGraph: true)[0]!;
        double[] second = Gradients.Of(gradient.Select(1, 0), [x], Tensor.Ones([1], DataType.Float64))[0]!.ToArray<double>();
        Assert.Equal(1, second[0] / 3.2e-309, 1e-12);
        Assert.Equal(1, second[1] / -2.4e-309, 1e-12);
    }

    [Fact]
    public void Distances_OfCloseRowsFarOut_DoNotCancel()
    {
        Tensor x = Tensor.From(new float[,] { { 16777216, 16777216 } }), y = Tensor.From(new float[,] { { 16777218, 16777216 }, { 16777216, 16777216 } });
        Assert.Equal([2f, 0], F.CDist(x, y).ToArray<float>());
        Half far = (Half)60000;
        Assert.Equal([(Half)32, (Half)0], F.CDist(Tensor.From(new[,] { { far } }), Tensor.From(new[,] { { (Half)60032 }, { far } })).ToArray<Half>());

        // The squares are beyond float16, the distance is not.
        Assert.Equal((Half)50000, F.CDist(Tensor.From(new[,] { { (Half)30000, (Half)0 } }), Tensor.From(new[,] { { (Half)0, (Half)40000 } })).Item<Half>());
    }

    [Fact]
    public void Distances_OfEveryOrder_AreTheNorms()
    {
        Tensor x = Random(5, 9, 1), y = Random(40, 9, 2);
        Tensor differences = F.Abs(x.Unsqueeze(1) - y.Unsqueeze(0));
        double[] all = differences.ToArray<double>();
        foreach (double p in Orders)
        {
            double[] actual = F.CDist(x, y, p).ToArray<double>();
            for (int i = 0; i < actual.Length; i++)
            {
                double[] d = all[(9 * i)..(9 * (i + 1))];
                double expected = p == 0 ? d.Count(v => v != 0) : double.IsInfinity(p) ? d.Max() : Math.Pow(d.Sum(v => Math.Pow(v, p)), 1 / p);
                Assert.Equal(expected, actual[i], 1e-13 * (1 + expected));
            }
        }
    }

    [Fact]
    public void Gradients_AtEqualRows_AreZero()
    {
        foreach (double p in Orders)
        {
            Tensor x = Tensor.From(new double[,] { { 1, 2 }, { 3, 3 } }).WithGradient();
            Tensor distances = F.CDist(x, x, p);
            Tensor gradient = Gradients.Of(distances[0, 0] + distances[1, 1], [x], createGraph: true)[0]!;
            Assert.Equal(new double[4], gradient.ToArray<double>());
            Tensor? second = gradient.RequiresGrad ? Gradients.Of(gradient.Sum(), [x])[0] : null;
            Assert.All(second?.ToArray<double>() ?? [], value => Assert.Equal(0, value));

            // Rows that are equal in one element: no NaN beside it.
            Tensor a = Tensor.From(new double[,] { { 1, 2 } }).WithGradient(), b = Tensor.From(new double[,] { { 1, 5 } });
            gradient = Gradients.Of(F.CDist(a, b, p).Sum(), [a], createGraph: true)[0]!;
            Assert.Equal([0, p == 0 ? 0.0 : -1], gradient.ToArray<double>());
            Assert.All(
                (gradient.RequiresGrad ? Gradients.Of(gradient.Sum(), [a])[0] : null)?.ToArray<double>() ?? [], value => Assert.True(double.IsFinite(value)));
        }
    }

    [Fact]
    public void Gradients_OfTheLargestDifference_AreSharedByEqualOnes()
    {
        Tensor x = Tensor.From(new double[,] { { 2, -2, 1 } }).WithGradient();
        F.CDist(x, Tensor.Zeros([1, 3], DataType.Float64), double.PositiveInfinity).Sum().Backward();
        Assert.Equal([0.5, -0.5, 0], x.Gradient!.ToArray<double>());
    }

    [Theory]
    [InlineData(1e-310)]
    [InlineData(1e-200)]
    [InlineData(1e300)]
    public void Gradients_OfExtremeDistances_AreUnitVectors(double scale)
    {
        Tensor x = Tensor.From(new[,] { { 3 * scale, 4 * scale } }).WithGradient();
        F.CDist(x, Tensor.Zeros([1, 2], DataType.Float64)).Sum().Backward();
        Assert.Equal([0.6, 0.8], x.Gradient!.ToArray<double>().Select(value => Math.Round(value, 12)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gradients_OfEveryOrder_AgreeWithDifferences(double p)
    {
        Tensor x = Random(3, 5, 3), y = Random(4, 5, 4);
        GradientCheck.First(inputs => F.CDist(inputs[0], inputs[1], p), [x, y]).ThrowIfFailed();
        GradientCheck.Second(inputs => F.CDist(inputs[0], inputs[1], p), [x, y]).ThrowIfFailed();

        // The third: the second of the gradient itself.
        GradientCheck.Second(
            inputs => Gradients.Of(F.CDist(inputs[0], inputs[1], p), inputs, Tensor.Ones([3, 4], DataType.Float64), createGraph: true)[0]!,
            [x.WithGradient(), y.WithGradient()]).ThrowIfFailed();
    }

    [Fact]
    public void Bits_DependNeitherOnWidthNorOnThreads()
    {
        double[]? expected = null;
        foreach (int width in WidthScope.All)
        {
            foreach (int threads in (int[])[1, 3])
            {
                using ThreadScope scope = new ThreadScope(threads);
                using WidthScope vectors = new WidthScope(width);
                List<double> bits = [];
                foreach (double p in Orders)
                {
                    Tensor x = Random(70, 19, 5).WithGradient(), y = Random(45, 19, 6).WithGradient();
                    Tensor distances = F.CDist(x, y, p);
                    (distances * TorchCase.Weights(distances.Shape, 0)).Sum().Backward();
                    bits.AddRange([.. distances.ToArray<double>(), .. x.Gradient!.ToArray<double>(), .. y.Gradient!.ToArray<double>()]);
                }

                Assert.Equal(expected ??= [.. bits], bits);
            }
        }
    }

    [Fact]
    public void Distances_OfSpecialValues_FollowIeee754()
    {
        Tensor x = Tensor.From(new[,] { { double.PositiveInfinity, 0 }, { double.NaN, 1 }, { 1, 1 } });
        Tensor y = Tensor.From(new double[,] { { 1, 2 } });
        foreach (double p in Orders)
        {
            Assert.Equal([p == 0 ? 2 : double.PositiveInfinity, double.NaN, 1], F.CDist(x, y, p).ToArray<double>());
        }
    }

    [Fact]
    public void Shapes_EmptyAndBroadcast_AreThoseOfTheRows()
    {
        Assert.Equal([3, 0], F.CDist(Tensor.Zeros([3, 2]), Tensor.Zeros([0, 2])).Shape);
        Assert.Equal([4, 2, 3, 5], F.CDist(Tensor.Zeros([2, 3, 6]), Tensor.Zeros([4, 1, 5, 6])).Shape);
        Tensor x = Tensor.Zeros([3, 0]).WithGradient();
        Tensor distances = F.CDist(x, Tensor.Zeros([2, 0]));
        Assert.Equal(new float[6], distances.ToArray<float>());
        distances.Sum().Backward();
        Assert.Equal([3, 0], x.Gradient!.Shape);
        Assert.Contains("but got [3, 2] and [3, 4]", Assert.Throws<ArgumentException>(() => F.CDist(Tensor.Zeros([3, 2]), Tensor.Zeros([3, 4]))).Message);
        Assert.Throws<ArgumentException>(() => F.CDist(Tensor.Zeros(3), Tensor.Zeros([3, 3])));
        Assert.Throws<ArgumentOutOfRangeException>("p", () => F.CDist(Tensor.Zeros([3, 3]), Tensor.Zeros([3, 3]), -1));
        Assert.Throws<ArgumentException>(() => F.CDist(Tensor.Zeros([3, 3], DataType.Int64), Tensor.Zeros([3, 3], DataType.Int64)));
    }

    private static Tensor Random(int rows, int columns, int seed)
    {
        Random random = new(seed);
        return Tensor.From(Enumerable.Range(0, rows * columns).Select(_ => Math.Round((random.NextDouble() - 0.5) * 8, 2)).ToArray(), [rows, columns]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(2, 41)]
    public void Distances_OfLongRows_AreThoseOfWholeNumbers(int rows, int others)
    {
        // Longer than two parts of a row; whole numbers, whose sums of powers are exact.
        const int Length = 5_001;
        double[] xs = [.. Enumerable.Range(0, rows * Length).Select(i => (double)(i * 7919L % 13))];
        double[] ys = [.. Enumerable.Range(0, others * Length).Select(i => (double)(i * 104729L % 17))];
        Tensor x = Tensor.From(xs, [rows, Length]), y = Tensor.From(ys, [others, Length]);
        foreach (double p in Orders.Where(p => p is not (0.5 or 1.5)))
        {
            double[] actual = F.CDist(x, y, p).ToArray<double>();
            for (int i = 0; i < actual.Length; i++)
            {
                IEnumerable<long> differences =
                    Enumerable.Range(0, Length).Select(k => Math.Abs((long)xs[(i / others * Length) + k] - (long)ys[(i % others * Length) + k]));
                double expected = p switch
                {
                    0 => differences.Count(d => d != 0),
                    double.PositiveInfinity => differences.Max(),
                    _ => Math.Pow((double)differences.Sum(d => (long)Math.Round(Math.Pow(d, p))), 1 / p),
                };
                Assert.Equal(expected, actual[i], 1e-12 * expected);
            }
        }
    }

    [Fact]
    public void Distances_OfTwoLongRows_TakeNoMemoryForManyMore()
    {
        Tensor x = Tensor.Ones([1, 3_000_000], DataType.Float64), y = Tensor.Zeros([1, 3_000_000], DataType.Float64);
        long before = GC.GetTotalAllocatedBytes();
        Assert.Equal(Math.Sqrt(3_000_000), F.CDist(x, y).Item<double>());
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50_000_000);
    }
}
