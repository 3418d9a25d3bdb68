using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules.Layers;

[Collection(ParallelismCollection.Name)]
public class DropoutTests
{
    // α′ = −λα, and the affine map of Klambauer et al. with p = 0.2 in 30 digits (mpmath): a = ((1 − p)(1 + p·α′²))^(−1/2), b = −a·p·α′.
    private const double Saturation = -1.75809934084737685994, A = 0.878903583443532858859, B = 0.309039962144094521032;

    public static TheoryData<int> Axes => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Axes))]
    public void ChannelDropout_DropsWholeChannels(int axes)
    {
        foreach (bool batched in (bool[])[true, false])
        {
            int[] shape = [.. batched ? (int[])[200, 50] : [10_000], .. Enumerable.Repeat(3, axes)];
            Tensor x = Tensor.Ones(Shape.Create(shape)).WithGradient();
            Tensor y = Make(axes, 0.3).Forward(x);
            float[] channels = Whole(y.Reshape(10_000, -1));
            Assert.All(channels, value => Assert.True(value == 0 || value == (float)(1 / 0.7)));

            // Four standard deviations of the share of 10,000 draws.
            Assert.InRange(channels.Count(value => value == 0) / 10_000.0, 0.3 - 0.0183, 0.3 + 0.0183);
            F.Sum(y).Backward();
            Assert.Equal(y.ToArray<float>(), x.Gradient!.ToArray<float>());
        }
    }

    [Theory]
    [MemberData(nameof(Axes))]
    public void ChannelDropout_OfOneSeed_IsTheSameOnAnyNumberOfThreads(int axes)
    {
        Tensor x = Tensor.Ones(Shape.Create([300, 200, .. Enumerable.Repeat(2, axes)]));
        float[]? expected = null;
        foreach (int threads in (int[])[1, 2, 3, 7])
        {
            using ThreadScope scope = new(threads);
            float[] values = Make(axes, 0.5).Forward(x).ToArray<float>();
            expected ??= values;
            Assert.Equal(expected, values);
        }
    }

    [Fact]
    public void AlphaDropout_MapsKeptAndFallenByThePapersNumbers()
    {
        Tensor x = Tensor.Full([100_000], 0.75, DataType.Float64).WithGradient();
        Tensor y = new AlphaDropout(0.2, new RandomSource(5)).Forward(x);
        double[] values = y.ToArray<double>();
        int fallen = 0;
        foreach (double value in values)
        {
            bool fell = Math.Abs(value - ((A * Saturation) + B)) < 1e-12;
            fallen += fell ? 1 : 0;
            Assert.True(fell || Math.Abs(value - ((A * 0.75) + B)) < 1e-12, $"{value:R}");
        }

        Assert.InRange(fallen / 100_000.0, 0.2 - 0.0051, 0.2 + 0.0051);
        F.Sum(y).Backward();
        Assert.All(x.Gradient!.ToArray<double>().Zip(values), pair => Assert.Equal(pair.Second < 0 ? 0 : A, pair.First, 1e-12));
    }

    [Fact]
    public void AlphaDropout_OfStandardNormalNumbers_KeepsMeanAndVariance()
    {
        Tensor x = Tensor.RandomNormal([200_000], new Hillock.Numbers.Philox(3));
        foreach (double p in (double[])[0.05, 0.5, 0.9])
        {
            double[] values = new AlphaDropout(p, new RandomSource(9)).Forward(x).ToArray<double>();
            double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean));

            // Four standard deviations of a mean of 200,000, and more of a variance with tails.
            Assert.InRange(mean, -0.01, 0.01);
            Assert.InRange(variance, 0.97, 1.03);
        }
    }

    [Fact]
    public void FeatureAlphaDropout_DropsWholeChannels()
    {
        Tensor x = Tensor.Full([100, 100, 2, 3], 0.75, DataType.Float64);
        double[] values = new FeatureAlphaDropout(0.2, new RandomSource(5)).Forward(x).Reshape(10_000, 6).ToArray<double>();
        int fallen = 0;
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Single(values.AsSpan(6 * i, 6).ToArray().Distinct());
            fallen += values[6 * i] < 0 ? 1 : 0;
        }

        Assert.InRange(fallen / 10_000.0, 0.2 - 0.016, 0.2 + 0.016);
        Assert.Equal((A * 0.75) + B, values.Max(), 1e-12);
    }

    [Fact]
    public void AllKinds_AtTheEndsAndInEvaluation()
    {
        Module[] all = [new Dropout1d(1), new Dropout2d(1), new Dropout3d(1), new AlphaDropout(1), new FeatureAlphaDropout(1)];
        foreach (Module module in all)
        {
            Tensor x = Tensor.Ones(module is Dropout1d ? [2, 3, 4] : module is Dropout3d ? [2, 3, 1, 1, 4] : [2, 3, 1, 4]);
            Assert.All(module.Forward(x).ToArray<float>(), value => Assert.Equal(0, value));
            module.Evaluate();
            Assert.Same(x, module.Forward(x));
            Assert.Equal($"{module.GetType().Name}(p=1.0, inplace=False)", module.ToString());
            Assert.Contains("floating-point", Assert.Throws<ArgumentException>(() => module.Forward(x.To(DataType.Int64))).Message, StringComparison.Ordinal);
        }

        Tensor own = Tensor.Ones([2, 3, 4]);
        Assert.Same(own, new AlphaDropout(0).Forward(own));
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(-0.1)).Message;
        Assert.Contains("AlphaDropout expects a probability", message, StringComparison.Ordinal);
        message = Assert.Throws<ArgumentException>(() => new Dropout2d().Forward(Tensor.Ones([2, 3]))).Message;
        Assert.Contains("with 2 spatial axes", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FeatureAlphaDropout().Forward(Tensor.Ones(3)));
    }

    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float32)]
    public void AlphaDropout_OfNarrowTypes_IsRoundedOnce(DataType type)
    {
        Tensor x = Tensor.Full([1000], 0.75, type);
        Tensor y = new AlphaDropout(0.2, new RandomSource(5)).Forward(x);
        Assert.Equal(type, y.DataType);
        Tensor expected = Tensor.From([(A * Saturation) + B, (A * 0.75) + B]).To(type).To(DataType.Float64);
        double unit = type == DataType.Float32 ? 1e-6 : 0;
        Assert.All(y.ToArray<double>(), value => Assert.True(expected.ToArray<double>().Any(one => Math.Abs(one - value) <= unit), $"{value:R}"));
    }

    private static DropoutLayer Make(int axes, double probability) => axes switch
    {
        1 => new Dropout1d(probability, new RandomSource(7)),
        2 => new Dropout2d(probability, new RandomSource(7)),
        _ => new Dropout3d(probability, new RandomSource(7)),
    };

    /// <summary>The one value of each row.</summary>
    private static float[] Whole(Tensor rows)
    {
        float[] least = F.Min(rows, 1).ToArray<float>();
        Assert.Equal(least, F.Max(rows, 1).ToArray<float>());
        return least;
    }
}
