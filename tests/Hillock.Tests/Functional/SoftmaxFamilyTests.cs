using System.Globalization;
using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Sparsemax, masked softmaxes and entropies against 60-digit arithmetic, and where they are special.</summary>
[Collection(ParallelismCollection.Name)]
public class SoftmaxFamilyTests
{
    private const float Inf = float.PositiveInfinity;

    [Fact]
    public void Sparsemax_OfTheOracle_IsRoundedOnce()
    {
        foreach (JsonElement one in Cases("sparsemax"))
        {
            bool single = one.GetProperty("element").GetString() == "float32";
            Tensor x = Tensor.From(Numbers(one, "x")).To(single ? DataType.Float32 : DataType.Float64);
            double[] y = F.Sparsemax(x, beta: one.GetProperty("beta").GetDouble()).ToArray<double>();
            double[] expected = [.. one.GetProperty("y").EnumerateArray().Select(value =>
                single ? float.Parse(value.GetString()!, CultureInfo.InvariantCulture) : double.Parse(value.GetString()!, CultureInfo.InvariantCulture))];
            Assert.Equal(expected, y);
        }
    }

    [Fact]
    public void Sparsemax_InAnyOrder_HasTheSameBits()
    {
        float[] x = [.. Enumerable.Range(0, 1000).Select(i => 0.3f * (float)new Philox(4).Normal((ulong)i))];
        float[] y = F.Sparsemax(Tensor.From(x)).ToArray<float>();
        int[] order = new Philox(5).Permutation(x.Length);
        Assert.Equal(order.Select(i => y[i]), F.Sparsemax(Tensor.From(order.Select(i => x[i]).ToArray())).ToArray<float>());
        Assert.InRange(y.Count(value => value > 0), 2, 100);
    }

    [Fact]
    public void Sparsemax_AtEveryWidthAndThreadCount_HasTheSameBits()
    {
        foreach (int length in new[] { 1, 10, 16, 17, 1000 })
        {
            float[] x = [.. Enumerable.Range(0, 100_000 / length * length).Select(i => (float)new Philox(6).Normal((ulong)i))];
            float[]? first = null;
            foreach (int threads in new[] { 1, 4 })
            {
                using ThreadScope scope = new(threads);
                foreach (int bits in new[] { 512, 256, 128 })
                {
                    float[] y = new float[x.Length];
                    RowSparsemax.Forward<float>(x, y, length, 1.5, bits);
                    first ??= y;
                    Assert.Equal(first, y);
                }
            }
        }
    }

