using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Functional.Normalization;

/// <summary>Batch, group, instance and local response normalisation against PyTorch: values, gradients, running statistics, bits, errors.</summary>
[Trait("Speed", "slow")]
[Collection(ParallelismCollection.Name)]
public class ChannelNormTests
{
    public static TheoryData<string> Names => [.. TorchData.Names("channel_norms", "cases")];

    [Theory]
    [MemberData(nameof(Names))]
    public void ValuesAndGradients_InFloat64_AreTheReferences(string name)
    {
        JsonElement one = TorchData.Case("channel_norms", "cases", name);
        NormalizationReference.CheckFloat64(one, inputs => Apply(one, inputs, 1e-12), 1e-10);
    }

    // All but the local responses are computed in double precision.
    [Theory]
    [MemberData(nameof(Names))]
    public void ValuesAndGradients_InFloat32_AreTheReferencesRounded(string name)
    {
        JsonElement one = TorchData.Case("channel_norms", "cases", name);
        NormalizationReference.CheckFloat32(one, inputs => Apply(one, inputs, 1e-6), one.GetProperty("kind").GetString() == "response" ? 3e-7 : 6e-8);
    }

    [Fact]
    public void Gradients_OfThirdOrder_AgreeWithDifferences()
    {
        Tensor x = TorchCase.Weights([2, 4, 2], 4), w = Tensor.From([0.5, 1.5, -1, 2.0]), b = Tensor.From([0.1, 0.2, 0.3, 0.4]);
        Tensor v = TorchCase.Weights(x.Shape, 3);
        foreach (Func<IReadOnlyList<Tensor>, Tensor> function in (Func<IReadOnlyList<Tensor>, Tensor>[])
            [
                t => F.BatchNorm(t[0], null, null, t[1], t[2], training: true, epsilon: 1e-2), t => F.GroupNorm(t[0], 2, t[1], t[2], 1e-2),
                t => F.InstanceNorm(t[0], t[1], t[2], 1e-1),
            ])
        {
            GradientCheck.First(function, [x, w, b]).ThrowIfFailed();
            GradientCheck.Second(function, [x, w, b]).ThrowIfFailed();
            GradientCheck.Second(
                t => Gradients.Of([function(t)], [t[0]], [v], createGraph: true)[0]!, [x, w, b]).ThrowIfFailed();
        }
    }

    [Theory]
    [InlineData(3, 5, 7, 0)]
    [InlineData(40, 24, 49, 0)]
    [InlineData(70, 33, 1, 0)]
    [InlineData(5, 6, 1031, 3)]
    [InlineData(64, 8, 300, 8)]
    [InlineData(2, 12, 9, 4)]
    public void Results_AtEveryWidthAndThreadCount_HaveTheSameBits(int batch, int channels, int length, int groups)
    {
        Check<float>(new NormPlanes(batch, channels, length, groups));
        Check<double>(new NormPlanes(batch, channels, length, groups));
    }

    [Fact]
    public void Groups_DoNotDependOnTheRestOfTheBatch()
    {
        Tensor x = Numbers([9, 8, 37]);
        float[] all = F.GroupNorm(x, 4).ToArray<float>(), part = F.GroupNorm(x.Slice(0, 3, 5), 4).ToArray<float>();
        Assert.Equal(all[(3 * 8 * 37)..(5 * 8 * 37)], part);
    }

    [Fact]
    public void Results_OfOneGroup_AreLayerNorms()
    {
        Tensor x = Numbers([6, 5, 9]);
        Assert.Equal(
            F.LayerNorm(x, (int[])[5, 9]).ToArray<float>(), F.GroupNorm(x, 1).ToArray<float>(),
            (a, b) => Math.Abs(a - b) <= 1e-7 * Math.Max(1, Math.Abs(a)));
        Assert.Equal(F.LayerNorm(x, 9).ToArray<float>(), F.InstanceNorm(x).ToArray<float>());
        Assert.Equal(F.InstanceNorm(x).ToArray<float>(), F.GroupNorm(x, 5).ToArray<float>());
    }

