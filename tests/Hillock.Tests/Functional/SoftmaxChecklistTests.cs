using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>The properties that PyTorch's own tests check of the softmax family, by their number in our list of them.</summary>
[Trait("Speed", "slow")]
public class SoftmaxChecklistTests
{
    public static TheoryData<string, string, int, int[]> Modules => new()
    {
        { "T070", "Softmax", 1, [10, 20] }, { "T071", "Softmax", 0, [] }, { "T072", "Softmax", -1, [4, 5] }, { "T073", "Softmax2d", -3, [1, 3, 10, 20] },
        { "T073", "Softmax2d", -3, [3, 4, 5] }, { "T074", "LogSoftmax", 1, [10, 20] }, { "T074", "LogSoftmax", 1, [1, 3, 10, 20] }, { "T075", "LogSoftmax", 0, [] },
        { "T076", "LogSoftmax", -1, [4, 5] }, { "T077", "Softmin", 1, [10, 20] }, { "T077", "Softmin", 1, [2, 3, 5, 10] }, { "T078", "Softmin", 0, [] },
        { "T078", "Softmin", -1, [3, 4, 10] },
    };

    public static TheoryData<string, int, int> Sizes => new()
    {
        { "T079", 0, 10 }, { "T079", 32, 20 }, { "T079", 10, 0 }, { "T079", 31, 20 }, { "T079", 32, 21 }, { "T079", 31, 23 }, { "T079", 32, 1536 },
        { "T079", 31, 2048 }, { "T079", 33, 2049 }, { "T079", 16, 30576 },
    };

