using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Kernels;

[Trait("Speed", "slow")]
[Collection(ParallelismCollection.Name)]
public class RowSoftmaxTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 5, 3 }, { 300, 10 }, { 67, 16 }, { 9, 17 }, { 7, 31 }, { 5, 100 }, { 3, 1000 }, { 2, 4096 }, { 2, 4097 }, { 2, 30_576 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Backward_InPlace_HasTheSameBits(int rows, int length)
    {
        float[] y = F.Softmax(Tensor.RandomNormal([rows, length], new Philox(1))).ToArray<float>();
        float[] logY = F.LogSoftmax(Tensor.RandomNormal([rows, length], new Philox(1))).ToArray<float>();
        float[] dy = Tensor.RandomNormal([rows, length], new Philox(2)).ToArray<float>();
        float[] expected = new float[y.Length], logExpected = new float[y.Length];
        RowSoftmax.Backward<float>(y, dy, expected, length);
        RowSoftmax.LogBackward<float>(logY, dy, logExpected, length);
        float[] overGradient = [.. dy], overResult = [.. y], logOverGradient = [.. dy], logOverResult = [.. logY];
        RowSoftmax.Backward<float>(y, overGradient, overGradient, length);
        RowSoftmax.Backward<float>(overResult, dy, overResult, length);
        RowSoftmax.LogBackward<float>(logY, logOverGradient, logOverGradient, length);
        RowSoftmax.LogBackward<float>(logOverResult, dy, logOverResult, length);
        Assert.Equal(expected, overGradient);
        Assert.Equal(expected, overResult);
        Assert.Equal(logExpected, logOverGradient);
        Assert.Equal(logExpected, logOverResult);
    }