    [Fact]
    public void Channels_OfEqualElements_AreExactlyTheBias()
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Tensor large = Tensor.Full([7, 3, 110], 1e6 / 3, type), bias = Tensor.Full(3, 0.5, type);
            Assert.All(F.BatchNorm(large, bias: bias, training: true).ToArray<double>(), value => Assert.Equal(0.5, value));
            Assert.All(F.GroupNorm(large, 1, bias: bias).ToArray<double>(), value => Assert.Equal(0.5, value));
        }
    }

    /// <summary>The first plane stands for the mean at first, so that what matters is how far it lies from the others.</summary>
    [Theory]
    [InlineData(100, 1e6f, 0)]
    [InlineData(100, 0, 1e6f)]
    [InlineData(1000, 1e20f, 1)]
    [InlineData(3, -3e4f, 3e-3f)]
    [InlineData(1100, 1e5f, 1)]
    public void Channels_WhoseFirstPlaneLiesFarFromTheOthers_AreRightToALastBit(int batch, float first, float rest)
    {
        const int Length = 37;
        Random random = new Random(9);
        float[] x = [.. Enumerable.Range(0, batch * Length).Select(i => (i < Length ? first : rest) + (float)random.NextDouble())];
        double mean = x.Sum(v => (double)v) / x.Length;
        double variance = x.Sum(v => (v - mean) * (v - mean)) / x.Length;
        Tensor y = F.BatchNorm(Tensor.From(x, [batch, 1, Length]), null, null, training: true, epsilon: 1e-5);
        float[] actual = y.ToArray<float>();
        for (int i = 0; i < x.Length; i++)
        {
            double expected = (x[i] - mean) / Math.Sqrt(variance + 1e-5);
            Assert.True(Math.Abs(actual[i] - expected) <= Math.Abs(expected) * 1.2e-7, $"{actual[i]:R} instead of {expected:R}");
        }
    }

    [Fact]
    public void Elements_OfStridedMemoryOrSixteenBits_AreThoseOfTheWiderOnes()
    {
        Tensor x = Numbers([6, 4, 5]), strided = x.Permute(2, 0, 1).Contiguous().Permute(1, 2, 0);
        Assert.Equal(F.BatchNorm(x, training: true).ToArray<float>(), F.BatchNorm(strided, training: true).ToArray<float>());
        Assert.Equal(F.GroupNorm(x, 2).ToArray<float>(), F.GroupNorm(strided, 2).ToArray<float>());
        Tensor half = x.To(DataType.BFloat16);
        Assert.Equal(
            F.BatchNorm(half.To(DataType.Float32), training: true).To(DataType.BFloat16).ToArray<float>(), F.BatchNorm(half, training: true).ToArray<float>());
        Tensor broken = Tensor.From(new float[,] { { 1, float.NaN, 2 }, { 1, 3, float.PositiveInfinity } });
        float[] y = F.BatchNorm(broken, training: true).ToArray<float>();
        Assert.Equal([0, 0], (float[])[y[0], y[3]]);
        Assert.All([y[1], y[2], y[4], y[5]], value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Shapes_WithoutElements_StayEmpty()
    {
        Assert.Equal([0, 3, 4], F.GroupNorm(Tensor.Zeros([0, 3, 4]), 3).Shape.Dimensions.ToArray());
        Assert.Equal([2, 3, 0], F.InstanceNorm(Tensor.Zeros([2, 3, 0])).Shape.Dimensions.ToArray());
        Tensor x = Tensor.Zeros([0, 3]).WithGradient(), w = Tensor.Ones(3).WithGradient();
        Tensor y = F.BatchNorm(x, Tensor.Zeros(3), Tensor.Ones(3), w);
        y.Backward(Tensor.Zeros([0, 3]));
        Assert.Equal([0f, 0, 0], w.Gradient!.ToArray<float>());
        Assert.Equal([0, 3], x.Gradient!.Shape.Dimensions.ToArray());
    }

    [Fact]
    public void Arguments_ThatDoNotFit_AreRefused()
    {
        Refused("BatchNorm expects at least two elements of each channel in training", "x", () => F.BatchNorm(Tensor.Zeros([1, 3]), training: true));
        Refused("expects running statistics in evaluation but got none; pass training: true", "runningMean", () => F.BatchNorm(Tensor.Zeros([2, 3])));
        Refused("BatchNorm expects an input [batch, channels, ...] but got [3]; Unsqueeze(0)", "x", () => F.BatchNorm(Tensor.Zeros(3), training: true));
        Refused("weight of [3], one number for each channel of [2, 3], but got [2]", "weight", () => F.GroupNorm(Tensor.Zeros([2, 3]), 1, Tensor.Ones(2)));
        Refused("runningVariance of [3]", "runningVariance", () => F.BatchNorm(Tensor.Zeros([2, 3]), Tensor.Zeros(3), Tensor.Ones([3, 1])));
        Refused("divide into 2 groups but got 3 channels", "groups", () => F.GroupNorm(Tensor.Zeros([2, 3]), 2));
        Refused("more than one element in each channel of a sample", "x", () => F.InstanceNorm(Tensor.Zeros([2, 3, 1])));
        Refused("finite epsilon", "epsilon", () => F.BatchNorm(Tensor.Zeros([2, 3]), training: true, epsilon: double.NaN));
        Refused("finite momentum", "momentum", () => F.BatchNorm(Tensor.Zeros([2, 3]), training: true, momentum: -1));
        Refused("bias of the input's type float32 but got float64", "bias", () => F.GroupNorm(Tensor.Zeros([2, 3]), 1, null, Tensor.Ones(3, DataType.Float64)));
        Assert.ThrowsAny<ArgumentException>(() => F.GroupNorm(Tensor.Arange(4).Reshape(2, 2), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.LocalResponseNorm(Tensor.Zeros([2, 3]), 0));
    }

    private static void Refused(string message, string argument, Action act)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(act);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(argument, error.ParamName);
    }

    private static Tensor Numbers(Shape shape)
    {
        Tensor x = Tensor.Empty(shape);
        new Philox(5).FillNormal(x.AsSpan<float>());
        return x;
    }

    private static void Check<T>(NormPlanes planes)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int channels = planes.Channels, count = planes.Batch * channels * planes.Length;
        T[] x = Array.ConvertAll(Numbers([count]).ToArray<float>(), T.CreateTruncating), dy = [.. x.Reverse()];
        T[] weight = [.. x.AsSpan(0, channels)], bias = [.. dy.AsSpan(0, channels)];
        int threads = Parallelism.Threads;
        List<Array>? first = null;
        try
        {
            foreach ((int bits, int threadCount) in ((int, int)[])[(512, 1), (256, 1), (128, 1), (512, 2), (512, 3), (256, 7)])
            {
                Parallelism.Threads = threadCount;
                T[] y = new T[count], dx = new T[count];
                double[] statistics = new double[PlaneNorm.Statistics * planes.Units], sums = new double[2 * planes.Batch * channels];
                PlaneNorm.Forward<T>(x, weight, bias, y, statistics, planes, 1e-5, given: false, bits);
                PlaneNorm.Backward<T>(x, dy, weight, statistics, dx, sums, planes, given: false, bits);
                List<Array> all = [y, dx, statistics, sums];
                first ??= all;
                Assert.Equal(first, all);
            }
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    private static Tensor Apply(JsonElement one, Tensor[] inputs, double tolerance)
    {
        double epsilon = one.GetProperty("epsilon").GetDouble();
        Tensor x = inputs[0];
        Tensor? weight = inputs.Length > 1 ? inputs[1] : null, bias = inputs.Length > 1 ? inputs[2] : null;
        switch (one.GetProperty("kind").GetString())
        {
            case "group":
                return F.GroupNorm(x, one.GetProperty("groups").GetInt32(), weight, bias, epsilon);
            case "instance":
                return F.InstanceNorm(x, weight, bias, epsilon);
            case "response":
                return F.LocalResponseNorm(
                    x, one.GetProperty("size").GetInt32(), one.GetProperty("alpha").GetDouble(), one.GetProperty("beta").GetDouble(),
                    one.GetProperty("k").GetDouble());
        }

        Tensor mean = TorchData.Tensor(one.GetProperty("mean"), x.DataType), variance = TorchData.Tensor(one.GetProperty("variance"), x.DataType);
        if (one.GetProperty("kind").GetString() == "evaluation")
        {
            return F.BatchNorm(x, mean, variance, weight, bias, epsilon: epsilon);
        }

        Tensor y = F.BatchNorm(x, mean, variance, weight, bias, training: true, epsilon: epsilon);
        NormalizationReference.AssertNear(TorchData.Tensor(one.GetProperty("meanAfter")), mean, tolerance);
        NormalizationReference.AssertNear(TorchData.Tensor(one.GetProperty("varianceAfter")), variance, tolerance);
        return y;
    }
}