    public static TheoryData<string, int, int, int, string> Masked => new()
    {
        { "T085 T086", 1, 1, 32, "square" }, { "T085 T086", 1, 1, 32, "padding" }, { "T085 T086", 1, 1, 32, "full" },
        { "T085 T086", 3, 16, 310, "square" }, { "T085 T086", 3, 16, 310, "padding" }, { "T085 T086", 3, 16, 310, "full" }, { "T085 T086", 4, 2, 1200, "padding" },
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public void Module_OfAShape_IsThePlainFormula(string number, string name, int axis, int[] shape)
    {
        Assert.StartsWith("T07", number, StringComparison.Ordinal);
        Module module = name switch
        {
            "Softmax" => new Softmax(axis),
            "Softmax2d" => new Softmax2d(),
            "LogSoftmax" => new LogSoftmax(axis),
            _ => new Softmin(axis),
        };
        Tensor x = Tensor.RandomNormal(shape, new Philox(70), 0, 2, DataType.Float64);
        Plain plain = new(name == "Softmin" ? -x : x, axis, name == "LogSoftmax");
        plain.Check(module.Forward, x, 1e-13, name == "Softmin" ? -1 : 1);
        plain.Check(module.Forward, x.To(DataType.Float32), 4e-6, name == "Softmin" ? -1 : 1);
        Assert.Equal(name == "Softmax2d" ? "Softmax2d()" : $"{name}(dim={axis})", module.ToString());
        if (x.Length <= 60)
        {
            GradientCheck.First(inputs => module.Forward(inputs[0]), [x]).ThrowIfFailed();
            GradientCheck.Second(inputs => module.Forward(inputs[0]), [x]).ThrowIfFailed();
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Softmaxes_OfSizesAndUnalignedStarts_AreThePlainFormula(string number, int rows, int columns)
    {
        Assert.Equal("T079", number);
        Tensor all = Tensor.RandomNormal([rows, columns], new Philox(79));
        foreach ((int row, int column) in new[] { (0, 0), (1, 0), (0, 1), (1, 1) })
        {
            if (row > rows || column > columns)
            {
                continue;
            }

            Tensor x = all[row.., column..];
            foreach (int axis in new[] { 0, 1 })
            {
                new Plain(x, axis, false).Check(t => F.Softmax(t, axis), x, 4e-6);
                new Plain(x, axis, true).Check(t => F.LogSoftmax(t, axis), x, 4e-6);
            }
        }
    }

    [Fact]
    public void T080_LogSoftmax_OfABigOffset_IsTheSame()
    {
        // Both are exact in float32; the results are rounded differently by at most a unit in the last place.
        float[] x = [.. Enumerable.Range(0, 64).Select(i => (float)new Philox(80).Below((ulong)i, 100))];
        float[] shifted = [.. x.Select(value => value + 1e7f)];
        float[] expected = F.LogSoftmax(Tensor.From(x, [16, 4])).ToArray<float>();
        Assert.Equal(expected, F.LogSoftmax(Tensor.From(shifted, [16, 4])).ToArray<float>(), (a, b) => Math.Abs(a - b) <= MathF.BitIncrement(Math.Abs(a)) - Math.Abs(a));
    }

    [Fact]
    public void T081_LogSoftmax_InFloat64_AddsUpToOne()
    {
        Tensor x = Tensor.RandomNormal([5, 513], new Philox(81), 0, 1, DataType.Float64);
        Assert.All(F.Sum(F.Exp(F.LogSoftmax(x, 1)), 1).ToArray<double>(), sum => Assert.Equal(1, sum, 1e-15));
        new Plain(x, 1, true).Check(t => F.LogSoftmax(t, 1), x, 1e-13);
    }

    [Theory]
    [InlineData("T082", DataType.Float16)]
    [InlineData("T082", DataType.BFloat16)]
    public void Softmax_ToAWiderType_IsTheOneAfterConversion(string number, DataType type)
    {
        Assert.Equal("T082", number);
        Tensor narrow = Tensor.RandomNormal([32, 100], new Philox(82)).To(type).WithGradient();
        Tensor wide = narrow.Detach().To(DataType.Float32).WithGradient();
        Tensor y = F.Softmax(narrow.To(DataType.Float32), 1);
        Tensor expected = F.Softmax(wide, 1);
        Assert.Equal(expected.ToArray<float>(), y.ToArray<float>());
        Tensor dy = Tensor.RandomNormal([32, 100], new Philox(83));
        y.Backward(dy);
        expected.Backward(dy);
        Assert.Equal(wide.Gradient!.To(type).ToArray<float>(), narrow.Gradient!.ToArray<float>());
    }

    [Theory]
    [InlineData("T083", 1, 1e-2)]
    [InlineData("T083", 1000, 5e-2)]
    public void Softmax_InBFloat16_IsCloseToFloat32(string number, double scale, double tolerance)
    {
        Assert.Equal("T083", number);
        Tensor x = (Tensor.RandomNormal([16, 33, 15, 16], new Philox(83)) * scale).To(DataType.BFloat16);
        for (int axis = 0; axis < 4; axis++)
        {
            float[] expected = F.Softmax(x.To(DataType.Float32), axis).ToArray<float>();
            float[] actual = F.Softmax(x, axis).ToArray<float>();
            Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance));
        }
    }

    [Theory]
    [InlineData("T084", DataType.Float16, 0, 1e-3, 1e-2)]
    [InlineData("T084", DataType.Float16, 1, 1e-3, 1e-2)]
    [InlineData("T084", DataType.BFloat16, 0, 1e-3, 0.1)]
    [InlineData("T084", DataType.BFloat16, 1, 1e-3, 0.1)]
    public void Softmaxes_In16Bits_AreCloseToFloat32(string number, DataType type, int axis, double soft, double log)
    {
        Assert.Equal("T084", number);
        Tensor x = Tensor.RandomUniform([200, 200], new Philox(84)).To(type);
        foreach ((Func<Tensor, Tensor> function, double tolerance) in new (Func<Tensor, Tensor>, double)[] { (t => F.Softmax(t, axis), soft), (t => F.LogSoftmax(t, axis), log) })
        {
            Tensor narrow = x.Clone().WithGradient();
            Tensor wide = x.To(DataType.Float32).WithGradient();
            Tensor y = function(narrow);
            Tensor expected = function(wide);
            Assert.All(expected.ToArray<float>().Zip(y.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
            y.Backward(Tensor.OnesLike(y) * 0.5);
            expected.Backward(Tensor.OnesLike(expected) * 0.5);
            Assert.All(wide.Gradient!.ToArray<float>().Zip(narrow.Gradient!.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    [Theory]
    [MemberData(nameof(Masked))]
    public void MaskedSoftmax_OfAttentionShapes_IsThePlainFormula(string number, int batch, int heads, int length, string kind)
    {
        Assert.Equal("T085 T086", number);
        Tensor x = Tensor.RandomNormal([batch, heads, length, length], new Philox(85));
        Shape shape = kind switch { "square" => [1, 1, length, length], "padding" => [batch, 1, 1, length], _ => x.Shape };
        Tensor mask = F.Less(Tensor.RandomUniform(shape, new Philox(86)), 0.5);
        foreach (int axis in new[] { 0, 3 })
        {
            CheckMasked(x, mask, axis, 1e-6);
        }
    }

    [Theory]
    [InlineData("T087", 4, 5)]
    [InlineData("T087", 50, 100)]
    [InlineData("T087", 1500, 1200)]
    public void MaskedSoftmax_OfWholeColumnsMasked_IsZeroThere(string number, int rows, int columns)
    {
        Assert.Equal("T087", number);
        Tensor x = Tensor.RandomNormal([rows, columns], new Philox(87));
        Tensor mask = Tensor.From(Enumerable.Range(0, columns).Select(i => i % 3 != 1).ToArray());
        CheckMasked(x, mask, 0, 1e-6);
    }

    [Theory]
    [InlineData("T088", DataType.Float16, 3e-3)]
    [InlineData("T088", DataType.BFloat16, 2e-2)]
    public void MaskedSoftmax_In16Bits_IsCloseToFloat32(string number, DataType type, double tolerance)
    {
        Assert.Equal("T088", number);
        Tensor narrow = Tensor.RandomNormal([3, 4, 31, 31], new Philox(88)).To(type).WithGradient();
        Tensor wide = narrow.Detach().To(DataType.Float32).WithGradient();
        Tensor mask = F.Less(Tensor.RandomUniform([3, 1, 1, 31], new Philox(89)), 0.5);
        Tensor dy = Tensor.RandomNormal([3, 4, 31, 31], new Philox(90)).To(type);
        Tensor y = F.MaskedSoftmax(narrow, mask);
        Tensor expected = F.MaskedSoftmax(wide, mask);
        y.Backward(dy);
        expected.Backward(dy.To(DataType.Float32));
        Assert.All(expected.ToArray<float>().Zip(y.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.All(wide.Gradient!.ToArray<float>().Zip(narrow.Gradient!.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Theory]
    [InlineData("T089", new[] { 5 }, 0)]
    [InlineData("T089", new[] { 5 }, -1)]
    [InlineData("T089", new[] { 5, 4 }, 1)]
    [InlineData("T089", new[] { 5, 4, 3 }, 1)]
    [InlineData("T089", new[] { 5, 4, 3 }, -1)]
    public void GumbelSoftmax_Hard_IsOneHot(string number, int[] shape, int axis)
    {
        Assert.Equal("T089", number);
        Tensor y = F.GumbelSoftmax(Tensor.RandomNormal(shape, new Philox(89)), new Philox(1), hard: true, axis: axis);
        Assert.Equal(Shape.Create(shape), y.Shape);
        Assert.All(y.ToArray<float>(), value => Assert.True(value is 0 or 1));
        Assert.All(F.Sum(y, axis).ToArray<float>(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void T090_GumbelSoftmax_Hard_FollowsTheProbabilities()
    {
        const int Draws = 100;
        Tensor logits = Tensor.From(new[] { 0.2f, 0.8f, 0.1f });
        float[] probabilities = F.Softmax(logits).ToArray<float>();
        float[] counts = F.Sum(F.GumbelSoftmax(logits.Expand(Draws, 3), new Philox(90), hard: true), 0).ToArray<float>();
        for (int i = 0; i < 3; i++)
        {
            double expected = probabilities[i] * Draws;
            Assert.True(Math.Abs(counts[i] - expected) / Math.Sqrt(expected * (1 - probabilities[i])) < 2.58);
        }
    }

    [Fact]
    public void T091_GumbelSoftmax_HardAndSoft_HaveTheSameGradient()
    {
        Tensor weights = Tensor.RandomNormal([10, 10], new Philox(91));
        float[][] gradients = [.. new[] { false, true }.Select(hard =>
        {
            Tensor x = Tensor.Zeros([10, 10]).WithGradient();
            F.GumbelSoftmax(x, new Philox(7), hard: hard).Backward(weights);
            return x.Gradient!.ToArray<float>();
        })];
        Assert.Equal(gradients[0], gradients[1]);
        Assert.Contains(gradients[0], value => Math.Abs(value) > 0.01);
    }

    [Fact]
    public void T092_OneHot_OfEveryKind_IsPyTorchs()
    {
        Tensor index = Tensor.From(new long[] { 3, 4, 1, 0 });
        Tensor y = F.OneHot(index);
        Assert.Equal([4, 5], y.Shape.Dimensions.ToArray());
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0], y.ToArray<long>());
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], F.OneHot(index, 6).ToArray<long>());
        Assert.Equal([2, 2, 5], F.OneHot(index.Reshape(2, 2)).Shape.Dimensions.ToArray());
        Assert.Equal(y.ToArray<long>(), F.OneHot(index.Reshape(2, 2)).ToArray<long>());
        Assert.Equal([0, 0, 0, 0, 1], F.OneHot(Tensor.Full(Shape.Scalar, 4, DataType.Int64)).ToArray<long>());
        Assert.Equal([4, 0, 100], F.OneHot(Tensor.Zeros([4, 0], DataType.Int64), 100).Shape.Dimensions.ToArray());
        Assert.ThrowsAny<ArgumentException>(() => F.OneHot(Tensor.From(new long[] { 3, 4, -1, 0 })));
        Assert.ThrowsAny<ArgumentException>(() => F.OneHot(index, 3));
        Assert.ThrowsAny<ArgumentException>(() => F.OneHot(Tensor.Zeros([4, 0], DataType.Int64)));
        Assert.ThrowsAny<ArgumentException>(() => F.OneHot(index, -2));
    }

    private static void CheckMasked(Tensor values, Tensor mask, int axis, double tolerance)
    {
        Tensor x = values.Clone().WithGradient();
        Tensor dy = Tensor.RandomNormal(values.Shape, new Philox(87));
        Tensor y = F.MaskedSoftmax(x, mask, axis);
        y.Backward(dy);

        // The plain formula along the axis: elements stand `inner` apart.
        float[] xs = values.ToArray<float>(), ys = y.ToArray<float>(), dys = dy.ToArray<float>(), dxs = x.Gradient!.ToArray<float>();
        bool[] kept = mask.Expand([.. values.Shape.Dimensions]).ToArray<bool>();
        int length = values.Shape[axis];
        int inner = values.Shape.Dimensions[(axis + 1)..].ToArray().Aggregate(1, (a, b) => a * b);
        double worst = 0;
        for (int start = 0; start < xs.Length; start++)
        {
            if (start / inner % length != 0)
            {
                continue;
            }

            double total = 0, dot = 0;
            for (int i = start; i < start + (length * inner); i += inner)
            {
                double e = kept[i] ? Math.Exp(xs[i]) : 0;
                total += e;
                dot += e * dys[i];
            }

            for (int i = start; i < start + (length * inner); i += inner)
            {
                double expected = kept[i] ? Math.Exp(xs[i]) / total : 0;
                double slope = kept[i] ? expected * (dys[i] - (dot / total)) : 0;
                worst = Math.Max(worst, Math.Abs(expected - ys[i]));
                worst = Math.Max(worst, Math.Abs(slope - dxs[i]));
                if (!kept[i] && (ys[i] != 0 || dxs[i] != 0))
                {
                    Assert.Fail($"Element {i} is masked but has {ys[i]} and the gradient {dxs[i]}.");
                }
            }
        }

        Assert.True(worst <= tolerance, $"off by {worst}");
    }
}
