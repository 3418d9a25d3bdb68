using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Losses;

public class CrossEntropyTests
{
    public static TheoryData<string> Cases => [.. TorchData.Names("losses", "crossEntropy")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void CrossEntropy_OfFloat64_IsPyTorchs(string name) => Check(name, DataType.Float64, 1e-13);

    [Theory]
    [MemberData(nameof(Cases))]
    public void CrossEntropy_OfFloat32_IsPyTorchs(string name) => Check(name, DataType.Float32, 1e-6);

    [Theory]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void CrossEntropy_OfAnyLength_IsTheDifferenceOfLogSumExp(int classes)
    {
        const int Rows = 67;
        (Tensor logits, Tensor targets) = Random(Rows, classes);
        double[] losses = F.CrossEntropy(logits.WithGradient(), targets, Reduction.None).ToArray<double>();
        double[] gradient = Gradients.Of(F.CrossEntropy(logits, targets, Reduction.Sum), [logits])[0]!.ToArray<double>();
        float[] x = logits.ToArray<float>();
        for (int i = 0; i < Rows; i++)
        {
            double largest = x.Skip(i * classes).Take(classes).Max();
            double[] e = [.. x.Skip(i * classes).Take(classes).Select(value => Math.Exp(value - largest))];
            double sum = e.Sum();
            int target = (int)targets.ToArray<long>()[i];
            Assert.Equal(Math.Log(sum) - (x[(i * classes) + target] - largest), losses[i], 1e-6);
            for (int j = 0; j < classes; j++)
            {
                Assert.Equal((e[j] / sum) - (j == target ? 1 : 0), gradient[(i * classes) + j], 3e-7);
            }
        }
    }

    /// <summary>The sums are counted in whole units: losses have the same bits, and gradients too, each at its class, and CTC's normalisation.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(9001)]
    public void CrossEntropy_InAnyOrderOfClasses_HasTheSameBits(int classes)
    {
        int rows = Math.Max(3, 2000 / classes);
        int[] order = new Philox(7).Permutation(classes);
        long[] place = new long[classes];
        for (int j = 0; j < classes; j++)
        {
            place[order[j]] = j;
        }

        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            foreach (double spread in (double[])[1, 12, 2000])
            {
                Tensor x = (spread * Tensor.RandomNormal([rows, classes], new Philox(8))).To(type).WithGradient();
                Tensor permuted = F.IndexSelect(x.Detach(), 1, Tensor.From([.. order.Select(one => (long)one)])).WithGradient();
                long[] targets = [.. Enumerable.Range(0, rows).Select(i => (long)(i * 7 % classes))];
                Tensor own = Tensor.From(targets), moved = Tensor.From([.. targets.Select(target => place[target])]);
                Tensor loss = F.CrossEntropy(x, own, Reduction.None), other = F.CrossEntropy(permuted, moved, Reduction.None);
                Assert.Equal(Bits(loss), Bits(other));
                Tensor upstream = Tensor.OnesLike(loss);
                Tensor gradient = F.IndexSelect(Gradients.Of(loss, [x], upstream)[0]!, 1, Tensor.From([.. order.Select(one => (long)one)]));
                Assert.Equal(Bits(gradient), Bits(Gradients.Of(other, [permuted], upstream)[0]!));
                Assert.True(Bits(loss).Distinct().Count() > rows / 2);
            }
        }
    }

    /// <summary>Values of arbitrary precision: <c>ln(1 + r)</c> and <c>−r/(1 + r)</c> with <c>r = (classes − 1)·e^(−margin)</c>.</summary>
    [Theory]
    [InlineData(20, 2, 2.0611536203143807e-9, -2.0611536181902036e-9)]
    [InlineData(20, 9, 1.6489228843561128e-8, -1.6489228707613795e-8)]
    [InlineData(20, 40, 8.0384988044230517e-8, -8.0384984813357452e-8)]
    [InlineData(48, 2, 1.4251640827409351e-21, -1.4251640827409351e-21)]
    [InlineData(48, 9, 1.1401312661927481e-20, -1.1401312661927481e-20)]
    [InlineData(48, 40, 5.5581399226896469e-20, -5.5581399226896469e-20)]
    [InlineData(80, 2, 1.8048513878454152e-35, -1.8048513878454152e-35)]
    [InlineData(80, 9, 1.4438811102763321e-34, -1.4438811102763321e-34)]
    [InlineData(80, 40, 7.0389204125971192e-34, -7.0389204125971192e-34)]
    [InlineData(300, 2, 5.1482002224120138e-131, -5.1482002224120138e-131)]
    [InlineData(300, 40, 2.0077980867406854e-129, -2.0077980867406854e-129)]
    [InlineData(700, 2, 9.8596765437597709e-305, -9.8596765437597709e-305)]
    [InlineData(700, 40, 3.8452738520663106e-303, -3.8452738520663106e-303)]
    public void CrossEntropy_OfACertainTarget_KeepsItsDigits(int margin, int classes, double loss, double gradient)
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            if (type == DataType.Float32 && margin > 80)
            {
                continue;
            }