    [Fact]
    public void Sparsemax_OfSpecialValues_IsDecided()
    {
        Assert.Equal([0f, 0.25f, 0.75f], F.Sparsemax(Tensor.From(new[] { -Inf, 0, 0.5f })).ToArray<float>());
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], F.Sparsemax(Tensor.From(new[] { 1f, -8, 3, 1e30f }), beta: 0).ToArray<float>());
        foreach (float[] row in new float[][] { [1, float.NaN, 2], [float.NaN, 1, 2], [1, Inf, 2], [-Inf, -Inf] })
        {
            Tensor x = Tensor.From(row).WithGradient();
            Tensor y = F.Sparsemax(x);
            Assert.All(y.ToArray<float>(), value => Assert.True(float.IsNaN(value)));
            y.Backward(Tensor.OnesLike(y));
            Assert.All(x.Gradient!.ToArray<float>(), value => Assert.True(float.IsNaN(value)));
        }

        // The gradient of what is outside of the support never counts.
        Tensor z = Tensor.From(new[] { 1f, 0.5f, -3 }).WithGradient();
        F.Sparsemax(z).Backward(Tensor.From(new[] { 1f, 3, float.NaN }));
        Assert.Equal([-1f, 1f, 0f], z.Gradient!.ToArray<float>());
        Assert.Equal(0, F.Sparsemax(Tensor.Zeros([3, 0])).Length);
        Assert.Equal(1f, F.Sparsemax(Tensor.Full(Shape.Scalar, 7)).Item<float>());
    }

    [Theory]
    [InlineData(DataType.Float32, 2e-6)]
    [InlineData(DataType.Float64, 1e-13)]
    public void MaskedSoftmax_OfTheOracle_IsClose(DataType type, double tolerance)
    {
        foreach (JsonElement one in Cases("masked"))
        {
            double beta = one.GetProperty("beta").GetDouble();
            bool[] kept = [.. one.GetProperty("mask").EnumerateArray().Select(value => value.GetBoolean())];
            double[] logits = Numbers(one, "x");
            Tensor mask = Tensor.From(kept);
            Tensor upstream = Tensor.From(Numbers(one, "upstream")).To(type);
            foreach (double rubbish in new[] { 0, double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                // What stands in the places left out, on the way there and back, is of no account.
                Tensor x = Tensor.From(logits.Select((value, i) => kept[i] ? value : rubbish).ToArray()).To(type).WithGradient();
                Tensor dy = F.Where(mask, upstream, rubbish);
                Tensor y = F.MaskedSoftmax(x, mask, beta: beta);
                Close(Numbers(one, "softmax"), y, tolerance);
                Close(Numbers(one, "gradient"), Gradients.Of(y, [x], dy)[0]!, 4 * tolerance);
                Tensor log = F.MaskedLogSoftmax(x, mask, beta: beta);
                Close(
                    [
                        .. one.GetProperty("logSoftmax").EnumerateArray()
                            .Select(value => value.ValueKind == JsonValueKind.Null ? double.NegativeInfinity : value.GetDouble()),
                    ], log, tolerance);
                Close(Numbers(one, "logGradient"), Gradients.Of(log, [x], dy)[0]!, 4 * tolerance);
                foreach (Tensor result in new[] { F.MaskedSoftmax(x, mask, beta: beta), F.Where(mask, F.MaskedLogSoftmax(x, mask, beta: beta), 0) })
                {
                    Tensor first = Gradients.Of(result, [x], dy, createGraph: true)[0]!;
                    double[] second = Gradients.Of(F.Sum(first * upstream), [x])[0]!.ToArray<double>();
                    Assert.All(second, value => Assert.True(double.IsFinite(value)));
                    Assert.All(second.Where((_, i) => !kept[i]), value => Assert.Equal(0, value));
                }
            }
        }
    }

    [Fact]
    public void MaskedSoftmax_OfAllElements_HasTheBitsOfSoftmax()
    {
        Tensor x = Tensor.RandomNormal([7, 33], new Philox(1));
        Tensor all = Tensor.Full([7, 33], 1, DataType.Bool);
        Assert.Equal(F.Softmax(x).ToArray<float>(), F.MaskedSoftmax(x, all).ToArray<float>());
        Assert.Equal(F.LogSoftmax(x, 0, -2).ToArray<float>(), F.MaskedLogSoftmax(x, all[0], 0, -2).ToArray<float>());
    }

    [Fact]
    public void MaskedSoftmax_AmongItsElements_PropagatesNaN()
    {
        Tensor mask = Tensor.From(new[] { true, false, true });
        Assert.Equal([float.NaN, 0, float.NaN], F.MaskedSoftmax(Tensor.From(new[] { float.NaN, 1, 2 }), mask).ToArray<float>());
        Assert.Equal([0f, 0, 1], F.MaskedSoftmax(Tensor.From(new[] { -Inf, 1, 2 }), mask).ToArray<float>());
    }

    [Fact]
    public void MaskedSoftmax_OfABadMask_SaysWhatItExpects()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Contains(
            "mask of bool but got float32", Assert.Throws<ArgumentException>(() => F.MaskedSoftmax(x, Tensor.Ones([2, 3]))).Message, StringComparison.Ordinal);
        foreach (Shape shape in new Shape[] { [2, 4], [2, 1, 3], [3, 3] })
        {
            string message = Assert.Throws<ArgumentException>(() => F.MaskedLogSoftmax(x, Tensor.Full(shape, 1, DataType.Bool))).Message;
            Assert.Contains("broadcasts to the logits' shape [2, 3]", message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => F.MaskedSoftmax(x, Tensor.Full(3, 1, DataType.Bool), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.MaskedSoftmax(x, Tensor.Full(3, 1, DataType.Bool), 1, double.PositiveInfinity));
        Assert.Throws<ArgumentNullException>(() => F.MaskedSoftmax(x, null!));
        Assert.Throws<ArgumentException>(() => F.MaskedSoftmax(Tensor.Zeros(3, DataType.Int64), Tensor.Full(3, 1, DataType.Bool)));
    }

    [Theory]
    [InlineData(DataType.Float32, 3e-7)]
    [InlineData(DataType.Float64, 4e-16)]
    public void Entropies_OfTheOracle_AreClose(DataType type, double tolerance)
    {
        foreach (JsonElement one in Cases("distributions"))
        {
            // Numbers that float32 does not hold are another distribution.
            double[] ps = Numbers(one, "p");
            double[] qs = Numbers(one, "q");
            if (type == DataType.Float32 && (one.GetProperty("remark").GetString() is "tiny" or "nearly equal"))
            {
                continue;
            }

            Tensor p = Tensor.From(ps).To(type).WithGradient();
            Tensor q = Tensor.From(qs).To(type).WithGradient();
            double size = one.GetProperty("size").GetDouble();
            Tensor entropy = F.Entropy(p);
            Tensor cross = F.CrossEntropyOfDistributions(p, q);
            Tensor divergence = F.KLDivergenceOfDistributions(p, q);
            double rounding = type == DataType.Float32 ? 1e-7 : 0;
            Near(one, "entropy", entropy, tolerance, rounding);
            Near(one, "crossEntropy", cross, tolerance, rounding);
            Near(one, "divergence", divergence, tolerance, rounding + (tolerance * size));
            Close(Numbers(one, "entropyOfP"), Gradients.Of(F.Entropy(p), [p])[0]!, 4 * tolerance);
            Close(Numbers(one, "crossOfP"), Gradients.Of(F.CrossEntropyOfDistributions(p, q), [p])[0]!, 4 * tolerance);
            Close(Numbers(one, "crossOfQ"), Gradients.Of(F.CrossEntropyOfDistributions(p, q), [q])[0]!, 4 * tolerance);
            Close(Numbers(one, "divergenceOfP"), Gradients.Of(F.KLDivergenceOfDistributions(p, q), [p])[0]!, 4 * tolerance);
            Close(Numbers(one, "divergenceOfQ"), Gradients.Of(F.KLDivergenceOfDistributions(p, q), [q])[0]!, 4 * tolerance);

            // H(p, q) = H(p) + KL(p‖q).
            double sum = entropy.ToArray<double>()[0] + divergence.ToArray<double>()[0];
            Assert.Equal(cross.ToArray<double>()[0], sum, Math.Max(1, Math.Abs(sum)) * 2 * tolerance);
        }
    }

    [Fact]
    public void CrossEntropy_OfRandomDistributions_IsEntropyAndDivergence()
    {
        Tensor p = F.Softmax(Tensor.RandomNormal([50, 40], new Philox(1), 0, 3, DataType.Float64));
        Tensor q = F.Softmax(Tensor.RandomNormal([50, 40], new Philox(2), 0, 3, DataType.Float64));
        foreach (int axis in new[] { 0, 1 })
        {
            double[] cross = F.CrossEntropyOfDistributions(p, q, axis).ToArray<double>();
            double[] sum = (F.Entropy(p, axis) + F.KLDivergenceOfDistributions(p, q, axis)).ToArray<double>();
            Assert.Equal(axis == 0 ? 40 : 50, cross.Length);
            for (int i = 0; i < sum.Length; i++)
            {
                Assert.Equal(1, sum[i] / cross[i], 1e-14);
            }
        }
    }

    [Fact]
    public void Entropies_WhereProbabilitiesAreZero_AreDecided()
    {
        Tensor p = Tensor.From(new[] { 0.5, 0.5, 0 }).WithGradient();
        Tensor q = Tensor.From(new[] { 1.0, 0, 0 }).WithGradient();
        Assert.Equal(double.PositiveInfinity, F.CrossEntropyOfDistributions(p, q).Item<double>());
        Assert.Equal(double.PositiveInfinity, F.KLDivergenceOfDistributions(p, q).Item<double>());
        foreach (Func<Tensor> function in new Func<Tensor>[]
        {
            () => F.Entropy(q),
            () => F.CrossEntropyOfDistributions(q, p),
            () => F.KLDivergenceOfDistributions(q, p),
        })
        {
            // Second derivatives at 0 as well.
            Tensor first = Gradients.Of(function(), [q], createGraph: true)[0]!;
            Tensor? second = first.RequiresGrad ? Gradients.Of(F.Sum(first * first), [q])[0] : null;
            Assert.All((double[])[.. first.ToArray<double>(), .. second?.ToArray<double>() ?? []], value => Assert.False(double.IsNaN(value)));
        }

        Assert.Equal(0, Gradients.Of(F.CrossEntropyOfDistributions(q, p), [q])[0]!.ToArray<double>()[2]);
        Assert.Equal(0.0, F.Entropy(Tensor.From(new[] { 0.0, 1, 0 })).Item<double>());
        Assert.Equal(0, F.Entropy(Tensor.Zeros([2, 0])).ToArray<float>().Sum());
    }

    [Fact]
    public void Entropies_OfBadInput_NameTheElement()
    {
        Tensor good = Tensor.From(new float[,] { { 0.5f, 0.5f }, { 0.25f, 0.75f } });
        Tensor bad = Tensor.From(new float[,] { { 0.5f, 0.5f }, { -0.25f, 0.75f } });
        Assert.Contains("p[2] (in row-major order) is -0.25", Assert.Throws<ArgumentException>(() => F.Entropy(bad)).Message, StringComparison.Ordinal);
        Assert.Contains("q[2]", Assert.Throws<ArgumentException>(() => F.CrossEntropyOfDistributions(good, bad)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "is NaN", Assert.Throws<ArgumentException>(() => F.KLDivergenceOfDistributions(good * float.NaN, good)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "[2, 2] and float32 [2]", Assert.Throws<ArgumentException>(() => F.KLDivergenceOfDistributions(good, good[0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => F.KLDivergenceOfDistributions(good, good.To(DataType.Float64)));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Entropy(good, 2));
    }

    /// <summary>A class without another has probability 1 at every temperature; −∞ leaves a class out.</summary>
    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void LogSoftmax_OfOneClass_IsZeroAtEveryTemperature(DataType type)
    {
        foreach (double beta in (double[])[0, -0.0, 1e-320, 1, -2, 1e30])
        {
            Tensor x = Tensor.From(new[] { -2.375, 0, 7, 1e3 }, [4, 1]).To(type);
            Assert.All(F.LogSoftmax(x, 1, beta).ToArray<double>(), value => Assert.Equal(0.0, value));
            if (beta >= 0)
            {
                Tensor pair = Tensor.From(new[] { 3.5, double.NegativeInfinity }).To(type);
                Assert.Equal([0.0, double.NegativeInfinity], F.LogSoftmax(pair, 0, beta).ToArray<double>());
            }
        }
    }

    [Fact]
    public void SoftArgmax_OfTheExample_GoesFromTheMeanToTheArgmax()
    {
        Tensor x = Tensor.From(new[] { 1.0, 3, 0, 2 });

        // e¹ : e³ : e⁰ : e².
        Assert.Equal([0.08714432, 0.64391426, 0.03205860, 0.23688282], F.Softmax(x).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-8);
        Tensor places = Tensor.From(new[] { 0.0, 1, 2, 3 });
        Tensor weights = F.Softmax(x, beta: 1e-9);
        Assert.Equal(1.5, F.Sum(weights * places).Item<double>(), 1e-8);
        Assert.Equal([0.25, 0.25, 0.25, 0.25], F.Softmax(x, beta: 0).ToArray<double>());
        Assert.Equal(x.Mean().Item<double>(), F.Sum(F.Softmax(x, beta: 0) * x).Item<double>());
        foreach (double beta in new[] { 1000, 1e30, double.MaxValue / 4 })
        {
            Assert.Equal([0.0, 1, 0, 0], F.Softmax(x, beta: beta).ToArray<double>());
            Assert.Equal([0f, 1, 0, 0], F.Softmax(x.To(DataType.Float32), beta: beta).ToArray<float>());
            Assert.Equal([0.0, 0, 1, 0], F.Softmin(x, beta: beta).ToArray<double>());
        }

        Assert.Equal([0.5, 0, 0.5], F.Softmax(Tensor.From(new[] { 2.0, 1, 2 }), beta: 1e9).ToArray<double>());
    }

    private static void Near(JsonElement one, string name, Tensor actual, double tolerance, double absolute)
    {
        double expected = one.GetProperty(name).GetDouble();
        double value = actual.ToArray<double>()[0];
        Assert.True(
            Math.Abs(expected - value) <= (tolerance * Math.Abs(expected)) + absolute,
            string.Create(CultureInfo.InvariantCulture, $"{name}, {one.GetProperty("remark").GetString()}: expected {expected:R} but got {value:R}."));
    }

    private static void Close(double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                expected[i].Equals(values[i]) || Math.Abs(expected[i] - values[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                string.Create(CultureInfo.InvariantCulture, $"Element {i}: expected {expected[i]:R} but got {values[i]:R}."));
        }
    }

    private static IEnumerable<JsonElement> Cases(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleFile.DataFolder, "softmax_family.json")));
        return [.. document.RootElement.GetProperty(name).EnumerateArray().Select(element => element.Clone())];
    }

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