    [Fact]
    public void Values_OfTheOracle_AreWithinTwoUnits()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleFile.DataFolder, "softmax.json")));
        int cases = 0;
        foreach (JsonElement one in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            double beta = one.GetProperty("beta").GetDouble();
            double[] x = Values(one, "x");
            bool single = one.GetProperty("element").GetString() == "float32";
            foreach ((string name, Func<Tensor, Tensor> function) in new (string, Func<Tensor, Tensor>)[]
            {
                ("softmax", t => F.Softmax(t, beta: beta)), ("logSoftmax", t => F.LogSoftmax(t, beta: beta)), ("softmin", t => F.Softmin(t, beta: beta)),
            })
            {
                double[] expected = Values(one, name);
                double[] actual = function(Tensor.From(x).To(single ? DataType.Float32 : DataType.Float64)).ToArray<double>();
                for (int i = 0; i < expected.Length; i++)
                {
                    double unit =
                        single
                            ? MathF.BitIncrement((float)Math.Abs(expected[i])) - (double)(float)Math.Abs(expected[i])
                            : Math.BitIncrement(Math.Abs(expected[i])) - Math.Abs(expected[i]);

                    // A value outside of float32's range rounds to infinity.
                    double rounded = single ? (float)expected[i] : expected[i];
                    bool close = rounded.Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= 2 * unit;
                    Assert.True(
                        close,
                        FormattableString.Invariant($"{name}, β = {beta}, {one.GetProperty("remark").GetString()}, element {i}: expected {expected[i]:R} ") +
                        FormattableString.Invariant($"but got {actual[i]:R}, {(actual[i] - expected[i]) / unit:F2} units."));
                    cases++;
                }
            }
        }

        Assert.True(cases > 100);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_AtEveryWidthAndThreadCount_HaveTheSameBits(int rows, int length)
    {
        float[] x = Numbers(rows * length);
        Check(x, length);
        Check(Array.ConvertAll(x, value => (double)value), length);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Row_AtAnyPlace_HasTheSameBits(int rows, int length)
    {
        float[] x = Numbers(rows * length);
        float[] all = new float[x.Length];
        RowSoftmax.Forward<float>(x, all, length);
        for (int i = 0; i < rows; i++)
        {
            float[] one = new float[length];
            RowSoftmax.Forward<float>(x.AsSpan(i * length, length), one, length);
            Assert.Equal(one, all[(i * length)..((i + 1) * length)]);
        }

        float[] inPlace = [.. x];
        RowSoftmax.Forward<float>(inPlace, inPlace, length);
        Assert.Equal(all, inPlace);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Row_InAnyOrder_HasTheSameBits(int rows, int length)
    {
        // Spreads: nearly even, ordinary, nearly certain; and a far one, whose exponentials take the difference from the largest.
        foreach ((double spread, double offset) in new[] { (0.01, 0.0), (1.0, 0.0), (12.0, 0.0), (3.0, 5000.0) })
        {
            double[] row = new double[length];
            double[] gradient = new double[length];
            int[] order = new int[length];
            for (int i = 0; i < length; i++)
            {
                order[i] = i;
                row[i] = offset + (spread * Math.Sin((i * 7.3) + rows) * Math.Sqrt(1 + (i % 5)));
                gradient[i] = Math.Cos(i * 3.7) * Math.Pow(10, (i % 7) - 3);
            }

            new Random(length).Shuffle(order);
            InOrder(row, gradient, order);
            InOrder(Array.ConvertAll(row, value => (float)value), Array.ConvertAll(gradient, value => (float)value), order);
        }
    }

    [Fact]
    public void Rest_OfNearCertainty_KeepsItsPrecision()
    {
        // ln(1 + 130,000·e⁻ᵈ), whose terms are small parts of the largest.
        const int Length = 130_001;
        foreach (double distance in new[] { 8.0, 17, 23, 40, 80 })
        {
            double[] x = new double[Length];
            x[12345] = distance;
            double expected = -LogarithmOfOneMore(130_000 * Math.Exp(-distance));
            double[] y = new double[Length];
            RowSoftmax.LogForward<double>(x, y, Length);
            Assert.Equal(1, y[12345] / expected, 1e-14);
            float[] single = new float[Length];
            RowSoftmax.LogForward<float>(Array.ConvertAll(x, value => (float)value), single, Length);
            Assert.Equal(1, single[12345] / expected, 1.2e-7);
        }
    }

    [Fact]
    public void Rows_WithSpecialValues_FollowPyTorch()
    {
        float inf = float.PositiveInfinity;
        foreach (int length in new[] { 3, 16, 40 })
        {
            float[] row = [.. Enumerable.Range(0, length).Select(i => i * 0.1f)];
            foreach (float special in new[] { float.NaN, inf })
            {
                row[1] = special;
                Assert.All(F.Softmax(Tensor.From(row)).ToArray<float>(), value => Assert.True(float.IsNaN(value)));
                Assert.All(F.LogSoftmax(Tensor.From(row)).ToArray<float>(), value => Assert.True(float.IsNaN(value)));
            }

            row[1] = -inf;
            float[] y = F.Softmax(Tensor.From(row)).ToArray<float>();
            float[] l = F.LogSoftmax(Tensor.From(row)).ToArray<float>();
            Assert.Equal(0f, y[1]);
            Assert.Equal(-inf, l[1]);
            Assert.Equal(1, y.Sum(value => (double)value), 1e-6);
            float[] none = [.. Enumerable.Repeat(-inf, length)];
            Assert.All(F.Softmax(Tensor.From(none)).ToArray<float>(), value => Assert.True(float.IsNaN(value)));
            Assert.All(F.LogSoftmax(Tensor.From(none)).ToArray<float>(), value => Assert.True(float.IsNaN(value)));
        }

        Assert.Equal([0f, -1e30f], F.LogSoftmax(Tensor.From(new[] { 1e30f, 0 })).ToArray<float>());
        Assert.Equal([1f, 0f], F.Softmax(Tensor.From(new[] { 1e30f, 0 })).ToArray<float>());
    }

    [Fact]
    public void Gradient_OfMinusInfinity_IsZero()
    {
        Tensor x = Tensor.From(new[] { 1f, float.NegativeInfinity, 2 }).WithGradient();
        F.Softmax(x).Backward(Tensor.From(new[] { 1f, 2, 3 }));
        Assert.Equal(0f, x.Gradient!.ToArray<float>()[1]);
        Assert.All(x.Gradient!.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void LogSoftmax_OfABigOffset_IsTheSame()
    {
        // Whole numbers up to 99 and the same plus 1e7 are exact in float32.
        float[] x = [.. Enumerable.Range(0, 64).Select(i => (float)(i * 37 % 100))];
        float[] shifted = [.. x.Select(value => value + 1e7f)];
        Assert.Equal(
            F.LogSoftmax(Tensor.From(x, [16, 4])).ToArray<float>(), F.LogSoftmax(Tensor.From(shifted, [16, 4])).ToArray<float>(),
            (a, b) => Math.Abs(a - b) <= 1e-6 * Math.Abs(a));
    }

    [Fact]
    public void Uniform_AtTemperatureZero_IsOneOverTheLength() =>
        Assert.All(F.Softmax(Tensor.From(new[] { 1f, 5, -3, 2 }), beta: 0).ToArray<float>(), value => Assert.Equal(0.25f, value));

    private static double LogarithmOfOneMore(double x)
    {
        if (x > 0.01)
        {
            return Math.Log(1 + x);
        }

        double sum = 0;
        for (int k = 20; k > 0; k--)
        {
            sum = x * ((1.0 / k) - sum);
        }

        return sum;
    }

    /// <summary>Values and gradients of a row put into another order are those of the row, in that order.</summary>
    private static void InOrder<T>(T[] row, T[] gradient, int[] order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] Moved(T[] values) => Array.ConvertAll(order, i => values[i]);
        T[] otherRow = Moved(row);
        T[] otherGradient = Moved(gradient);
        foreach (double beta in new[] { 1.0, -0.7 })
        {
            T[] y = new T[row.Length];
            T[] other = new T[row.Length];
            T[] dx = new T[row.Length];
            T[] otherDx = new T[row.Length];
            RowSoftmax.Forward<T>(row, y, row.Length, beta);
            RowSoftmax.Forward<T>(otherRow, other, row.Length, beta);
            Assert.Equal(Moved(y), other);
            RowSoftmax.Backward<T>(y, gradient, dx, row.Length, beta);
            RowSoftmax.Backward<T>(other, otherGradient, otherDx, row.Length, beta);
            Assert.Equal(Moved(dx), otherDx);

            RowSoftmax.LogForward<T>(row, y, row.Length, beta);
            RowSoftmax.LogForward<T>(otherRow, other, row.Length, beta);
            Assert.Equal(Moved(y), other);
            RowSoftmax.LogBackward<T>(y, gradient, dx, row.Length, beta);
            RowSoftmax.LogBackward<T>(other, otherGradient, otherDx, row.Length, beta);
            Assert.Equal(Moved(dx), otherDx);
        }
    }

    private static void Check<T>(T[] x, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (double beta in new[] { 1, 0.7, -2 })
        {
            T[]? first = null;
            T[]? firstLog = null;
            foreach (int threads in new[] { 1, 4 })
            {
                using ThreadScope scope = new(threads);
                foreach (int bits in new[] { 512, 256, 128 })
                {
                    T[] y = new T[x.Length];
                    T[] log = new T[x.Length];
                    RowSoftmax.Forward<T>(x, y, length, beta, bits);
                    RowSoftmax.LogForward<T>(x, log, length, beta, bits);
                    first ??= y;
                    firstLog ??= log;
                    Assert.Equal(first, y);
                    Assert.Equal(firstLog, log);
                }
            }
        }
    }

    private static double[] Values(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => Parse(value.GetString()!))];

    private static double Parse(string text) => text switch
    {
        "nan" or "NaN" => double.NaN,
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static float[] Numbers(int count)
    {
        Philox random = new(9);
        return [.. Enumerable.Range(0, count).Select(i => (float)(random.Normal((ulong)i) * (1 + (i % 7))))];
    }
}