            Tensor x = Tensor.Full([1, classes], 0.5 - margin, type);
            Tensor p = Tensor.Zeros([1, classes], type);
            x[0, classes / 2] = Tensor.Scalar(0.5, type);
            p[0, classes / 2] = Tensor.Scalar(1, type);
            foreach (Tensor targets in (Tensor[])[Tensor.From(new[] { classes / 2L }), p])
            {
                Tensor own = x.Clone().WithGradient();
                Tensor y = F.CrossEntropy(own, targets);
                double tolerance = type == DataType.Float32 ? 3e-7 : 1e-15;
                Assert.Equal(1, y.Item<double>() / loss, tolerance);
                if (targets.Rank == 1)
                {
                    // Of probabilities the gradient is the difference from the softmax.
                    Assert.Equal(1, Gradients.Of(y, [own])[0]![0, classes / 2].Item<double>() / gradient, tolerance);
                }
            }
        }
    }

    [Fact]
    public void CrossEntropy_OfAnAlmostCertainTarget_KeepsItsPrecision()
    {
        Tensor logits = Tensor.From(new float[,] { { 0, 20, 1 } }).WithGradient();
        Tensor loss = F.CrossEntropy(logits, Tensor.From(new long[] { 1 }));
        loss.Backward();

        // ln(1 + e⁻²⁰ + e⁻¹⁹): in float32 the sum rounds to 1, and the difference of 20 and its logarithm to 0.
        double expected = Math.Exp(-20) + Math.Exp(-19);
        Assert.Equal(1, loss.Item<float>() / expected, 1e-6);
        Assert.Equal(1, logits.Gradient!.ToArray<float>()[1] / -expected, 1e-6);
    }

    [Fact]
    public void CrossEntropy_OfInfiniteLogits_IsDecided()
    {
        float inf = float.PositiveInfinity;
        Tensor logits = Tensor.From(new[,] { { -inf, 0, 0 }, { 0, -inf, 0 }, { 200, -200, 0 } });
        float[] losses = F.CrossEntropy(logits, Tensor.From(new long[] { 0, 0, 1 }), Reduction.None).ToArray<float>();
        Assert.Equal(inf, losses[0]);
        Assert.Equal((float)Math.Log(2), losses[1], 1e-6f);
        Assert.Equal(400f, losses[2]);
    }

    [Fact]
    public void CrossEntropy_WithoutRows_IsNaNInTheMean()
    {
        Tensor logits = Tensor.Zeros([0, 3]).WithGradient();
        Tensor targets = Tensor.Zeros(0, DataType.Int64);
        Assert.True(float.IsNaN(F.CrossEntropy(logits, targets).Item<float>()));
        Assert.Equal(0, F.CrossEntropy(logits, targets, Reduction.Sum).Item<float>());
        Assert.Equal(0, F.CrossEntropy(logits, targets, Reduction.None).Length);
        Assert.True(float.IsNaN(F.CrossEntropy(Tensor.Zeros([2, 3]), Tensor.Full(2, -100, DataType.Int64)).Item<float>()));
    }

    [Fact]
    public void CrossEntropy_OfIgnoredRows_HasNoGradient()
    {
        Tensor logits = Tensor.From(new[,] { { float.NaN, 1, 2 }, { 0, 1, 2 } }).WithGradient();
        F.CrossEntropy(logits, Tensor.From(new long[] { -100, 0 })).Backward();
        Assert.Equal([0, 0, 0], logits.Gradient!.ToArray<float>()[..3]);
        Assert.DoesNotContain(logits.Gradient!.ToArray<float>(), float.IsNaN);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void CrossEntropy_OfAClassOutOfRange_NamesPlaceAndValue(long wrong)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => F.CrossEntropy(Tensor.Zeros([4, 3]), Tensor.From(new[] { 0, 1, wrong, 2 })));
        Assert.Contains($"targets[2] is {wrong}", error.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CrossEntropy_OfOtherShapes_SaysTheWayOut()
    {
        Tensor logits = Tensor.Zeros([4, 3]);
        Assert.Contains(
            "one-hot", Assert.Throws<ArgumentException>(() => F.CrossEntropy(logits, Tensor.Zeros([4, 3], DataType.Int64))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Squeeze", Assert.Throws<ArgumentException>(() => F.CrossEntropy(logits, Tensor.Zeros([4, 1], DataType.Int64))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "[4, 3] and [5]", Assert.Throws<ArgumentException>(() => F.CrossEntropy(logits, Tensor.Zeros(5, DataType.Int64))).Message,
            StringComparison.Ordinal);
        Assert.Contains("float32", Assert.Throws<ArgumentException>(() => F.CrossEntropy(logits, Tensor.Zeros(4))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "3 classes", Assert.Throws<ArgumentException>(() => F.CrossEntropy(logits, Tensor.Zeros(4, DataType.Int64), weight: Tensor.Ones(4))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => F.CrossEntropy(logits, Tensor.Zeros(4, DataType.Int64), labelSmoothing: 1.5));
    }

    private static void Check(string name, DataType type, double tolerance)
    {
        JsonElement item = TorchData.Case("losses", "crossEntropy", name);
        Tensor x = TorchData.Tensor(item.GetProperty("x"), type).WithGradient();
        Tensor? weight = item.GetProperty("weight").ValueKind == JsonValueKind.Null ? null : TorchData.Tensor(item.GetProperty("weight"), type);
        Tensor Loss(Tensor logits) => F.CrossEntropy(
            logits, TorchData.Classes(item.GetProperty("targets")), Enum.Parse<Reduction>(item.GetProperty("reduction").GetString()!, ignoreCase: true),
            weight, item.GetProperty("ignoreIndex").GetInt64(), item.GetProperty("labelSmoothing").GetDouble());
        LossCheck.Run(Loss, item, x, type, tolerance);
    }

    private static (Tensor Logits, Tensor Targets) Random(int rows, int classes)
    {
        Philox random = new(3);
        float[] x = new float[rows * classes];
        random.FillNormal(x);
        long[] t = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            t[i] = random.WithStream(1).Below((ulong)i, (uint)classes);
        }

        return (Tensor.From(x.Select(value => 5 * value).ToArray(), [rows, classes]), Tensor.From(t));
    }

    private static long[] Bits(Tensor x) => [.. x.ToArray<double>().Select(BitConverter.DoubleToInt64Bits)];
}
