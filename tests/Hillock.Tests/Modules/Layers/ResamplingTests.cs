using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules.Layers;

/// <summary>Grids and windows against PyTorch, and plain loops.</summary>
[Collection(ParallelismCollection.Name)]
public class ResamplingTests
{
    public static TheoryData<string> Names => LayerOracle.Names("resampling");

    public static TheoryData<DataType> Narrow => [DataType.Float16, DataType.BFloat16];

    [Theory]
    [InlineData(1.1, 110)]
    [InlineData(1.7, 170)]
    [InlineData(0.3, 30)]
    [InlineData(3, 300)]
    public void Nearest_ByAFactor_IsThatOfTheRatio(double factor, int outputs)
    {
        // i/1.1 of a rounded 1.1 is a little below 30 at 33: as a ratio of lengths it is 30, and PyTorch's float32 has 30, too.
        Tensor x = Tensor.Arange(100).To(DataType.Float32).Reshape(1, 1, 100);
        float[] expected = [.. Enumerable.Range(0, outputs).Select(i => (float)(i * 100L / outputs))];
        Assert.Equal(expected, F.Interpolate(x, scaleFactor: factor).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_IsThatOfPyTorch(string name) => LayerOracle.Check("resampling", name, Apply);

    [Fact]
    public void ToString_IsPyTorchs()
    {
        JsonElement printed = TorchData.Load("modules").GetProperty("arguments");
        Assert.Equal(printed.GetProperty("upsample").GetString(), new Upsample(scaleFactor: 2).ToString());
        Assert.Equal(printed.GetProperty("upsampleSize").GetString(), new Upsample((3, 4), mode: InterpolationMode.Bilinear).ToString());
        Assert.Equal(printed.GetProperty("fold").GetString(), new Fold2d((4, 5), (2, 2)).ToString());
        Assert.Equal(printed.GetProperty("unfold").GetString(), new Unfold2d((2, 3), stride: 2).ToString());
        Assert.Equal(
            "Upsample(scale_factor=(1.5, 2.0, 0.25), mode=trilinear)", new Upsample(scaleFactor: (1.5, 2, 0.25), mode: InterpolationMode.Trilinear).ToString());
    }

    [Fact]
    public void Results_AreTheSameAtEveryWidthAndNumberOfThreads()
    {
        Tensor x = Tensor.RandomNormal([3, 5, 37, 41], new Philox(3)).WithGradient();
        (string Name, Func<Tensor, Tensor> Function)[] functions =
        [
            ("bilinear", t => F.Interpolate(t, (50, 83), mode: InterpolationMode.Bilinear)),
            ("bicubic", t => F.Interpolate(t, (20, 97), mode: InterpolationMode.Bicubic)),
            ("nearest", t => F.Interpolate(t, scaleFactor: 1.7)), ("windows", t => F.Fold(F.Unfold(t, 3, padding: 1) * 0.3, (37, 41), 3, padding: 1)),
            ("strided", t => F.Fold(F.Unfold(t, (3, 2), stride: 2) * 0.3, (37, 41), (3, 2), stride: 2)),
        ];
        int before = VectorWidth.Bits;
        try
        {
            foreach ((string name, Func<Tensor, Tensor> function) in functions)
            {
                float[]? expected = null;
                foreach (int bits in ((int[])[0, 128, 256, 512]).Where(bits => bits <= VectorWidth.Widest))
                {
                    foreach (int threads in (int[])[1, 2, 3, 7])
                    {
                        using ThreadScope scope = new(threads);
                        VectorWidth.Bits = bits;
                        x.ZeroGrad();
                        Tensor y = function(x);
                        F.Sum(y * y).Backward();
                        float[] values = [.. y.ToArray<float>(), .. x.Gradient!.ToArray<float>()];
                        expected ??= values;
                        Assert.True(expected.AsSpan().SequenceEqual(values), $"{name} at {bits} bits with {threads} threads.");
                    }
                }

                // A batch computed in parts.
                Tensor whole = function(x.Detach());
                Tensor parts = F.Concat([function(x.Detach()[0..1]), function(x.Detach()[1..3])]);
                Assert.Equal(whole.ToArray<float>(), parts.ToArray<float>());
            }
        }
        finally
        {
            VectorWidth.Bits = before;
        }
    }

    [Fact]
    public void Windows_OfRandomSizes_AreThoseOfPlainLoops()
    {
        Random random = new(5);
        for (int round = 0; round < 200; round++)
        {
            int n = random.Next(3), c = random.Next(1, 4), h = random.Next(1, 9), w = random.Next(1, 9);
            int kh = random.Next(1, 4), kw = random.Next(1, 4), dh = random.Next(1, 3), dw = random.Next(1, 3), ph = random.Next(3), pw = random.Next(3);
            int sh = random.Next(1, 4), sw = random.Next(1, 4);
            int oh = ((h + (2 * ph) - (dh * (kh - 1)) - 1) / sh) + 1, ow = ((w + (2 * pw) - (dw * (kw - 1)) - 1) / sw) + 1;
            if (h + (2 * ph) < (dh * (kh - 1)) + 1 || w + (2 * pw) < (dw * (kw - 1)) + 1)
            {
                Assert.Throws<ArgumentException>(() => F.Unfold(Tensor.Ones([n, c, h, w]), (kh, kw), (dh, dw), (ph, pw), (sh, sw)));
                continue;
            }

            Tensor x = Tensor.RandomNormal([n, c, h, w], new Philox((ulong)round)).To(DataType.Float64);
            Tensor columns = F.Unfold(x, (kh, kw), (dh, dw), (ph, pw), (sh, sw));
            Assert.Equal([n, c * kh * kw, oh * ow], columns.Shape.Dimensions.ToArray());
            double[] source = x.ToArray<double>(), got = columns.ToArray<double>(), sums = new double[source.Length];
            int at = 0;
            for (int plane = 0; plane < n * c; plane++)
            {
                for (int r = 0; r < kh * kw; r++)
                {
                    for (int o = 0; o < oh * ow; o++, at++)
                    {
                        int y = (o / ow * sh) - ph + (r / kw * dh), z = (o % ow * sw) - pw + (r % kw * dw);
                        bool inside = y >= 0 && y < h && z >= 0 && z < w;
                        int place = (((plane * h) + y) * w) + z;
                        Assert.Equal(inside ? source[place] : 0, got[at]);
                        if (inside)
                        {
                            sums[place] += got[at];
                        }
                    }
                }
            }

            Assert.Equal(sums, F.Fold(columns, (h, w), (kh, kw), (dh, dw), (ph, pw), (sh, sw)).ToArray<double>());
        }
    }

    [Fact]
    public void Interpolate_WithCornersAligned_PassesThroughTheElements()
    {
        // Every fourth output lies upon an input, where the weight of others is 0: not even an infinite neighbour counts.
        Tensor x = Tensor.From([1f, float.PositiveInfinity, -2, 0.5f], [1, 1, 4]);
        float[] y = F.Interpolate(x, 13, mode: InterpolationMode.Linear, alignCorners: true).ToArray<float>();
        Assert.Equal([1f, float.PositiveInfinity, -2, 0.5f], [y[0], y[4], y[8], y[12]]);
    }

    [Fact]
    public void Interpolate_OfWholeNumbersAndLongAxes_IsExact()
    {
        Assert.Equal([1L, 1, 2, 2], F.Interpolate(Tensor.From([1L, 2], [1, 1, 2]), 4).ToArray<long>());

        // ⌊i·n/m⌋ in whole numbers; in float32 the quotient 2/82 times 41 rounds to less than 1.
        foreach ((int inputs, int outputs) in ((int, int)[])[(2, 82), (4099, 12_301)])
        {
            float[] places = F.Interpolate(Tensor.Arange(inputs).To(DataType.Float32).Reshape(1, 1, inputs), outputs).ToArray<float>();
            Assert.All(Enumerable.Range(0, outputs), i => Assert.Equal((long)i * inputs / outputs, places[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Narrow))]
    public void OfNarrowTypes_AllIsRoundedOnce(DataType type)
    {
        Tensor x = Tensor.RandomNormal([2, 3, 5, 4], new Philox(3)).To(type), wide = x.To(DataType.Float32);
        Assert.Equal(
            F.Interpolate(wide, (7, 9), mode: InterpolationMode.Bicubic).To(type).ToArray<double>(),
            F.Interpolate(x, (7, 9), mode: InterpolationMode.Bicubic).ToArray<double>());
        Tensor columns = F.Unfold(x, 2), wideColumns = F.Unfold(wide, 2);
        Assert.Equal(wideColumns.ToArray<double>(), columns.ToArray<double>());
        Assert.Equal(F.Fold(wideColumns, (5, 4), 2).To(type).ToArray<double>(), F.Fold(columns, (5, 4), 2).ToArray<double>());
    }

    [Fact]
    public void OfViewsAndEmptyBatches_IsThatOfCopies()
    {
        Tensor x = Tensor.RandomNormal([4, 5, 3, 6], new Philox(3)).Transpose(1, 3);
        Tensor copy = x.Clone();
        Assert.Equal(
            F.Interpolate(copy, (4, 8), mode: InterpolationMode.Bilinear).ToArray<float>(),
            F.Interpolate(x, (4, 8), mode: InterpolationMode.Bilinear).ToArray<float>());
        Assert.Equal(F.Unfold(copy, 2).ToArray<float>(), F.Unfold(x, 2).ToArray<float>());
        Assert.Equal([0, 2, 4, 8], F.Interpolate(Tensor.Ones([0, 2, 3, 3]), (4, 8), mode: InterpolationMode.Bicubic).Shape.Dimensions.ToArray());
        Assert.Equal([0, 8, 4], F.Unfold(Tensor.Ones([0, 2, 3, 3]), 2).Shape.Dimensions.ToArray());
        Assert.Equal([0, 2, 3, 3], F.Fold(Tensor.Ones([0, 8, 4]), (3, 3), 2).Shape.Dimensions.ToArray());
    }

    [Fact]
    public void BadInput_SaysTheWayOut()
    {
        Tensor x = Tensor.Ones([1, 2, 3, 4]);
        Assert.Contains("use Bilinear", Message(() => F.Interpolate(x, 3, mode: InterpolationMode.Linear)), StringComparison.Ordinal);
        Assert.Contains("either a size or a scaleFactor but got none", Message(() => F.Interpolate(x)), StringComparison.Ordinal);
        Assert.Contains("but got both", Message(() => new Upsample(2, 2).ToString()), StringComparison.Ordinal);
        Assert.Contains("leave it out", Message(() => F.Interpolate(x, 3, alignCorners: true)), StringComparison.Ordinal);
        Assert.Contains("convert with To", Message(() => F.Interpolate(x.To(DataType.Int64), 3, mode: InterpolationMode.Bilinear)), StringComparison.Ordinal);
        Assert.Contains("would go from 3 to 0", Message(() => F.Interpolate(x, scaleFactor: 0.3)), StringComparison.Ordinal);
        Assert.Contains("would go from 0 to 2", Message(() => F.Interpolate(Tensor.Ones([1, 2, 0, 4]), 2)), StringComparison.Ordinal);
        Assert.Contains("one scaleFactor for all axes", Message(() => F.Interpolate(x, scaleFactor: (1, 2, 3))), StringComparison.Ordinal);
        Assert.Contains("finite and above 0", Message(() => F.Interpolate(x, scaleFactor: -1.0)), StringComparison.Ordinal);
        Assert.Contains("1 to 3 spatial axes", Message(() => F.Interpolate(Tensor.Ones([2, 3]), 3)), StringComparison.Ordinal);
        Assert.Contains("InterpolationMode but got 9", Message(() => F.Interpolate(x, 3, mode: (InterpolationMode)9)), StringComparison.Ordinal);
        Assert.Contains("add axes", Message(() => F.Unfold(Tensor.Ones([2, 3]), 2)), StringComparison.Ordinal);
        Assert.Contains("is larger than 3 by 4", Message(() => F.Unfold(x, 4)), StringComparison.Ordinal);
        Assert.Contains("expects x of [batch, channels·4, 6]", Message(() => F.Fold(Tensor.Ones([1, 8, 5]), (3, 4), 2)), StringComparison.Ordinal);
        Assert.Contains("floating-point", Message(() => F.Fold(Tensor.Ones([1, 8, 6]).To(DataType.Int64), (3, 4), 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void ScalePerAxis_ComparesItsNumbers()
    {
        Assert.True((ScalePerAxis)3 == 3);
        Assert.True((ScalePerAxis)(1, 2) != (2, 1));
        Assert.Equal(((ScalePerAxis)(1, 2, 3)).GetHashCode(), ((ScalePerAxis)(1, 2, 3)).GetHashCode());
        Assert.False(((ScalePerAxis)2).Equals("2"));
    }

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static Tensor Apply(string function, JsonElement options, Tensor[] inputs)
    {
        Tensor x = inputs[0];
        if (function != "interpolate")
        {
            PerAxis kernel = Axes(options, "kernel"), dilation = Axes(options, "dilation"), padding = Axes(options, "padding");
            PerAxis stride = Axes(options, "stride");
            return function == "unfold"
                ? new Unfold2d(kernel, dilation, padding, stride).Forward(x)
                : new Fold2d(Axes(options, "size"), kernel, dilation, padding, stride).Forward(x);
        }

        InterpolationMode mode = options.GetProperty("mode").GetString() switch
        {
            "nearest" => InterpolationMode.Nearest,
            "nearest-exact" => InterpolationMode.NearestExact,
            "linear" => InterpolationMode.Linear,
            "bilinear" => InterpolationMode.Bilinear,
            "bicubic" => InterpolationMode.Bicubic,
            _ => InterpolationMode.Trilinear,
        };
        ScalePerAxis scale = default;
        if (options.TryGetProperty("scale", out JsonElement given))
        {
            double[] s = given.ValueKind == JsonValueKind.Array ? TorchData.Numbers(given) : [given.GetDouble()];
            scale = s.Length == 1 ? s[0] : s.Length == 2 ? (s[0], s[1]) : (s[0], s[1], s[2]);
        }

        return new Upsample(Axes(options, "size"), scale, mode, LayerOracle.Flag(options, "align_corners"), LayerOracle.Flag(options, "recompute")).Forward(x);
    }

    private static PerAxis Axes(JsonElement options, string name) => LayerOracle.Whole(options, name) switch
    {
        null => default,
        [int one] => one,
        [int one, int two] => (one, two),
        [int one, int two, int three] => (one, two, three),
        _ => throw new InvalidOperationException(name),
    };
}
