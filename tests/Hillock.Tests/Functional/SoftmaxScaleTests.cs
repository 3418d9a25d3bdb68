using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Gradients of softmaxes and cross-entropies whose terms are of very different or very small sizes, against formulas.</summary>
public class SoftmaxScaleTests
{
    /// <summary>The loss <c>−ln pⱼ</c> made of a softmax and a logarithm has the slope <c>pᵢ − [i = j]</c>: the upstream gradient is <c>−1/pⱼ</c>.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(5000)]
    public void Softmax_UnderTheLogarithmOfARareElement_HasTheSlopeOfCrossEntropy(int length)
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            foreach (double margin in (double[])[20, 28, 36, 40, 60, 80, 100])
            {
                if (type == DataType.Float32 && margin > 80)
                {
                    continue;
                }

                Tensor x = Tensor.Zeros([1, length], type);
                x[0, 1] = Tensor.Scalar(-margin, type);
                x = x.WithGradient();
                double[] slope = Gradients.Of(F.Negate(F.Log(F.Softmax(x, 1)[0, 1])), [x])[0]!.ToArray<double>();
                double share = 1 / (length - 1 + Math.Exp(-margin));
                double tolerance = type == DataType.Float32 ? 3e-6 : 3e-14;
                Assert.Equal(1, slope[0] / share, tolerance);
                Assert.Equal(-1, slope[1] / ((length - 1) * share), tolerance);
                Assert.Equal(1, slope[^1] / (length == 2 ? -share : share), tolerance);
            }
        }
    }

    [Theory]
    [InlineData(DataType.Float32, 1e-30)]
    [InlineData(DataType.Float32, 1e-36)]
    [InlineData(DataType.Float64, 1e-170)]
    [InlineData(DataType.Float64, 1e-300)]
    public void LogSoftmax_OfSmallUpstreamGradients_LosesNothing(DataType type, double size)
    {
        foreach (int length in (int[])[2, 20])
        {
            Tensor x = Tensor.Zeros([1, length], type).WithGradient();
            Tensor upstream = Tensor.Zeros([1, length], type);
            upstream[0, 0] = Tensor.Scalar(size, type);
            double[] slope = Gradients.Of(F.LogSoftmax(x, 1), [x], upstream)[0]!.ToArray<double>();
            Assert.Equal(1 - (1.0 / length), slope[0] / size, 1e-6);
            Assert.All(slope[1..], value => Assert.Equal(-1.0 / length, value / size, 1e-6));
        }
    }

    [Theory]
    [InlineData(DataType.Float32, 1e-28)]
    [InlineData(DataType.Float32, 1e-35)]
    [InlineData(DataType.Float64, 1e-200)]
    [InlineData(DataType.Float64, 1e-300)]
    public void CrossEntropy_OfSmallWeights_LosesNothing(DataType type, double size)
    {
        foreach (int classes in (int[])[3, 20, 300])
        {
            Tensor x = Tensor.Zeros([5, classes], type).WithGradient();
            Tensor weight = Tensor.Full([classes], size, DataType.Float64);
            Tensor targets = Tensor.Zeros([5], DataType.Int64);
            double[] slope = Gradients.Of(F.CrossEntropy(x, targets, Reduction.Sum, weight: weight.To(type)), [x])[0]!.ToArray<double>();
            Tensor identity = Tensor.From(Identity(classes)).To(type);
            Tensor loss = F.LinearCrossEntropy(x, identity, null, targets, Reduction.Sum, classWeight: weight.To(type));
            double[] projected = Gradients.Of(loss, [x])[0]!.ToArray<double>();
            for (int i = 0; i < slope.Length; i++)
            {
                double expected = (i % classes == 0 ? 1 - (1.0 / classes) : -1.0 / classes) * -1;
                Assert.Equal(expected, slope[i] / size, 1e-6);
                Assert.Equal(expected, projected[i] / size, 1e-6);
            }
        }
    }

    /// <summary>The difference of the largest and the least number is out of range, its product with β is not.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void Softmaxes_OfDifferencesOutOfRange_AreTheProducts(int length)
    {
        float[] x = [3e38f, .. Enumerable.Repeat(-3e38f, length - 1)];
        double difference = -2.0 * 3e38f * 1e-37;
        double[] log = F.LogSoftmax(Tensor.From(x), beta: 1e-37).ToArray<double>();
        Assert.Equal(1, log[^1] / difference, 1e-6);
        Assert.Equal(1, log[0] / (-(length - 1) * Math.Exp(difference)), 1e-5);
        double[] sparse = F.Sparsemax(Tensor.From([1.7e308, -1.7e308]), beta: 1e-309).ToArray<double>();
        Assert.Equal(0.67, sparse[0], 1e-12);
        Assert.Equal(0.33, sparse[1], 1e-12);
    }

    [Fact]
    public void CrossEntropy_OfAnInfiniteWeight_HasTheSameGradientRecordedOrNot()
    {
        Tensor x = Tensor.From(new double[,] { { 1, 2, 3 } }).WithGradient();
        Tensor weight = Tensor.From([1, 1, double.PositiveInfinity]);
        Tensor loss = F.CrossEntropy(x, Tensor.From(new long[] { 0 }), Reduction.Sum, weight: weight);
        double[] plain = Gradients.Of(loss, [x], retainGraph: true)[0]!.ToArray<double>();
        double[] recorded = Gradients.Of(loss, [x], createGraph: true)[0]!.ToArray<double>();
        Assert.Equal(-0.90996942682961957, plain[0], 1e-15);
        Assert.All(plain.Zip(recorded), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    /// <summary>Values of arbitrary precision: <c>e⁻ᵐ/(1 + e⁻ᵐ)</c>, with the margin 40 and 25.</summary>
    [Fact]
    public void CrossEntropy_OfAnAlmostCertainRow_KeepsItsGradientHoweverItIsComputed()
    {
        foreach (bool isClass in (bool[])[true, false])
        {
            foreach (bool createGraph in (bool[])[false, true])
            {
                Tensor x = Tensor.From(new double[,] { { 0, -40 } }).WithGradient();
                Tensor target = isClass ? Tensor.From(new long[] { 0 }) : Tensor.From(new double[,] { { 1, 0 } });
                double[] slope = Gradients.Of(F.CrossEntropy(x, target), [x], createGraph: createGraph)[0]!.ToArray<double>();
                Assert.Equal(-1, slope[0] / 4.2483542552915889e-18, 1e-14);
                Assert.Equal(1, slope[1] / 4.2483542552915889e-18, 1e-14);
            }
        }

        // The second derivative p·(1 − p), with the signs of (1, −1).
        Tensor logits = Tensor.From(new double[,] { { 25, 0 } }).WithGradient();
        Tensor first = Gradients.Of(F.CrossEntropy(logits, Tensor.From(new long[] { 0 })), [logits], createGraph: true)[0]!;
        double[] second = Gradients.Of(first[0, 0], [logits])[0]!.ToArray<double>();
        Assert.Equal(1, second[0] / 1.3887943864578271e-11, 1e-12);
        Assert.Equal(-1, second[1] / 1.3887943864578271e-11, 1e-12);
    }

    [Fact]
    public void CrossEntropy_OfAWeightOfZeroAtMinusInfinity_CountsForNothing()
    {
        Tensor x = Tensor.From(new double[,] { { 0.5, 0.3, double.NegativeInfinity } });
        Tensor weight = Tensor.From([1.0, 1, 0]);
        foreach (double[,] target in (double[][,])[new double[,] { { 1, 0, 0 } }, new double[,] { { 0, 0, 1 } }])
        {
            Tensor p = Tensor.From(target).WithGradient();
            double[] slope = Gradients.Of(F.CrossEntropy(x, p, Reduction.Sum, weight), [p])[0]!.ToArray<double>();
            Assert.Equal(0.59813886938159178, slope[0], 1e-15);
            Assert.Equal(0.79813886938159174, slope[1], 1e-15);
            Assert.Equal(0, slope[2]);
        }

        Assert.Equal(0, F.CrossEntropy(x, Tensor.From(new long[] { 2 }), Reduction.Sum, weight).Item<double>());
        double smoothed = F.CrossEntropy(x, Tensor.From(new long[] { 0 }), Reduction.Sum, weight, labelSmoothing: 0.1).Item<double>();
        Assert.Equal((0.9 * 0.59813886938159178) + (0.1 / 3 * (0.59813886938159178 + 0.79813886938159174)), smoothed, 1e-15);
    }

    [Fact]
    public void CrossEntropy_OfFiniteLosses_DoesNotOverflow()
    {
        Tensor x = Tensor.From(new[,] { { 3e38f, -3e38f } });
        Assert.Equal(1, F.CrossEntropy(x, Tensor.From(new[,] { { 0.9f, 0.1f } })).Item<float>() / 6e37, 1e-6);
        Assert.Equal(1, F.CrossEntropy(x, Tensor.From(new long[] { 0 }), labelSmoothing: 0.2).Item<float>() / 6e37, 1e-6);
        Tensor wide = Tensor.From(new double[,] { { 1e308, -1e308 } });
        Assert.Equal(1, F.CrossEntropy(wide, Tensor.From(new long[] { 0 }), labelSmoothing: 0.5).Item<double>() / 5e307, 1e-14);
        Assert.Equal(1, F.CrossEntropy(wide, Tensor.From(new[,] { { 0.75, 0.25 } })).Item<double>() / 5e307, 1e-14);
    }

    /// <summary>Of equal logits every class has the loss <c>ln C</c>; with one class there is nothing to lose.</summary>
    [Fact]
    public void CrossEntropy_OfSmoothedTargets_AddsUpAllClassesWithoutLoss()
    {
        foreach (int classes in (int[])[300, 5000, 50257])
        {
            foreach (double smoothing in (double[])[0.1, 1])
            {
                Tensor loss = F.CrossEntropy(Tensor.Zeros([1, classes], DataType.Float64), Tensor.From(new long[] { 3 }), labelSmoothing: smoothing);
                Assert.Equal(1, loss.Item<double>() / Math.Log(classes), 4e-15);
            }
        }

        Tensor one = Tensor.From(new[,] { { 0.7f }, { 1.3f }, { 1000.3f } });
        Assert.Equal([0f, 0f, 0f], F.CrossEntropy(one, Tensor.Zeros([3], DataType.Int64), Reduction.None, labelSmoothing: 0.1).ToArray<float>());
    }

    private static double[,] Identity(int size)
    {
        double[,] identity = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }
}
